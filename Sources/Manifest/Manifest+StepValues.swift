internal import Expressions
internal import SourceText
internal import WorkflowSchema
internal import YAML

/// Looks at the values that are passed through to GitHub: their types are those of
/// `workflow-v1.0.json` of actions/languageservices, where an expression may stand for most.
extension ManifestReader {
  /// The value of one key of a step.
  mutating func checkValue(of entry: Entry) {
    let value = entry.value
    guard let key = entry.key.text else { return }
    switch key {
    case "run": _ = filled(value, key)
    case "uses": if let uses = filled(value, key) { checkAction(uses) }
    case "cancel": _ = filled(value, key)
    case "wait":
      if strings(value, key).isEmpty, value.kind == .sequence || value.value == .null {
        report("empty-value", "'wait' is empty", at: value.range)
      }
    case "name", "if", "shell", "working-directory":
      if value.text == nil { reportType(of: value, in: "'\(key)'", expected: "a string") }
    case "id": checkStepID(value)
    case "env": if !isExpression(value) { variables(value, "env") }
    case "with":
      guard !isExpression(value) else { return }
      if value.value == .null { reportType(of: value, in: "'with'", expected: "a mapping") }
      _ = pairs(value, "with")
    case "timeout-minutes":
      // Docs "Workflow syntax for GitHub Actions": a whole number up to 360.
      if !isExpression(value) { _ = integer(value, key, in: 1...360) }
    case "continue-on-error", "background":
      if case .bool = value.value { return }
      if key == "background" || !isExpression(value) {
        reportType(of: value, in: "'\(key)'", expected: "true or false")
      }
    case "parallel": checkSteps(value, key)
    default: break
    }
  }

  /// A string that says something.
  private mutating func filled(_ node: Node, _ what: String) -> Located<String>? {
    if node.value == .null { report("empty-value", "'\(what)' is empty", at: node.range) }
    return string(node, what)
  }

  private mutating func checkStepID(_ node: Node) {
    guard let id = filled(node, "id") else { return }
    if !GitHubWords.isIdentifier(id.value) {
      report(
        "invalid-step", "'\(id.value)' is no id of a step, and GitHub refuses the file",
        at: id.range,
        help: "use letters, digits, - and _, fewer than 100, beginning with a letter")
    }
  }

  /// Environment variables: names that a process can be given, and plain values. A name that no
  /// shell can read, such as `spring.datasource.url`, is for programs that look it up themselves.
  mutating func variables(_ node: Node, _ what: String) {
    if node.value == .null { reportType(of: node, in: "'\(what)'", expected: "a mapping") }
    for (name, _) in pairs(node, what) {
      let isName = name.value.utf8.allSatisfy {
        $0 >= UInt8(ascii: " ") && $0 != 0x7F && $0 != UInt8(ascii: "=")
      }
      if name.value.isEmpty || !isName {
        report(
          "invalid-variable",
          "'\(name.value)' is no name of an environment variable, so no program can read it",
          at: name.range, help: "leave out '=' and control characters, and name it something")
      }
    }
  }

  /// Refuses what GitHub refuses of every text, whatever it means: an expression without an end.
  mutating func checkExpressions(_ node: Node?) {
    guard let node else { return }
    if let text = node.text, (try? ExpressionTemplate(parsing: text)) == nil {
      report(
        "unclosed-expression", "'${{' has no '}}', and GitHub refuses the file", at: node.range,
        help: "write '}}' where the expression ends")
    }
    for item in node.items { checkExpressions(item) }
    for entry in node.entries {
      checkExpressions(entry.key)
      checkExpressions(entry.value)
    }
  }

  /// Whether a value is known to the run alone.
  private func isExpression(_ node: Node) -> Bool {
    node.text?.contains("${{") ?? false
  }
}
