import SourceText
import WorkflowSchema

extension Rule {
  /// Finds ids of jobs and steps that GitHub does not take.
  static let invalidIdentifier = Rule(
    id: "invalid-identifier",
    summary: "The id of a job or a step is no id, or is there twice.",
    rationale: """
      GitHub refuses the whole file. An id has letters, digits, `_` and `-`, begins with a \
      letter or `_`, and is given once, without regard to case.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_id",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "two steps of one id",
      bad: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - {id: build, run: make}
              - {id: ⟦build⟧, run: make test}
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - {id: build, run: make}
              - {id: test, run: make test}
        """),
    check: .schema(.invalidIdentifier))
}
