import SourceText
import YAML

extension Rule {
  /// Finds listeners that name no workflow to listen to.
  static let listenerWithoutUpstream = Rule(
    id: "listener-without-upstream",
    summary: "A workflow_run trigger names no workflow.",
    rationale: """
      `workflow_run` starts a workflow when another one that it names runs. Where none is named, \
      nothing starts it, and nothing says so.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a list that was lost",
      bad: [
        ".github/workflows/base.yml": "{name: Base, on: {push: {branches: [main]}}}",
        ".github/workflows/service.yml": """
        name: Service
        on:
          ⟦workflow_run⟧:
            types: [completed]
            branches: [main]
        """,
      ],
      good: [
        ".github/workflows/base.yml": "{name: Base, on: {push: {branches: [main]}}}",
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: [main]
        """,
      ]),
    check: .workflow { workflow, _ in
      workflow.triggers.filter { $0.event == "workflow_run" }.compactMap { trigger in
        guard trigger.options.map({ $0.kind == .mapping || $0.value == .null }) ?? true else {
          return nil
        }
        let named = trigger.options?["workflows"]
        // An expression cannot stand there; syntax rules speak of it, and of what is no text.
        let isEmpty = named.map { $0.kind == .sequence ? $0.items.isEmpty : $0.value == .null }
        guard isEmpty ?? true else { return nil }
        return Finding(
          "no workflow is named, so none ever starts this one",
          at: workflow.location(named ?? trigger.node),
          help: "list the workflow that is waited for under 'workflows'")
      }
    })
}
