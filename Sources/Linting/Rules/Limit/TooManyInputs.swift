import SourceText
import YAML

extension Rule {
  /// Finds workflows that ask for more inputs than GitHub takes.
  static let tooManyInputs = Rule(
    id: "too-many-inputs",
    summary: "A workflow that people start has more than 25 inputs.",
    rationale: """
      GitHub takes at most 25 inputs of `workflow_dispatch`. With more the file is invalid, and \
      nothing that it says is run.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs",
    severity: .error,
    category: .limit,
    fixes: .never,
    example: Example(
      "an input for every image",
      bad: """
        on:
          workflow_dispatch:
            ⟦inputs⟧: {\(inputs(26))}
        """,
      good: """
        on:
          workflow_dispatch:
            inputs: {\(inputs(25))}
        """),
    check: .workflow { workflow, _ in
      workflow.triggers.compactMap { trigger in
        guard trigger.event == "workflow_dispatch",
          let entry = trigger.options?.entry("inputs"), entry.value.entries.count > mostInputs
        else { return nil }
        return Finding(
          "there are \(entry.value.entries.count) inputs, and GitHub takes at most \(mostInputs): "
            + "the whole file is invalid",
          at: workflow.location(entry.key),
          help: "take several values in one input, as a list or as JSON")
      }
    })
}

/// The most inputs of `workflow_dispatch`, since December 2025.
private let mostInputs = 25

private func inputs(_ count: Int) -> String {
  (1...count).map { "i\($0): {type: boolean}" }.joined(separator: ", ")
}
