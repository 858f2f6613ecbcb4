import SourceText
import YAML

extension Rule {
  /// Finds upstreams of `workflow_run` that no workflow is named after.
  static let unknownUpstream = Rule(
    id: "unknown-upstream",
    summary: "A workflow waits for a workflow that does not exist.",
    rationale: """
      GitHub finds the workflows that `workflow_run` listens to by their `name`, letter for \
      letter. A name that no workflow has is no error: no run ever starts, and nothing says so.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .error,
    category: .trigger,
    fixes: .sometimes,
    example: Example(
      "a name in another case",
      bad: [
        ".github/workflows/base.yml": """
        name: Base image
        on: push
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [⟦Base Image⟧]
            types: [completed]
        """,
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base image
        on: push
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base image]
            types: [completed]
        """,
      ]),
    more: [
      Example(
        "the name of a file",
        bad: [
          ".github/workflows/base.yml": """
          name: Base image
          on: push
          """,
          ".github/workflows/service.yml": """
          name: Service
          on:
            workflow_run:
              workflows:
                - ⟦base.yml⟧
              types: [completed]
          """,
        ],
        good: [
          ".github/workflows/base.yml": """
          name: Base image
          on: push
          """,
          ".github/workflows/service.yml": """
          name: Service
          on:
            workflow_run:
              workflows:
                - Base image
              types: [completed]
          """,
        ])
    ],
    check: .repository { repository in
      // A file that cannot be read may have any name.
      let isComplete = repository.workflows.allSatisfy { workflow in
        if case .unreadable = workflow.name { false } else { true }
      }
      guard isComplete else { return [] }
      return repository.workflows.flatMap { workflow in
        workflow.upstreams.compactMap { upstream in
          guard let name = upstream.name, !repository.mayHaveWorkflow(named: name) else {
            return nil
          }
          return Finding(
            "no workflow is named '\(name)', so it never starts this one",
            at: workflow.location(upstream.node),
            fixes: repository.closestName(to: name).map { [upstream.fix(naming: $0)] } ?? [])
        }
      }
    })
}

extension Repository {
  /// Whether a workflow of this name may exist.
  ///
  /// A workflow without a name is displayed as its path; whether it can be listened to by that
  /// is not documented. The workflows that GitHub adds by itself have no file.
  fileprivate func mayHaveWorkflow(named name: String) -> Bool {
    if positions[name] != nil || managedWorkflows.contains(name) { return true }
    return workflows.contains { workflow in
      if case .absent = workflow.name { workflow.file.name == name } else { false }
    }
  }

  /// The name that was most likely meant: that of the file, if it is one's, or else the closest.
  fileprivate func closestName(to name: String) -> String? {
    let named = workflows.first { workflow in
      workflow.file.name == name || workflow.file.name.hasSuffix("/" + name)
    }
    return named?.name.text ?? closestSpelling(of: name, among: positions.keys)
  }
}

extension WorkflowFile.Upstream {
  fileprivate func fix(naming name: String) -> Fix {
    let isSameButCase = name.lowercased() == self.name?.lowercased()
    return Fix(
      "Listen to '\(name)'", isSameButCase ? .unsafe : .suggestion,
      [Edit(node.range, node.rewritten(as: Self.pattern(for: name)))])
  }
}

/// The names of workflows that GitHub runs without a file in the repository, as features are
/// switched on in its settings.
private let managedWorkflows: Set<String> = [
  "pages-build-deployment", "pages build and deployment", "CodeQL", "Dependabot Updates",
  "Dependency Graph", "Automatic Dependency Submission", "Copilot", "Copilot coding agent",
  "Copilot code review", "Copilot Setup Steps",
]
