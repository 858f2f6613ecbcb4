import SourceText
import YAML

extension Rule {
  /// Finds jobs that call a workflow and limit its time.
  static let callTimeout = Rule(
    id: "call-timeout",
    summary: "A job that calls a workflow sets a time limit.",
    rationale: """
      A job with `uses` may not have `timeout-minutes`: GitHub refuses the whole file. The limit \
      belongs to the jobs of the called workflow; a caller can hand it over as an input.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#supported-keywords-for-jobs-that-call-a-reusable-workflow",
    severity: .error,
    category: .limit,
    fixes: .never,
    example: Example(
      "a limit beside the call",
      bad: """
        on: push
        jobs:
          compiler:
            ⟦timeout-minutes⟧: 90
            uses: ./.github/workflows/build.yml
        """,
      good: """
        on: push
        jobs:
          compiler:
            uses: ./.github/workflows/build.yml
            with: {minutes: 90}
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.compactMap { job in
        guard job.body["uses"] != nil, let entry = job.body.entry("timeout-minutes") else {
          return nil
        }
        return Finding(
          "a job that calls a workflow may not set 'timeout-minutes': GitHub refuses the file",
          at: workflow.location(entry.key),
          help: "set it on the jobs of the called workflow, by an input if it differs")
      }
    })
}
