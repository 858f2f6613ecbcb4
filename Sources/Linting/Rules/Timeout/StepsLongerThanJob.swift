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
    check: .workflow { workflow, repository in
      workflow.jobs.compactMap { job in
        guard let node = job.body["timeout-minutes"] else { return nil }
        let steps = job.stepsInOrder
        return JobLimits.all(of: job, in: workflow, repository).lazy.compactMap {
          limits -> Finding? in
          guard let limit = limits.whole.minutes,
            let sum = sum(of: steps, within: limits, in: workflow), sum > limit
          else { return nil }
          return Finding(
            "the limits of its steps are \(TimeLimit.shown(sum)) minutes together and job "
              + "'\(job.id)' has \(TimeLimit.shown(limit)): it may be cancelled while every step is "
              + "within its limit",
            at: workflow.location(node),
            help: "give the job at least \(TimeLimit.shown(sum)) minutes, and some for what has no "
              + "limit")
        }.first
      }
    })
}

/// The minutes that steps may take together; `nil` for a single one, and where one is too long by
/// itself: that has its own rule.
private func sum(
  of steps: [Step], within limits: JobLimits, in workflow: WorkflowFile
) -> Double? {
  let bounds = steps.compactMap { step -> Double? in
    switch limits.limit(of: step) {
    case .minutes(let minutes): minutes
    case .absent: limits.job.innerBound(of: step, in: workflow, countingPauses: true)?.minutes
    case .unknown: nil
    }
  }
  guard bounds.count > 1, let limit = limits.whole.minutes, bounds.allSatisfy({ $0 <= limit })
  else {
    return nil
  }
  return bounds.reduce(0, +)
}

extension Job {
  /// The steps that one and the same run makes one after the other: those that need nothing else
  /// than success, and further attempts of steps that may fail.
  fileprivate var stepsInOrder: [Step] {
    let attempts = steps.filter { $0.body["continue-on-error"]?.plainText == "true" }
      .compactMap(\.id)
    return steps.filter { step in
      step.body["background"] == nil
        && StepFate.success.runs(step.body["if"], failed: attempts) == true
    }
  }
}
