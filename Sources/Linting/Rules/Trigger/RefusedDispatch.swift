import SourceText
import YAML

extension Rule {
  /// Finds dispatches that no workflow takes.
  static let refusedDispatch = Rule(
    id: "refused-dispatch",
    summary: "A step starts a workflow that cannot be started so.",
    rationale: """
      GitHub answers a dispatch of a workflow without `workflow_dispatch` with an error. An event \
      of a type that no `repository_dispatch` names is taken and starts nothing.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_dispatch",
    severity: .error,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a workflow that only follows pushes",
      bad: [
        ".github/workflows/nightly.yml": """
        name: Nightly
        on: {schedule: [{cron: 7 3 * * *}]}
        jobs:
          start:
            runs-on: ubuntu-24.04
            steps:
              - run: ⟦gh workflow run base.yml --ref main⟧
        """,
        ".github/workflows/base.yml": "{name: Base, on: push}",
      ],
      good: [
        ".github/workflows/nightly.yml": """
        name: Nightly
        on: {schedule: [{cron: 7 3 * * *}]}
        jobs:
          start:
            runs-on: ubuntu-24.04
            steps:
              - run: gh workflow run base.yml --ref main
        """,
        ".github/workflows/base.yml": "{name: Base, on: [push, workflow_dispatch]}",
      ]),
    check: .repository { repository in
      repository.workflows.flatMap { workflow in
        workflow.jobs.flatMap { job in
          TokenEvent.all(ofJob: job, in: workflow).compactMap { event in
            repository.refusal(of: event.kind).map { message, help in
              Finding(message, at: workflow.location(event.range), help: help)
            }
          }
        }
      }
    })
}

extension Repository {
  /// Why nothing starts, and what would help; `nil` when something may.
  fileprivate func refusal(of kind: TokenEvent.Kind) -> (message: String, help: String)? {
    // A file that cannot be read may have any trigger.
    guard workflows.allSatisfy({ $0.document.diagnostics.isEmpty }) else { return nil }
    switch kind {
    case .dispatch(let name):
      guard let target = dispatched(name) else {
        // Workflows are called by their numbers, too.
        guard name.hasSuffix(".yml") || name.hasSuffix(".yaml") else { return nil }
        return (
          "there is no workflow '\(name)', so GitHub refuses the dispatch",
          "name a file in .github/workflows"
        )
      }
      let other = workflows[target]
      guard !other.triggers.isEmpty,
        !other.triggers.contains(where: { $0.event == "workflow_dispatch" })
      else { return nil }
      return (
        "'\(other.title)' has no 'workflow_dispatch', so GitHub refuses the dispatch",
        "add 'workflow_dispatch:' to its 'on'"
      )
    case .repositoryDispatch(let type):
      let isTaken = workflows.contains { workflow in
        workflow.triggers.contains { trigger in
          trigger.event == "repository_dispatch"
            && trigger.options?["types"].map { types in
              types.listedTexts.contains { text in
                text.lowercased() == type.lowercased() || text.contains("*")
              }
            } ?? true
        }
      }
      return isTaken
        ? nil
        : (
          "no workflow listens to 'repository_dispatch' of the type '\(type)', so nothing starts",
          "name the type under 'repository_dispatch' of the workflow that is meant"
        )
    case .tag, .release: return nil
    }
  }
}
