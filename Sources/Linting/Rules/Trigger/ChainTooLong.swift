import SourceText

extension Rule {
  /// Finds workflows that stand too far down a chain of `workflow_run` to ever run.
  static let chainTooLong = Rule(
    id: "chain-too-long",
    summary: "A workflow stands further down a chain than GitHub goes.",
    rationale: """
      GitHub follows `workflow_run` for three hops. The workflow at the fourth is not started, \
      and no error, no skipped run and no annotation says so.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .error,
    category: .trigger,
    fixes: .never,
    example: Example(
      "the fourth hop",
      bad: [
        ".github/workflows/0.yml": "{name: System, on: push}",
        ".github/workflows/1.yml": hop("Python", after: "System"),
        ".github/workflows/2.yml": hop("Numerics", after: "Python"),
        ".github/workflows/3.yml": hop("Model", after: "Numerics"),
        ".github/workflows/4.yml": """
        name: Serving
        on:
          workflow_run:
            workflows: [⟦Model⟧]
            types: [completed]
        """,
      ],
      good: [
        ".github/workflows/0.yml": "{name: System, on: push}",
        ".github/workflows/1.yml": hop("Python", after: "System"),
        ".github/workflows/2.yml": hop("Numerics", after: "Python"),
        ".github/workflows/3.yml": """
        name: Model and serving
        on:
          workflow_run:
            workflows: [Numerics]
            types: [completed]
        """,
      ]),
    check: .repository { repository in
      let chains = WorkflowChains(of: repository)
      return repository.workflows.indices.compactMap { position in
        let way = chains.longestWay(to: position)
        guard way.count > maximumHops, let first = way.first, let last = way.last else {
          return nil
        }
        let workflow = repository.workflows[position]
        let root = repository.workflows[first.upstream]
        var names = [root.title] + way.map { repository.workflows[$0.listener].title }
        if names.count > 8 { names = names.prefix(5) + ["…"] + names.suffix(2) }
        return Finding(
          "'\(workflow.title)' is \(way.count) hops from '\(root.title)', and GitHub follows "
            + "\(maximumHops): it never runs from there (\(names.joined(separator: " → ")))",
          at: workflow.location(last.entry.node),
          help: "let two workflows of the chain become jobs of one, ordered by 'needs'")
      }
    })
}

/// How many `workflow_run` hops GitHub follows from the workflow that something else started.
private let maximumHops = 3

/// A workflow of the example.
private func hop(_ name: String, after upstream: String) -> String {
  "{name: \(name), on: {workflow_run: {workflows: [\(upstream)], types: [completed]}}}"
}
