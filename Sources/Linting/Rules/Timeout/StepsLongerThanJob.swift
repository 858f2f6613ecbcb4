import SourceText
import YAML

extension Rule {
  /// Finds jobs whose steps may together take longer than the job.
  static let stepsLongerThanJob = Rule(
    id: "steps-longer-than-job",
    summary: "The limits of a job's steps are together longer than that of the job.",
    rationale: """
      Each step may stay within its own limit, and the job is cancelled all the same: in the middle \
      of a push, and without the steps that only run when the job is not cancelled.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes",
    severity: .warning,
    category: .timeout,
    fixes: .never,
    example: Example(
      "two builds in a job with time for one",
      bad: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            timeout-minutes: ⟦45⟧
            steps:
              - run: make base
                timeout-minutes: 30
              - run: make service
                timeout-minutes: 30
        """,
      good: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            timeout-minutes: 65
            steps:
              - run: make base
                timeout-minutes: 30
              - run: make service
                timeout-minutes: 30
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.compactMap { job in
        guard let limit = job.limit.minutes, let node = job.body["timeout-minutes"] else {
          return nil
        }
        // Those that run in one and the same run: a step with a condition of its own may not.
        let bounds = job.steps.filter(\.runsInOrder).compactMap { step -> Double? in
          switch job.limit(of: step) {
          case .minutes(let minutes): minutes
          case .absent: job.innerBound(of: step, in: workflow)?.minutes
          case .unknown: nil
          }
        }
        let sum = bounds.reduce(0, +)
        // One that is too long by itself has its own rule.
        guard sum > limit, bounds.count > 1, !bounds.contains(where: { $0 > limit }) else {
          return nil
        }
        return Finding(
          "the limits of its steps are \(TimeLimit.shown(sum)) minutes together and job '\(job.id)' "
            + "has \(TimeLimit.shown(limit)): it may be cancelled while every step is within its limit",
          at: workflow.location(node),
          help:
            "give the job at least \(TimeLimit.shown(sum)) minutes and some for what has no limit")
      }
    })
}

extension Step {
  /// Whether it runs in every run that goes well, after the steps before it.
  fileprivate var runsInOrder: Bool {
    body["background"] == nil && StepFate.success.runs(body["if"]) == true
  }
}
