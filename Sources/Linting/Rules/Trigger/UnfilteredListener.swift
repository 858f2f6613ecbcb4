import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds workflows that move a tag after runs on any branch.
  static let unfilteredListener = Rule(
    id: "unfiltered-listener",
    summary: "A workflow publishes after runs of pull requests or of other branches.",
    rationale: """
      Without `branches`, `workflow_run` fires after every run of the other workflow: those of pull \
      requests, also from forks, and of branches nobody has merged. A tag that is always the same \
      is then moved for each of them.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#limiting-your-workflow-to-run-based-on-branches",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "an upstream that tests pull requests, too",
      bad: [
        ".github/workflows/test.yml": """
        name: Test
        on: [push, pull_request]
        """,
        ".github/workflows/publish.yml": """
        name: Publish
        on:
          ⟦workflow_run⟧:
            workflows: [Test]
            types: [completed]
        concurrency: publish
        jobs:
          publish:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with:
                  ref: ${{ github.event.workflow_run.head_sha }}
              - run: docker build -t acme/service . && docker push acme/service
        """,
      ],
      good: [
        ".github/workflows/test.yml": """
        name: Test
        on: [push, pull_request]
        """,
        ".github/workflows/publish.yml": """
        name: Publish
        on:
          workflow_run:
            workflows: [Test]
            types: [completed]
            branches: [main]
        concurrency: publish
        jobs:
          publish:
            if: >-
              github.event.workflow_run.conclusion == 'success'
              && github.event.workflow_run.event == 'push'
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with:
                  ref: ${{ github.event.workflow_run.head_sha }}
              - run: docker build -t acme/service . && docker push acme/service
        """,
      ]),
    check: .repository { repository in
      repository.listeners.compactMap { listener in
        let (workflow, options) = (listener.workflow, listener.trigger.options)
        guard listener.waitsForTheEnd, options?["branches"] == nil,
          options?["branches-ignore"] == nil
        else { return nil }
        for upstream in workflow.upstreams {
          for other in repository.bearers(of: upstream) {
            let runs = RunBranches(of: repository.workflows[other])
            guard let branch = runs.strangeBranch else { continue }
            let scenario = RunScenario.following(
              conclusion: "success",
              run: [
                ("name", upstream.name.map { .string($0) } ?? .unknown),
                ("head_branch", .string(branch)),
                ("event", .string(runs.hasPullRequests ? "pull_request" : "push")),
              ])
            let publication = repository.publications[listener.position].first { publication in
              publication.isFixed && publication.outcome(in: scenario, of: workflow) == .possible
            }
            guard let publication else { continue }
            let what = runs.hasPullRequests ? "pull requests" : "other branches"
            return Finding(
              "'\(repository.workflows[other].title)' runs for \(what), too, and after each of "
                + "these runs this workflow moves the same tag",
              at: workflow.location(listener.trigger.node),
              labels: [
                Diagnostic.Label("moved here", at: workflow.location(publication.range))
              ],
              help: "add 'branches:' with the branch that is published"
                + (runs.hasPullRequests
                  ? ", and ask for \"github.event.workflow_run.event == 'push'\"" : ""))
          }
        }
        return nil
      }
    })
}
