import SourceText
import YAML

extension Rule {
  /// Finds jobs that publish although the run before them has failed.
  static let ungatedListener = Rule(
    id: "ungated-listener",
    summary: "A job publishes after a run that failed.",
    rationale: """
      `workflow_run` starts a workflow however the other run has ended: after a failure and after \
      a cancellation too. Only a condition on the conclusion keeps a job from publishing what \
      stands on the last good image, or what tests have just refused.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#running-a-workflow-based-on-the-conclusion-of-another-workflow",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a build without a condition",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on: {push: {branches: [main]}}
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
          ⟦service⟧:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with:
                  ref: ${{ github.event.workflow_run.head_sha }}
              - run: docker build -t acme/service . && docker push acme/service
        """,
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base
        on: {push: {branches: [main]}}
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
      repository.listeners.flatMap { listener -> [Finding] in
        let workflow = listener.workflow
        guard listener.waitsForTheEnd, !workflow.upstreams.isEmpty else { return [] }
        var seen: Set<Int> = []
        return repository.publications[listener.position].compactMap { publication in
          let bad = ["failure", "cancelled"].first { conclusion in
            publication.outcome(in: .following(conclusion: conclusion), of: workflow) == .possible
          }
          let job = workflow.jobs[publication.job]
          guard let bad, !workflow.mentionsConclusion(around: publication.job),
            seen.insert(publication.job).inserted
          else { return nil }
          let end = bad == "failure" ? "failed" : "was cancelled"
          return Finding(
            "job '\(job.id)' publishes after a run of \(workflow.namesOfUpstreams) that \(end), too",
            at: workflow.location(job.body["if"] ?? job.key),
            labels: [Diagnostic.Label("published here", at: workflow.location(publication.range))],
            help: "add \"if: github.event.workflow_run.conclusion == 'success'\" to the job")
        }
      }
    })
}

extension WorkflowFile {
  /// The place of a range in this file.
  func location(_ range: SourceRange) -> SourceLocation { SourceLocation(file, range) }

  /// The workflows it listens to, for messages.
  var namesOfUpstreams: String {
    upstreams.compactMap(\.node.text).map { "'\($0)'" }.joined(separator: " or ")
  }

  /// Whether a step of a job, or of one before it, reads the conclusion: a script may stop then.
  fileprivate func mentionsConclusion(around job: Int) -> Bool {
    ([job] + ancestors[job]).contains { position in
      guard let steps = jobs[position].body["steps"] else { return false }
      return file.bytes[steps.range.start..<steps.range.end].holds("workflow_run.conclusion")
    }
  }
}
