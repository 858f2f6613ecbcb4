import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds publishing runs that a newer run ends midway.
  static let cancelledPublisher = Rule(
    id: "cancelled-publisher",
    summary: "A newer run ends one that is publishing.",
    rationale: """
      With `cancel-in-progress` a second push kills the run of the first one wherever it is: some \
      images or tags are published and others are not, and workflows that wait for the run see it \
      cancelled. On a busy day nothing gets through at all.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency",
    severity: .warning,
    category: .concurrency,
    fixes: .sometimes,
    example: Example(
      "a workflow that pushes an image",
      bad: """
        name: Image
        on:
          push: {branches: [main]}
        concurrency:
          group: image
          cancel-in-progress: ⟦true⟧
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: docker build -t acme/service . && docker push acme/service
        """,
      good: """
        name: Image
        on:
          push: {branches: [main]}
        concurrency:
          group: image
          cancel-in-progress: false
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: docker build -t acme/service . && docker push acme/service
        """),
    more: [
      Example(
        "pull requests and pushes in one workflow",
        bad: """
          name: Image
          on:
            pull_request:
            push: {branches: [main]}
          concurrency:
            group: image-${{ github.ref }}
            cancel-in-progress: ⟦true⟧
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v7
                  with:
                    push: ${{ github.event_name != 'pull_request' }}
                    tags: acme/service
          """,
        good: """
          name: Image
          on:
            pull_request:
            push: {branches: [main]}
          concurrency:
            group: image-${{ github.ref }}
            cancel-in-progress: ${{ github.event_name == 'pull_request' }}
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v7
                  with:
                    push: ${{ github.event_name != 'pull_request' }}
                    tags: acme/service
          """)
    ],
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        let publications = repository.publications[position].filter(\.isImage)
        guard !publications.isEmpty else { return [] }
        // A called workflow runs for what starts its callers.
        let callers = repository.workflows.filter { other in
          other.jobs.contains { $0.localCall == workflow.file.name }
        }
        let scenarios = ([workflow] + callers).flatMap(\.publishingScenarios)
        let own = workflow.concurrency.map { [($0, publications)] } ?? []
        let jobs = workflow.jobs.enumerated().compactMap { number, job in
          job.concurrency.map { ($0, publications.filter { $0.job == number }) }
        }
        return (own + jobs).compactMap { group, publications in
          guard let cancels = group.cancels, !group.isPerRun else { return nil }
          let cancelled = publications.first { publication in
            scenarios.contains { scenario in
              publication.mayHappen(in: scenario, of: workflow) && scenario.isCertain(cancels)
            }
          }
          guard let cancelled else { return nil }
          return Finding(
            "a newer run ends this one even while job '\(workflow.jobs[cancelled.job].id)' is "
              + "publishing: what is pushed by then stays, and the rest is missing",
            at: workflow.location(cancels),
            labels: [
              Diagnostic.Label("published here", at: workflow.location(cancelled.range))
            ],
            help: "let runs that publish wait for each other: 'cancel-in-progress: false'",
            fixes: group.alwaysCancels && cancels.alias == nil
              && !workflow.triggers.contains { $0.event.hasPrefix("pull_request") }
              ? [Fix("Let newer runs wait", .unsafe, [Edit(cancels.range, "false")])] : [])
        }
      }
    })
}

extension WorkflowFile {
  /// The kinds of runs of which several follow each other on one branch, each on another commit.
  fileprivate var publishingScenarios: [RunScenario] {
    triggers.flatMap { trigger -> [RunScenario] in
      switch trigger.event {
      case "push":
        let filter = PushFilter(trigger)
        guard filter.takesBranches else { return [] }
        // Pushes to branches with a pattern for a name may stand for pull requests.
        let named = filter.branchPatterns?.filter { !$0.contains { "*?+[!\\".contains($0) } } ?? []
        let usual = ["main", "master"].first { filter.takes(branch: $0) }.map { [$0] } ?? []
        return (named.isEmpty ? usual : named).map { name in
          RunScenario(
            event: "push",
            github: [
              ("ref", .string("refs/heads/\(name)")), ("ref_name", .string(name)),
              ("ref_type", .string("branch")), ("head_ref", .string("")),
            ])
        }
      case "workflow_run": return [.following(conclusion: "success")]
      case "schedule", "workflow_dispatch", "repository_dispatch":
        return [RunScenario(event: trigger.event)]
      default: return []
      }
    }
  }
}

extension RunScenario {
  /// Whether a value is true for certain in such a run.
  fileprivate func isCertain(_ condition: Node) -> Bool {
    ExpressionNode(condition: condition).map { value(of: $0).truth == true } ?? false
  }
}
