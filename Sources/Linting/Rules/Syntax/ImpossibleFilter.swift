import SourceText
import WorkflowSchema

extension Rule {
  /// Finds filters through which nothing can come.
  static let impossibleFilter = Rule(
    id: "impossible-filter",
    summary: "A filter of an event can let nothing through, or contradicts another.",
    rationale: """
      GitHub refuses two filters that exclude each other. A pattern that matches nothing starts \
      no run, and nothing says so.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore",
    severity: .error,
    category: .syntax,
    fixes: .never,
    yieldsTo: ["impossible-path-pattern"],
    example: Example(
      "a path that begins with a dot",
      bad: """
        on: {push: {paths: [⟦./src/**⟧]}}
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        on: {push: {paths: [src/**]}}
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .schema(.invalidFilter))
}
