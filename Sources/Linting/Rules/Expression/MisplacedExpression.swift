import SourceText
import WorkflowSchema

extension Rule {
  /// Finds expressions where GitHub evaluates none.
  static let misplacedExpression = Rule(
    id: "misplaced-expression",
    summary: "An expression stands where GitHub evaluates none.",
    rationale: """
      GitHub refuses the whole file: no event starts it.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability",
    severity: .error,
    category: .expression,
    fixes: .never,
    example: Example(
      "the name of a workflow",
      bad: """
        name: ⟦Build of ${{ github.ref_name }}⟧
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        run-name: Build of ${{ github.ref_name }}
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .schema(.expressionNotAllowed))
}
