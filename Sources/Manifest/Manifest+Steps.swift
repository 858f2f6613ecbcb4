internal import SourceText
internal import YAML

/// Looks at what is passed through to GitHub, which refuses a whole workflow for one wrong word.
extension ManifestReader {
  /// The keys of a step: docs "Workflow syntax for GitHub Actions".
  private static let stepKeys = [
    "id", "if", "name", "uses", "run", "with", "env", "shell", "working-directory",
    "continue-on-error", "timeout-minutes", "background", "wait", "wait-all", "cancel", "parallel",
  ]

  /// The scopes of `permissions`, likewise.
  private static let scopes = [
    "actions", "artifact-metadata", "attestations", "checks", "code-quality", "contents",
    "copilot-requests", "deployments", "discussions", "drives", "id-token", "issues", "models",
    "packages", "pages", "pull-requests", "repository-projects", "security-events", "statuses",
    "vulnerability-alerts",
  ]

  /// The keys that go with what a step does; what is not listed here goes with none of the others:
  /// `workflow-v1.0.json` of actions/languageservices. What goes with `parallel` it does not say.
  private static let companions: [String: Set<String>] = [
    "run": [
      "run", "name", "id", "if", "continue-on-error", "timeout-minutes", "env", "background",
      "shell", "working-directory",
    ],
    "uses": [
      "uses", "name", "id", "if", "continue-on-error", "timeout-minutes", "env", "background",
      "with",
    ],
    "wait": ["wait", "name", "id", "continue-on-error"],
    "wait-all": ["wait-all", "name", "id", "continue-on-error"],
    "cancel": ["cancel", "name", "id", "continue-on-error"],
  ]

  /// A list of steps, each of which has to run or use something.
  mutating func steps(_ node: Node?, _ what: String) -> Node? {
    guard let node, node.value != .null else { return nil }
    checkExpressions(node)
    return checkSteps(node, what) ? node : nil
  }

  /// Whether it is a list, each of whose steps is looked at.
  @discardableResult
  mutating func checkSteps(_ node: Node, _ what: String) -> Bool {
    guard node.kind == .sequence else {
      report("wrong-type", "'\(what)' must be a list of steps", at: node.range)
      return false
    }
    for step in node.items { check(step, of: what) }
    return true
  }

  private mutating func check(_ step: Node, of what: String) {
    guard step.kind == .mapping else {
      report("invalid-step", "a step of '\(what)' must be a mapping", at: step.range)
      return
    }
    let works = ["run", "uses", "wait", "wait-all", "cancel", "parallel"].filter { step[$0] != nil }
    let unknown = step.entries.filter { entry in
      !Self.stepKeys.contains(entry.key.text ?? "")
    }
    for entry in unknown {
      let name = entry.key.text ?? ""
      let meant = closestSpelling(of: name, among: Self.stepKeys)
      report(
        "unknown-key", "a step has no key '\(name)'", at: entry.key.range,
        help: meant.map { "did you mean '\($0)'?" }
          ?? "known keys: " + Self.stepKeys.joined(separator: ", "),
        fixes: fixes(writing: meant, at: entry.key.range))
    }
    // A misspelt 'run' has been reported.
    if works.count > 1 || works.isEmpty && unknown.isEmpty {
      report(
        "invalid-step", "a step of '\(what)' must have exactly one of 'run' and 'uses'",
        at: step.range)
    } else if let work = works.first, let companions = Self.companions[work] {
      for entry in step.entries {
        guard let key = entry.key.text, Self.stepKeys.contains(key), !companions.contains(key)
        else { continue }
        report(
          "invalid-step", "a step with '\(work)' cannot have '\(key)', and GitHub refuses the file",
          at: entry.key.range, help: "leave it out")
      }
    }
    for entry in step.entries { checkValue(of: entry) }
  }

  /// An action of another repository has a version; one of this repository or an image has none.
  mutating func checkAction(_ uses: Located<String>) {
    guard !["./", "docker://", "$/"].contains(where: { uses.value.hasPrefix($0) }) else { return }
    let parts = uses.value.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count != 2 || parts.contains(where: \.isEmpty) else { return }
    report(
      "invalid-step", "'\(uses.value)' names no version of the action", at: uses.range,
      help: "write it as owner/name@ref, with the commit of a release for 'ref'")
  }

  /// Permissions of a job.
  mutating func permissions(_ node: Node?) -> [(scope: Located<String>, access: Located<String>)] {
    pairs(node, "permissions").compactMap { scope, access in
      guard Self.scopes.contains(scope.value) else {
        let meant = closestSpelling(of: scope.value, among: Self.scopes)
        report(
          "unknown-value", "there is no permission '\(scope.value)'", at: scope.range,
          help: meant.map { "did you mean '\($0)'?" }
            ?? "known permissions: " + Self.scopes.joined(separator: ", "),
          fixes: fixes(writing: meant, at: scope.range))
        return nil
      }
      guard ["read", "write", "none"].contains(access.value) else {
        report(
          "unknown-value", "permission '\(scope.value)' is '\(access.value)'", at: access.range,
          help: "write read, write or none")
        return nil
      }
      return (scope, access)
    }
  }

  private func fixes(writing word: String?, at range: SourceRange) -> [Fix] {
    word.map { [Fix("Write '\($0)'", .suggestion, [Edit(range, $0)])] } ?? []
  }
}
