/// What a command is there for, as far as its words tell.
enum CommandWork: Hashable, Sendable {
  /// It finds out whether something works, and fails when it does not.
  case test
  /// It makes something that others need.
  case build
  /// It gives something to others: pushes, deploys, releases.
  case publish

  /// The work of a command; `nil` for any other, and where it is not known.
  init?(_ command: ShellCommand) {
    self.init(words: command.words.map { $0.text.text ?? "" }[...])
  }

  /// The same for its words, those that are not known empty.
  init?(words: ArraySlice<String>) {
    let words = Self.unwrapped(words)
    guard let program = words.first?.split(separator: "/").last.map(String.init) else { return nil }
    let rest = words.dropFirst()
    if Self.names(words[words.startIndex], anyOf: Self.testing), program.contains(".") {
      self = .test
      return
    }
    switch program {
    case "docker", "podman", "nerdctl":
      guard let work = Self.docker(rest) else { return nil }
      self = work
    case "sh", "bash", "dash", "ash", "python", "python3", "node", "ruby", "perl":
      guard let work = Self.interpreter(rest) else { return nil }
      self = work
    case "npm", "yarn", "pnpm", "bun", "make", "just", "task", "gradle", "gradlew", "mvn", "mvnw",
      "rake", "composer", "deno", "cargo", "go", "dotnet", "swift", "bazel", "mix", "sbt", "ninja",
      "meson", "cmake", "invoke", "inv", "hatch", "pdm", "lerna", "nx", "turbo", "dagger",
      "earthly":
      guard let work = Self.runner(rest) else { return nil }
      self = work
    case "pytest", "py.test", "tox", "nox", "jest", "vitest", "mocha", "phpunit", "rspec", "bats",
      "ctest", "playwright", "cypress", "newman", "k6", "gotestsum", "container-structure-test",
      "goss", "dgoss", "behave", "ava", "karma", "minitest", "pester", "nosetests":
      self = .test
    case "kubectl", "helm", "terraform", "tofu", "skopeo", "crane", "regctl", "oras", "cosign",
      "gh", "twine", "flyctl", "fly", "argocd", "ansible-playbook", "serverless", "pulumi",
      "buildah", "aws", "gcloud", "az":
      guard let work = Self.delivery(program, rest) else { return nil }
      self = work
    default: return nil
    }
  }

  /// The words behind those that only start another program.
  private static func unwrapped(_ words: ArraySlice<String>) -> ArraySlice<String> {
    var words = words
    while let word = words.first {
      switch word {
      case "timeout":
        words = words.dropFirst().drop { $0.hasPrefix("-") }.dropFirst()
      case "env", "nice", "nohup", "xvfb-run", "npx", "pnpx", "bunx", "stdbuf":
        words = words.dropFirst().drop { $0.hasPrefix("-") || $0.contains("=") }
      case "poetry", "uv", "pipenv", "pdm", "hatch", "rye":
        guard words.dropFirst().first == "run" else { return words }
        words = words.dropFirst(2).drop { $0.hasPrefix("-") }
      case "bundle":
        guard words.dropFirst().first == "exec" else { return words }
        words = words.dropFirst(2)
      default: return words
      }
    }
    return words
  }

  /// Words that name a test.
  private static let testing: Set<String> = [
    "test", "tests", "testing", "verify", "smoke", "check", "checks", "acceptance", "integration",
    "e2e", "selftest", "validate", "conformance", "unittest", "pytest", "spec",
  ]

  /// Whether one of the parts of a name is one of these words, or ends in 'test' or 'check'.
  private static func names(_ text: String, anyOf words: Set<String>) -> Bool {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { part in
      let isCompound = part.hasSuffix("test") || part.hasSuffix("tests") || part.hasSuffix("check")
      return words.contains(String(part)) || (isCompound && part != "latest" && part != "attest")
    }
  }

  private static func runner(_ words: ArraySlice<String>) -> CommandWork? {
    let words = words.filter { !$0.hasPrefix("-") && !$0.contains("=") }
    if words.contains(where: { ["publish", "release", "deploy"].contains($0) }) { return .publish }
    if words.contains(where: { names($0, anyOf: testing) }) { return .test }
    return nil
  }

  /// What an interpreter is asked to do: a script, a module, or a text.
  private static func interpreter(_ words: ArraySlice<String>) -> CommandWork? {
    var rest = words
    while let word = rest.popFirst() {
      if word == "-m" { return CommandWork(words: rest) ?? module(rest.first) }
      if word.hasPrefix("-") {
        if word.hasSuffix("c") { return nil }
        continue
      }
      return names(word, anyOf: testing) ? .test : nil
    }
    return nil
  }

