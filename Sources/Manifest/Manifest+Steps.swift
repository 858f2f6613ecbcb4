internal import SourceText
internal import WorkflowSchema
internal import YAML

/// Looks at what is passed through to GitHub, which refuses a whole workflow for one wrong word.
extension ManifestReader {
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
      !GitHubWords.stepKeys.contains(entry.key.text ?? "")
    }
    for entry in unknown {
      let name = entry.key.text ?? ""
      let meant = closestSpelling(of: name, among: GitHubWords.stepKeys)
      report(
        "unknown-key", "a step has no key '\(name)'", at: entry.key.range,
        help: meant.map { "did you mean '\($0)'?" }
          ?? "known keys: " + GitHubWords.stepKeys.joined(separator: ", "),
        fixes: fixes(writing: meant, at: entry.key.range))
    }
    // A misspelt 'run' has been reported.
    if works.count > 1 || works.isEmpty && unknown.isEmpty {
      report(
        "invalid-step", "a step of '\(what)' must have exactly one of 'run' and 'uses'",
        at: step.range)
    } else if let work = works.first, work != "parallel",
      let companions = GitHubWords.stepKeys(with: work)
    {
      for entry in step.entries {
        guard let key = entry.key.text, GitHubWords.stepKeys.contains(key),
          !companions.contains(key)
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
      guard GitHubWords.permissionScopes.contains(scope.value) else {
        let meant = closestSpelling(of: scope.value, among: GitHubWords.permissionScopes)
        report(
          "unknown-value", "there is no permission '\(scope.value)'", at: scope.range,
          help: meant.map { "did you mean '\($0)'?" }
            ?? "known permissions: " + GitHubWords.permissionScopes.joined(separator: ", "),
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
