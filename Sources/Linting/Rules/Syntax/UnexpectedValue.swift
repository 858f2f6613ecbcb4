import SourceText
import WorkflowSchema

extension Rule {
  /// Finds scalars that are none of those that GitHub takes there.
  static let unexpectedValue = Rule(
    id: "unexpected-value",
    summary: "A value is none of those that GitHub takes there.",
    rationale: """
      GitHub refuses the whole file: no event starts it. That holds for unknown events and \
      permissions, for texts where a number or `true` and `false` belong, and for nothing where \
      something must be. What stands wrong among the filters and activities of an \
      event is only passed over: a warning says so.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "an event that there is not",
      bad: """
        on: ⟦pul_request⟧
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        on: pull_request
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .schema(.wrongValue))
}
