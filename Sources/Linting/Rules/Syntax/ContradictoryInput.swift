import SourceText
import WorkflowSchema

extension Rule {
  /// Finds inputs whose parts contradict each other, and lists that are empty.
  static let contradictoryInput = Rule(
    id: "contradictory-input",
    summary: "An input's parts contradict each other, or a list without items makes its key idle.",
    rationale: """
      A default that is none of the options is refused when somebody starts the workflow; an \
      empty list lets nothing through.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs",
    severity: .warning,
    category: .syntax,
    fixes: .never,
    example: Example(
      "a default that cannot be chosen",
      bad: """
        on:
          workflow_dispatch:
            inputs:
              level: {type: choice, options: [low, high], default: ⟦medium⟧}
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        on:
          workflow_dispatch:
            inputs:
              level: {type: choice, options: [low, high], default: low}
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .schema(.invalidInput))
}
