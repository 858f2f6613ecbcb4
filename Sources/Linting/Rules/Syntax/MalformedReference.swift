import SourceText
import WorkflowSchema

extension Rule {
  /// Finds references to workflows that cannot be any.
  static let malformedReference = Rule(
    id: "malformed-reference",
    summary: "What a job calls is no reference to a workflow.",
    rationale: """
      GitHub refuses the whole file: no event starts it.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_iduses",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "a version of a workflow beside this one",
      bad: [
        ".github/workflows/workflow.yml": """
        on: push
        jobs:
          a:
            uses: ⟦./.github/workflows/test.yml@main⟧
        """,
        ".github/workflows/test.yml": """
        on: workflow_call
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      ],
      good: [
        ".github/workflows/workflow.yml": """
        on: push
        jobs:
          a:
            uses: ./.github/workflows/test.yml
        """,
        ".github/workflows/test.yml": """
        on: workflow_call
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      ]),
    check: .schema(.invalidReference))
}