  private static func module(_ name: String?) -> CommandWork? {
    name.flatMap { names($0, anyOf: testing) ? .test : nil }
  }

  private static func docker(_ words: ArraySlice<String>) -> CommandWork? {
    let verbs = words.prefix { !$0.hasPrefix("-") }
    switch Array(verbs.prefix(2)) {
    case let path where path.first == "build" || path == ["buildx", "build"]: return .build
    case ["buildx", "bake"], ["image", "build"], ["compose", "build"]: return .build
    case let path where path.first == "push": return .publish
    case ["buildx", "imagetools"]: return verbs.contains("create") ? .publish : nil
    case ["manifest", "push"], ["image", "push"], ["compose", "push"], ["stack", "deploy"]:
      return .publish
    case let path where path.first == "run" || path.first == "exec": return container(words)
    case ["compose", "up"]:
      let passesOn = words.contains { $0.hasPrefix("--exit-code-from") }
      return passesOn ? .test : nil
    case ["compose", "run"], ["compose", "exec"]:
      return container(words.dropFirst())
    default: return nil
    }
  }

  /// What a container is started for: what its command is there for.
  ///
  /// - Parameter words: those from `run` or `exec` on.
  private static func container(_ words: ArraySlice<String>) -> CommandWork? {
    guard let image = image(in: words) else { return nil }
    let command = words[image...].dropFirst()
    let program = command.first?.split(separator: "/").last.map(String.init) ?? ""
    if ["docker", "podman", "nerdctl"].contains(program) { return nil }
    if ["sh", "bash", "ash", "dash"].contains(program),
      let script = command.dropFirst().first(where: { !$0.hasPrefix("-") })
    {
      return names(script, anyOf: testing) ? .test : nil
    }
    if CommandWork(words: command) == .test { return .test }
    return command.contains { names($0, anyOf: testing) } ? .test : nil
  }

  /// The position of the image, or of the container, that a command runs in the foreground.
  ///
  /// - Parameter words: those from `run` or `exec` on.
  static func image(in words: ArraySlice<String>) -> Int? {
    var rest = words.dropFirst()
    while let word = rest.first, word.hasPrefix("-") {
      if word == "-d" || word == "--detach" { return nil }
      rest = rest.dropFirst(switches.contains(word) || word.contains("=") ? 1 : 2)
    }
    return rest.isEmpty ? nil : rest.startIndex
  }

  /// The options of `docker run` and `docker exec` that take no value.
  private static let switches: Set<String> = [
    "--rm", "-i", "-t", "-it", "-ti", "--interactive", "--tty", "--init", "--privileged",
    "--read-only", "-P", "--publish-all", "--no-healthcheck", "--quiet", "-q", "--no-deps", "-T",
  ]

  private static func delivery(
    _ program: String, _ words: ArraySlice<String>
  ) -> CommandWork? {
    let verbs = words.filter { !$0.hasPrefix("-") }
    let first = verbs.first ?? ""
    let second = verbs.dropFirst().first ?? ""
    switch program {
    case "kubectl":
      let isChange =
        ["apply", "set", "replace", "patch"].contains(first)
        || (first == "rollout" && second == "restart")
      return isChange ? .publish : nil
    case "helm":
      if first == "test" { return .test }
      return ["upgrade", "install", "push"].contains(first) ? .publish : nil
    case "terraform", "tofu", "pulumi": return ["apply", "up"].contains(first) ? .publish : nil
    case "skopeo", "crane", "regctl", "oras", "buildah":
      if program == "buildah", ["bud", "build"].contains(first) { return .build }
      return [first, second].contains { ["copy", "cp", "push", "tag", "append"].contains($0) }
        ? .publish : nil
    case "cosign": return first == "verify" || first == "verify-attestation" ? .test : nil
    case "gh": return first == "release" && ["create", "upload"].contains(second) ? .publish : nil
    case "twine": return first == "upload" ? .publish : nil
    case "flyctl", "fly", "serverless": return first == "deploy" ? .publish : nil
    case "argocd": return first == "app" && second == "sync" ? .publish : nil
    case "ansible-playbook": return .publish
    case "aws", "gcloud", "az":
      return verbs.contains { ["deploy", "update-service", "update-function-code"].contains($0) }
        ? .publish : nil
    default: return nil
    }
  }
}
