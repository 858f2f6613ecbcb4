internal import SourceText
internal import YAML

extension ManifestReader {
  /// Lays the build arguments that an entry states over those that the image has.
  mutating func readArguments(_ values: [String: Node], into image: inout Image) {
    let stated = arguments(values["build-args"], "build-args")
    let volatile = arguments(values["volatile-args"], "volatile-args")
    checkExpressions(values["volatile-args"])
    for argument in stated where argument.value.value.contains("${{") {
      report(
        "expression-in-build-arg",
        "build argument '\(argument.name.value)' holds an expression, whose value is not known "
          + "when the content tag is computed",
        at: argument.value.range,
        help: argument.isSecret
          ? Self.secretHelp
          : "state it under 'volatile-args': it is passed on, and left out of the content tag")
    }
    for argument in volatile where argument.isSecret {
      diagnostics.append(
        Diagnostic(
          "secret-in-build-arg", .warning,
          "the value of build argument '\(argument.name.value)' stays in the image's history, where "
            + "everyone who can pull the image reads the secret",
          at: SourceLocation(file, argument.value.range), help: Self.secretHelp))
    }
    image.buildArgs.replace(with: stated)
    image.volatileArgs.replace(with: volatile)
    for argument in image.volatileArgs {
      guard let other = image.buildArgs.first(where: { $0.name.value == argument.name.value })
      else {
        continue
      }
      reportTwice(argument, other)
    }
  }

  private static let secretHelp =
    "pass it under 'secrets', and read it by RUN --mount=type=secret,id=…"

  private mutating func arguments(_ node: Node?, _ what: String) -> [Argument] {
    pairs(node, what).compactMap { name, value in
      guard name.value.isArgumentName else {
        report(
          "invalid-build-arg", "'\(name.value)' cannot name a build argument", at: name.range,
          help: "write the name as the Dockerfile's ARG has it: letters, digits and _")
        return nil
      }
      return Argument(name: name, value: value)
    }
  }

  /// Of two values for one argument the build takes the last one, and the tag speaks of the other.
  private mutating func reportTwice(_ volatile: Argument, _ stated: Argument) {
    let problem = Diagnostic(
      "duplicate-build-arg", .error,
      "'\(volatile.name.value)' is stated under 'build-args', too: it would be built with this value, "
        + "and its content tag would speak of the other",
      at: SourceLocation(file, volatile.name.range),
      labels: [
        Diagnostic.Label("under 'build-args'", at: SourceLocation(file, stated.name.range))
      ], help: "leave one of them out")
    // Variants take both over from their entry.
    if !diagnostics.contains(problem) { diagnostics.append(problem) }
  }
}

extension [Argument] {
  /// Puts arguments in the place of those of the same name.
  fileprivate mutating func replace(with stated: [Argument]) {
    let names = Set(stated.map(\.name.value))
    self = filter { !names.contains($0.name.value) } + stated
  }
}

extension String {
  /// Whether `--build-arg` can set an argument of this name. BuildKit takes more than identifiers,
  /// but neither blanks nor an equals sign, and nothing that a Dockerfile would expand.
  fileprivate var isArgumentName: Bool {
    guard let first = utf8.first, !(48...57).contains(first) else { return false }
    return utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") }
  }
}
