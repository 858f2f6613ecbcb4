@testable import Linting

/// What rules say about one workflow, by lines, without its path.
func lintLines(of workflow: String, rule: Rule) -> [Int] {
  lintLines([".github/workflows/a.yml": workflow], rules: [rule]).compactMap { line in
    // What is no YAML gives no lines, so that a test of a rule does not pass by a slip.
    line.hasSuffix(": \(rule.id)")
      ? line.split(separator: ":").dropFirst().first.flatMap { Int($0) } : nil
  }
}

/// A text with each line moved to the right.
func indented(_ text: String, by count: Int) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.isEmpty ? "" : String(repeating: " ", count: count) + $0 }
    .joined(separator: "\n")
}

/// A workflow of one job with these steps, whose first line is the seventh.
func workflow(
  on events: String = "push", runsOn: String = "ubuntu-24.04",
  permissions: String = "{contents: read}", steps: String
) -> String {
  """
  on: \(events)
  permissions: \(permissions)
  jobs:
    a:
      runs-on: \(runsOn)
      steps:
  \(indented(steps, by: 6))
  """
}
