import SourceText
import YAML

extension LegReader {
  /// Reads a step that uses `docker/build-push-action`.
  ///
  /// Inputs, defaults and the meaning of an absent context: the README of that action.
  mutating func readAction(_ step: Step) {
    func list(_ name: String, separatedByCommas: Bool = false) -> [PartialText] {
      scope.resolve(step.input(name)).text.split {
        $0 == "\n" || (separatedByCommas && $0 == ",")
      }.map(\.withoutListQuotes)
    }
    let context = scope.resolve(step.input("context"))
    let file = scope.resolve(step.input("file"))
    let stage = scope.resolve(step.input("target"))
    let outputs = list("outputs").map(BuildOutput.init)
    var conditions = conditions(of: step)
    var build = ImageBuild(
      place: place, range: (step.input("context") ?? step.body["uses"] ?? step.body).range,
      dockerfile: dockerfile(context: context.text, file: file.text),
      context: directory(context: context.text),
      platforms: list("platforms", separatedByCommas: true),
      target: stage.text.pattern.isEmpty ? nil : stage.text,
      arguments: Self.arguments(list("build-args")),
      contexts: Self.contexts(list("build-contexts")),
      names: list("tags", separatedByCommas: true), conditions: conditions)
    build.secrets = ["secrets", "secret-envs", "secret-files"].flatMap { list($0) }
      .map(\.assignment.name)
    build.agents = list("ssh").map(\.assignment.name)
    build.options = options(of: step)
    note(build, from: context.origin ?? file.origin ?? stage.origin)

    let push = scope.resolve(step.input("push")).text
    let isPushed = outputs.contains(where: \.isPushed)
    switch push.text {
    case "true": break
    case "", "false": if !isPushed { return }
    default: conditions.require(step.input("push")?.text, leg: place.innermostLeg, call: frame?.id)
    }
    guard !outputs.contains(where: \.isByDigest) else {
      for name in build.names + outputs.flatMap(\.names) {
        note(.push(name), at: step.input("outputs")?.range ?? build.range, if: conditions)
      }
      return
    }
    for name in build.names {
      publish(
        name, of: builds.count - 1, platforms: build.platforms,
        at: range(of: name, in: step.input("tags")) ?? step.named.range, if: conditions)
    }
    for output in outputs where output.isPushed {
      for name in output.names {
        publish(
          name, of: builds.count - 1, platforms: build.platforms,
          at: step.input("outputs")?.range ?? step.named.range, if: conditions)
      }
    }
  }

  /// Where a list names a tag: its line, when that can be told.
  private func range(of name: PartialText, in node: Node?) -> SourceRange? {
    guard let node else { return nil }
    guard let text = name.text, let bytes = node.utf8 else { return node.range }
    // A name may be the beginning of another one.
    func isSeparator(_ byte: UInt8) -> Bool { ", \n\r\t".utf8.contains(byte) }
    let (list, wanted) = (Array(bytes), Array(text.utf8))
    let found = list.ranges(of: wanted).first { range in
      (range.lowerBound == 0 || isSeparator(list[range.lowerBound - 1]))
        && (range.upperBound == list.count || isSeparator(list[range.upperBound]))
    }
    return found.map { ScalarPlaces(of: node, in: source).range($0) } ?? node.range
  }

  /// The Dockerfile that inputs of the action name; `nil` when it is not known.
  private func dockerfile(context: PartialText, file: PartialText) -> String? {
    guard let context = context.text, let file = file.text else { return nil }
    // Without context the action builds the repository itself, from its root.
    let defaultContext = "{{defaultContext}}"
    if context.isEmpty || context.hasPrefix(defaultContext) {
      let directory = context.isEmpty ? "" : context.dropFirst(defaultContext.count + 1)
      return RepositoryPath.join(String(directory), file.isEmpty ? "Dockerfile" : file)
    }
    guard isRepositoryAtRoot, !Self.isRemote(context) else { return nil }
    if !file.isEmpty { return RepositoryPath.join("", file) }
    return RepositoryPath.join("", context).flatMap { RepositoryPath.join($0, "Dockerfile") }
  }

  /// The directory that the action builds; `nil` when it is not known.
  private func directory(context: PartialText) -> String? {
    guard let context = context.text else { return nil }
    let defaultContext = "{{defaultContext}}"
    if context.isEmpty { return "." }
    if context.hasPrefix(defaultContext) {
      return RepositoryPath.join("", String(context.dropFirst(defaultContext.count + 1)))
    }
    guard isRepositoryAtRoot, !Self.isRemote(context) else { return nil }
    return RepositoryPath.join("", context)
  }

  /// Whether a context is not a directory on the runner.
  static func isRemote(_ context: String) -> Bool {
    context == "-" || context.contains("://") || context.hasPrefix("git@")
      || context.hasPrefix("github.com/")
  }

  /// Build arguments by name; `nil` when a name is not known.
  ///
  /// One without value takes it from the environment, so its value is unknown.
  static func arguments(_ list: [PartialText]) -> [String: String]? {
    var arguments: [String: String] = [:]
    for argument in list {
      let (name, value) = argument.assignment
      guard let name = name.text else { return nil }
      arguments[name] = (value ?? .unknown).pattern
    }
    return arguments
  }

  /// Named contexts by name; `nil` when a name is not known.
  static func contexts(_ list: [PartialText]) -> [String: PartialText]? {
    var contexts: [String: PartialText] = [:]
    for context in list {
      let (name, value) = context.assignment
      guard let name = name.text, let value else { return nil }
      contexts[name] = value
    }
    return contexts
  }
}

/// What a value of `--output` says.
struct BuildOutput {
  /// Whether the image goes to a registry.
  var isPushed = false
  /// Whether it goes there without a tag.
  var isByDigest = false
  /// Whether it goes to the Docker engine.
  var isLoaded = false
  /// The names that it gets besides its tags.
  var names: [PartialText] = []

  init(_ output: PartialText) {
    let fields = output.split { $0 == "," }
    for field in fields {
      let (name, value) = field.assignment
      switch (name.text, value?.text) {
      case ("type", "registry"), ("push", "true"): isPushed = true
      case ("type", "docker"):
        // With a destination it is a file.
        isLoaded = !fields.contains { ["dest", nil].contains($0.assignment.name.text) }
      case ("push-by-digest", "true"): isByDigest = true
      case ("name", _): names += value.map { [$0] } ?? []
      default: break
      }
    }
  }
}
