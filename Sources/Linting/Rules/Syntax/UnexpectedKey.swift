import SourceText
import WorkflowSchema

extension Rule {
  /// Finds keys that GitHub does not know where they stand.
  static let unexpectedKey = Rule(
    id: "unexpected-key",
    summary: "A key stands where GitHub knows none of that name.",
    rationale: """
      GitHub refuses the whole file: no event starts it, and the only sign is a failed run \
      without jobs. A filter that an event does not have is only passed over: a warning says so.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "a job's key in a step",
      bad: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - run: make
                ⟦timeout⟧: 5
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - run: make
                timeout-minutes: 5
        """),
    check: .schema(.unknownKey))
}
