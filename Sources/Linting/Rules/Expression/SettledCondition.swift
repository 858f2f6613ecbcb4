import SourceText
import WorkflowSchema

extension Rule {
  /// Finds conditions whose result does not depend on what they say.
  static let settledCondition = Rule(
    id: "settled-condition",
    summary: "A condition is always met, or never.",
    rationale: """
      With text around it, an expression becomes a part of a text, and a text that is not empty \
      is true: the step runs always.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif",
    severity: .warning,
    category: .expression,
    fixes: .never,
    example: Example(
      "a blank in front of the expression",
      bad: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - if: ⟦"${{ github.ref_name == 'main' }} "⟧
                run: make publish
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - if: ${{ github.ref_name == 'main' }}
                run: make publish
        """),
    check: .schema(.constantCondition))
}
