import SourceText
import WorkflowSchema

extension Rule {
  /// Finds values of a matrix that come twice, and exclusions that take nothing out.
  static let idleMatrix = Rule(
    id: "idle-matrix",
    summary: "A part of a matrix has no effect.",
    rationale: """
      A value that is there twice runs the same job twice; an exclusion that matches no \
      combination leaves running what it was meant to stop.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrixexclude",
    severity: .warning,
    category: .syntax,
    fixes: .never,
    example: Example(
      "an exclusion of what is not there",
      bad: """
        on: push
        jobs:
          a:
            strategy:
              matrix:
                version: [1, 2]
                exclude: [{version: ⟦3⟧}]
            runs-on: ubuntu-24.04
            steps: [{run: make}]
        """,
      good: """
        on: push
        jobs:
          a:
            strategy:
              matrix:
                version: [1, 2]
                exclude: [{version: 2}]
            runs-on: ubuntu-24.04
            steps: [{run: make}]
        """),
    check: .schema(.idleMatrix))
}
