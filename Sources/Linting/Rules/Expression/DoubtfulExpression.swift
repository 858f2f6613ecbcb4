import SourceText
import WorkflowSchema

extension Rule {
  /// Finds expressions that read what is not there, or put an object into a text.
  static let doubtfulExpression = Rule(
    id: "doubtful-expression",
    summary: "An expression reads what is not there, or gives what is of no use.",
    rationale: """
      GitHub says nothing of it: what is not there is empty, and an object in a text is the word \
      `Object`.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions",
    severity: .warning,
    category: .expression,
    fixes: .never,
    yieldsTo: ["undeclared-need", "undeclared-output", "unknown-step", "unknown-step-output"],
    example: Example(
      "an output of another name",
      bad: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - {id: meta, run: make meta}
              - run: echo '${{ steps.⟦mata⟧.outputs.tag }}'
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - {id: meta, run: make meta}
              - run: echo '${{ steps.meta.outputs.tag }}'
        """),
    check: .schema(.doubtfulExpression))
}
