import SourceText

extension Rule {
  /// Finds workflows that share a name which another workflow listens to.
  static let duplicateWorkflowName = Rule(
    id: "duplicate-workflow-name",
    summary: "Two workflows share a name that another workflow waits for.",
    rationale: """
      GitHub finds the workflows that `workflow_run` listens to by their `name`. When two files \
      have the same one, a run of either starts the listener: it runs twice, and half of its \
      runs follow a workflow that it was not written for.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#name",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a copied workflow that kept its name",
      bad: [
        ".github/workflows/base-arm.yml": """
        name: Base
        on: push
        """,
        ".github/workflows/base.yml": """
        name: ⟦Base⟧
        on: push
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
        """,
      ],
      good: [
        ".github/workflows/base-arm.yml": """
        name: Base for ARM
        on: push
        """,
        ".github/workflows/base.yml": """
        name: Base
        on: push
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
        """,
      ]),
    check: .repository { repository in
      var listeners: [String: (workflow: WorkflowFile, upstream: WorkflowFile.Upstream)] = [:]
      for workflow in repository.workflows {
        for upstream in workflow.upstreams {
          guard let name = upstream.name, listeners[name] == nil else { continue }
          listeners[name] = (workflow, upstream)
        }
      }
      return listeners.keys.sorted().flatMap { name -> [Finding] in
        // The runs of a workflow that is only called are its caller's, and bear the caller's name.
        let bearers = (repository.positions[name] ?? []).map { repository.workflows[$0] }
          .filter { !$0.isOnlyCalled }
        guard let first = bearers.first, let listener = listeners[name] else { return [] }
        return bearers.dropFirst().compactMap { bearer in
          guard let place = bearer.nameLocation, let other = first.nameLocation else { return nil }
          return Finding(
            "'\(first.file.name)' is named '\(name)' too, so runs of either start "
              + "'\(listener.workflow.title)'",
            at: place,
            labels: [
              Diagnostic.Label("the same name", at: other),
              Diagnostic.Label(
                "both start this workflow",
                at: listener.workflow.location(listener.upstream.node)),
            ],
            help: "give each workflow a name of its own")
        }
      }
    })
}

extension WorkflowFile {
  /// Where it is named.
  fileprivate var nameLocation: SourceLocation? {
    if case .known(_, let node) = name { location(node) } else { nil }
  }
}
