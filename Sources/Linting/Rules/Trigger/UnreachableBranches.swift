import SourceText
import YAML

extension Rule {
  /// Finds filters of `workflow_run` that no run of the other workflow can pass.
  static let unreachableBranches = Rule(
    id: "unreachable-branches",
    summary: "A workflow waits for runs on branches where the other one does not run.",
    rationale: """
      The `branches` of `workflow_run` are compared with the branch of the other run. \
      A run that `workflow_run` has started itself is always one of the default branch. When no \
      run can pass the filter, the workflow never starts, and nothing says so.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_runbranchesbranches-ignore",
    severity: .error,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a default branch that got another name",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on:
          push:
            branches: [main]
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: ⟦[master]⟧
        """,
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base
        on:
          push:
            branches: [main]
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: [main]
        """,
      ]),
    check: .repository { repository in
      repository.listeners.compactMap { listener in
        let workflow = listener.workflow
        guard let node = listener.trigger.options?["branches"] else { return nil }
        let branches = node.listedTexts
        let positives = branches.filter { !$0.hasPrefix("!") }
        let upstreams = workflow.upstreams.map { repository.bearers(of: $0) }
        guard !positives.isEmpty, !upstreams.isEmpty, upstreams.allSatisfy({ !$0.isEmpty }) else {
          return nil
        }
        let others = upstreams.flatMap(\.self).map { repository.workflows[$0] }
        let strange = repository.strangeDefault
        let mayPass = others.contains { other in
          RunBranches(of: other).mayPass(branches: branches, otherThan: strange)
        }
        guard !mayPass else { return nil }
        let isLater = others.contains { $0.triggers.allSatisfy { $0.event == "workflow_run" } }
        let why =
          isLater
          ? "the runs of \(workflow.namesOfUpstreams) are those of the default branch, whatever was "
            + "pushed"
          : "\(workflow.namesOfUpstreams) does not run on such a branch"
        return Finding(
          "no run passes this filter, so this workflow never starts: \(why)",
          at: workflow.location(node),
          help: isLater
            ? "make this a job of the workflow that the push starts"
            : "name the branches on which the other workflow runs")
      }
    })
}

extension Repository {
  /// The one of `main` and `master` that no push is named for, where pushes are named for the other.
  fileprivate var strangeDefault: String? {
    let pushed = Set(
      workflows.flatMap(\.triggers).filter { $0.event == "push" }
        .flatMap { PushFilter($0).branchPatterns ?? [] })
    switch (pushed.contains("main"), pushed.contains("master")) {
    case (true, false): return "master"
    case (false, true): return "main"
    default: return nil
    }
  }
}
