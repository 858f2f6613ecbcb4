import SourceText
import WorkflowSchema

extension Rule {
  /// Finds mappings without a key that GitHub asks for.
  static let absentKey = Rule(
    id: "absent-key",
    summary: "A key that GitHub asks for is missing.",
    rationale: """
      GitHub refuses the whole file: no event starts it. A job needs `runs-on` or `uses`, a step \
      `run` or `uses`, a step of a composite action with `run` a `shell`.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
    severity: .error,
    category: .syntax,
    fixes: .never,
    yieldsTo: ["call-timeout"],
    example: Example(
      "a job without runner",
      bad: """
        on: push
        jobs:
          a:
            ⟦steps⟧:
              - run: make
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - run: make
        """),
    more: [
      Example(
        "a step of a composite action without shell",
        bad: [
          ".github/actions/make/action.yml": """
          runs:
            using: composite
            steps:
              - ⟦run⟧: make
          """
        ],
        good: [
          ".github/actions/make/action.yml": """
          runs:
            using: composite
            steps:
              - run: make
                shell: bash
          """
        ])
    ],
    check: .schema(.missingKey))
}
