import SourceText
import YAML

extension Rule {
  /// Finds workflows that start before the one they wait for has done anything.
  static let earlyStart = Rule(
    id: "early-start",
    summary: "A workflow does not wait for the end of the one that it follows.",
    rationale: """
      The types `requested` and `in_progress` of `workflow_run` fire before the other run has \
      built anything, and its conclusion is still empty then. What is published then stands on the \
      images of yesterday, and a condition that asks for the conclusion is never met.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .error,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a build that starts with its base",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on: push
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: ⟦[requested]⟧
        jobs:
          service:
            runs-on: ubuntu-24.04
            steps:
              - run: docker build -t acme/service . && docker push acme/service
        """,
      ],
      good: [
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
            branches: [main]
        concurrency: service
        jobs:
          service:
            if: github.event.workflow_run.conclusion == 'success'
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
        let workflow = listener.workflow
        // Whoever names no type has not chosen these.
        guard let types = listener.trigger.options?["types"] else { return nil }
        let early = listener.types.filter { ["requested", "in_progress"].contains($0) }
        let scenarios = early.map { RunScenario.following(conclusion: nil, action: $0) }
        guard !scenarios.isEmpty else { return nil }
        let publication = repository.publications[listener.position].first { publication in
          scenarios.contains { publication.outcome(in: $0, of: workflow) == .possible }
        }
        if let publication {
          return Finding(
            "job '\(workflow.jobs[publication.job].id)' publishes when the run that it follows "
              + "has not built anything yet: '\(early.joined(separator: "', '"))' fires before",
            at: workflow.location(types),
            help: "wait for the end of the other run: 'types: [completed]'")
        }
        guard !listener.waitsForTheEnd, !workflow.jobs.isEmpty,
          let gated = workflow.jobs.indices.first(where: { workflow.jobs[$0].asksForConclusion }),
          scenarios.allSatisfy({ $0.outcome(ofJob: gated, in: workflow) == .never })
        else { return nil }
        return Finding(
          "job '\(workflow.jobs[gated].id)' never runs: it asks how the other run has ended, and "
            + "'\(early.joined(separator: "', '"))' fires before that is known",
          at: workflow.location(types),
          help: "wait for the end of the other run: 'types: [completed]'")
      }
    })
}

extension Job {
  /// Whether its condition asks how the run has ended that it follows.
  fileprivate var asksForConclusion: Bool {
    body["if"]?.utf8?.holds("workflow_run.conclusion") ?? false
  }
}
