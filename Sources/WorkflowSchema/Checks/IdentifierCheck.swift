internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// The names of jobs and steps.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>`; actions/languageservices,
  /// `model/converter/id-builder.ts`.
  @Sendable static func identifiers(_ root: Node) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    for job in jobs(root) {
      problems += check(job.key, "job")
      var known: [String: Node] = [:]
      for step in steps(job.value) {
        guard let id = step["id"], let text = id.text, !text.isEmpty else { continue }
        problems += check(id, "step")
        if known[text.lowercased()] != nil {
          problems.append(
            SchemaProblem(
              .invalidIdentifier, "another step of job '\(job.key.text ?? "")' is called '\(text)'",
              at: id.range, help: "give one of them another id; case does not count"))
        }
        known[text.lowercased()] = id
      }
    }
    return problems
  }

  private static func check(_ node: Node, _ what: String) -> [SchemaProblem] {
    // What holds an expression has been reported.
    guard let text = node.text, !text.isEmpty, !text.holdsExpression else { return [] }
    guard !GitHubWords.isIdentifier(text) else { return [] }
    let help =
      if text.hasPrefix("__") {
        "names that begin with '__' are GitHub's own"
      } else if text.utf8.count >= 100 {
        "use less than 100 characters"
      } else {
        "use letters, digits, '_' and '-', and begin with a letter or '_'"
      }
    return [
      SchemaProblem(
        .invalidIdentifier, "'\(text)' is no id of a \(what)", at: node.range, help: help)
    ]
  }
}
