import SourceText
import YAML

extension Rule {
  /// Finds upstreams of `workflow_run` that have no runs.
  static let idleUpstream = Rule(
    id: "idle-upstream",
    summary: "A workflow waits for one that has no runs of its own.",
    rationale: """
      A workflow that is only called is a part of its caller's run, which bears the caller's \
      name. One that only follows such a workflow, or follows itself, never starts. \
      Nothing says so: whoever waits for it waits for ever.
      """,
    source: "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows",
    severity: .error,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a reusable workflow",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on: workflow_call
        """,
        ".github/workflows/images.yml": """
        name: Images
        on: push
        jobs:
          base: {uses: ./.github/workflows/base.yml}
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [⟦Base⟧]
            types: [completed]
        """,
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base
        on: workflow_call
        """,
        ".github/workflows/images.yml": """
        name: Images
        on: push
        jobs:
          base: {uses: ./.github/workflows/base.yml}
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Images]
            types: [completed]
        """,
      ]),
    check: .repository { repository in
      let startable = repository.startable
      return repository.workflows.flatMap { workflow in
        workflow.upstreams.compactMap { upstream in
          let named = upstream.name.flatMap { repository.positions[$0] } ?? []
          guard let first = named.first, named.allSatisfy({ !startable.contains($0) }) else {
            return nil
          }
          let other = repository.workflows[first]
          let why =
            other.isOnlyCalled
            ? "is only called by other workflows and has no runs of its own"
            : "never runs: it only follows workflows that do not run either"
          return Finding(
            "'\(other.title)' \(why), so it never starts this workflow",
            at: workflow.location(upstream.node),
            help: other.isOnlyCalled
              ? "name the workflow that calls it\(repository.callers(of: first))"
              : "give '\(other.title)' an event that starts it")
        }
      }
    })
}

extension Repository {
  /// The workflows that may have runs of their own.
  ///
  /// One without readable triggers may, and so may one that listens to a pattern or to a workflow
  /// that is not here: other rules speak about these.
  fileprivate var startable: Set<Int> {
    var listeners: [Int: [Int]] = [:]
    var waiting: [Int] = []
    for (position, workflow) in workflows.enumerated() {
      var mayStart = workflow.isRoot || workflow.triggers.isEmpty
      for upstream in workflow.upstreams {
        let named = upstream.name.flatMap { positions[$0] } ?? []
        if named.isEmpty { mayStart = true }
        for other in named { listeners[other, default: []].append(position) }
      }
      if mayStart { waiting.append(position) }
    }
    var startable: Set<Int> = []
    while let next = waiting.popLast() {
      if startable.insert(next).inserted { waiting += listeners[next] ?? [] }
    }
    return startable
  }

  /// The names of the workflows that call one, as a list in brackets; empty when none does.
  fileprivate func callers(of position: Int) -> String {
    let path = workflows[position].file.name
    let names = workflows.filter { workflow in
      workflow.jobs.contains { $0.localCall == path }
    }.map { "'\($0.title)'" }
    return names.isEmpty ? "" : ": " + names.joined(separator: ", ")
  }
}
