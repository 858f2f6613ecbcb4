import SourceText
import WorkflowSchema

extension Rule {
  /// Finds jobs that need one that is not there, or themselves.
  static let impossibleNeeds = Rule(
    id: "impossible-needs",
    summary: "A job needs one that is not in the workflow, or in the end itself.",
    rationale: """
      GitHub refuses the whole file: no event starts it.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "a job under another name",
      bad: """
        on: push
        jobs:
          build: {runs-on: ubuntu-24.04, steps: [{run: make}]}
          test: {needs: ⟦built⟧, runs-on: ubuntu-24.04, steps: [{run: make test}]}
        """,
      good: """
        on: push
        jobs:
          build: {runs-on: ubuntu-24.04, steps: [{run: make}]}
          test: {needs: build, runs-on: ubuntu-24.04, steps: [{run: make test}]}
        """),
    check: .schema(.invalidNeeds))
}
