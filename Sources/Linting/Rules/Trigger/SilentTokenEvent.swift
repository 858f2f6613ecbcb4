import SourceText
import YAML

extension Rule {
  /// Finds what is done with the run's token and starts nothing, although a workflow waits for it.
  static let silentTokenEvent = Rule(
    id: "silent-token-event",
    summary: "A workflow waits for an event that another one causes with its own token.",
    rationale: """
      What a run does with `GITHUB_TOKEN` starts no other run, lest workflows start each other \
      for ever: neither pushes and tags nor releases do. Only dispatches do, and when a run that \
      was dispatched so has ended, workflows that wait for it by `workflow_run` are reported not \
      to start.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/trigger-a-workflow#triggering-a-workflow-from-a-workflow",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a release that should publish images",
      bad: [
        ".github/workflows/release.yml": """
        name: Release
        on: {push: {branches: [main]}}
        jobs:
          release:
            runs-on: ubuntu-24.04
            permissions: {contents: write}
            steps:
              - run: ⟦gh release create "v$(cat VERSION)"⟧
                env:
                  GH_TOKEN: ${{ github.token }}
        """,
        ".github/workflows/images.yml": """
        name: Images
        on: {release: {types: [published]}}
        """,
      ],
      good: [
        ".github/workflows/release.yml": """
        name: Release
        on: {push: {branches: [main]}}
        jobs:
          release:
            runs-on: ubuntu-24.04
            permissions: {contents: write}
            steps:
              - run: gh release create "v$(cat VERSION)"
                env:
                  GH_TOKEN: ${{ secrets.RELEASE_TOKEN }}
        """,
        ".github/workflows/images.yml": """
        name: Images
        on: {release: {types: [published]}}
        """,
      ]),
    more: [
      Example(
        "a dispatch that was to start a chain anew",
        bad: [
          ".github/workflows/nightly.yml": """
          name: Nightly
          on: {schedule: [{cron: 7 3 * * *}]}
          jobs:
            start:
              runs-on: ubuntu-24.04
              permissions: {actions: write}
              steps:
                - run: ⟦gh workflow run base.yml⟧
                  env:
                    GH_TOKEN: ${{ secrets.GITHUB_TOKEN }}
          """,
          ".github/workflows/base.yml": "{name: Base, on: workflow_dispatch}",
          ".github/workflows/service.yml": """
          name: Service
          on: {workflow_run: {workflows: [Base], types: [completed]}}
          """,
        ],
        good: [
          ".github/workflows/nightly.yml": """
          name: Nightly
          on: {schedule: [{cron: 7 3 * * *}]}
          jobs:
            start:
              runs-on: ubuntu-24.04
              permissions: {actions: write}
              steps:
                - run: gh workflow run base.yml
                  env:
                    GH_TOKEN: ${{ secrets.CHAIN_TOKEN }}
          """,
          ".github/workflows/base.yml": "{name: Base, on: workflow_dispatch}",
          ".github/workflows/service.yml": """
          name: Service
          on: {workflow_run: {workflows: [Base], types: [completed]}}
          """,
        ])
    ],
    check: .repository { repository in
      repository.workflows.flatMap { workflow in
        workflow.jobs.flatMap { job in
          TokenEvent.all(ofJob: job, in: workflow).compactMap { event in
            guard event.isByRunToken == true,
              let (listener, trigger) = repository.listener(to: event.kind)
            else { return nil }
            let what =
              switch event.kind {
              case .tag: "a tag that is pushed"
              case .release: "a release that is made"
              default: "the end of a run that is dispatched"
              }
            return Finding(
              "\(what) with GITHUB_TOKEN starts no other run, so '\(listener.title)' does not follow",
              at: workflow.location(event.range),
              labels: [Diagnostic.Label("waits for it", at: listener.location(trigger))],
              help: "use the token of an app, or start '\(listener.title)' from here by a dispatch "
                + "or a call")
          }
        }
      }
    })
}

extension Repository {
  /// A workflow that waits for what a step causes, and where it says so; `nil` when none does.
  fileprivate func listener(to kind: TokenEvent.Kind) -> (WorkflowFile, Node)? {
    for workflow in workflows {
      for trigger in workflow.triggers {
        switch (kind, trigger.event) {
        case (.tag, "push"):
          if PushFilter(trigger).tagPatterns.map({ !$0.isEmpty }) ?? false {
            return (workflow, trigger.node)
          }
        case (.release, "release"): return (workflow, trigger.node)
        case (.dispatch(let name), "workflow_run"):
          let target = dispatched(name)
          let entry = workflow.upstreams.first { upstream in
            bearers(of: upstream).contains { $0 == target }
          }
          if let entry { return (workflow, entry.node) }
        default: break
        }
      }
    }
    return nil
  }
}
