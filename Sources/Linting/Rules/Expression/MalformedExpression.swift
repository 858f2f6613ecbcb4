import SourceText
import WorkflowSchema

extension Rule {
  /// Finds expressions that cannot be read, or name what there is not in their place.
  static let malformedExpression = Rule(
    id: "malformed-expression",
    summary:
      "An expression cannot be read, or names a context or a function that there is not in its place.",
    rationale: """
      GitHub refuses the whole file: no event starts it. Texts stand in single quotes, and each \
      key has its own contexts: `secrets` is none of those of an `if`.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions",
    severity: .error,
    category: .expression,
    fixes: .never,
    example: Example(
      "a secret in a condition",
      bad: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - if: ⟦secrets.TOKEN != ''⟧
                run: make publish
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - if: env.TOKEN != ''
                run: make publish
                env: {TOKEN: '${{ secrets.TOKEN }}'}
        """),
    check: .schema(.invalidExpression))
}
