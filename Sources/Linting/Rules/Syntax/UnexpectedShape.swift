import SourceText
import WorkflowSchema

extension Rule {
  /// Finds lists, mappings and scalars where GitHub takes another of these.
  static let unexpectedShape = Rule(
    id: "unexpected-shape",
    summary: "A list, a mapping or a scalar stands where GitHub takes another of these.",
    rationale: """
      GitHub refuses the whole file: no event starts it.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "steps that are no list",
      bad: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              ⟦run: make⟧
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - run: make
        """),
    check: .schema(.wrongShape))
}
