import SourceText
import WorkflowSchema

extension Rule {
  /// Finds conditions whose result does not depend on what they say.
  static let settledCondition = Rule(
    id: "settled-condition",
    summary: "A condition is always met, or never.",
    rationale: """
      A condition that reads no context and calls no function comes to the same in every run. What \
      stands under it runs always, or never.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif",
    severity: .warning,
    category: .expression,
    fixes: .never,
    yieldsTo: ["always-true-condition"],
    example: Example(
      "two texts that are written out",
      bad: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - if: ⟦"'ref_name' == 'main'"⟧
                run: make publish
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - if: github.ref_name == 'main'
                run: make publish
        """),
    check: .schema(.constantCondition))
}
