import SourceText
import YAML

extension Rule {
  /// Finds limits of time that a shorter one around them forestalls.
  static let innerLimitTooLong = Rule(
    id: "inner-limit-too-long",
    summary: "A limit of time is longer than the one around it.",
    rationale: """
      When a job's time is up GitHub cancels the job: a longer limit of a step never turns a hang \
      into a failed step, attempts that would come later are not made, and steps that only run when \
      the job is not cancelled are skipped.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes",
    severity: .warning,
    category: .timeout,
    fixes: .never,
    example: Example(
      "a step that may take longer than its job",
      bad: """
        on: push
        jobs:
          model:
            runs-on: ubuntu-24.04
            timeout-minutes: 30
            steps:
              - run: make model
                timeout-minutes: ⟦45⟧
        """,
      good: """
        on: push
        jobs:
          model:
            runs-on: ubuntu-24.04
            timeout-minutes: 50
            steps:
              - run: make model
                timeout-minutes: 45
        """),
    more: [
      Example(
        "attempts that the job has no time for",
        bad: """
          on: push
          jobs:
            model:
              runs-on: ubuntu-24.04
              timeout-minutes: 30
              steps:
                - uses: nick-fields/retry@v3
                  with:
                    timeout_minutes: ⟦15⟧
                    max_attempts: 3
                    command: docker pull ghcr.io/acme/model
          """,
        good: """
          on: push
          jobs:
            model:
              runs-on: ubuntu-24.04
              timeout-minutes: 30
              steps:
                - uses: nick-fields/retry@v3
                  with:
                    timeout_minutes: 5
                    max_attempts: 3
                    command: docker pull ghcr.io/acme/model
          """)
    ],
    check: .workflow { workflow, repository in
      workflow.jobs.flatMap { job -> [Finding] in
        let limits = JobLimits.all(of: job, in: workflow, repository)
        return job.steps.compactMap { step in
          limits.lazy.compactMap { finding(about: step, within: $0, in: workflow) }.first
        }
      }
    })
}

private func finding(
  about step: Step, within limits: JobLimits, in workflow: WorkflowFile
) -> Finding? {
  let jobLimit = limits.whole.minutes
  let stepLimit = limits.limit(of: step)
  if let limit = stepLimit.minutes, let jobLimit, limit > jobLimit,
    let node = step.body["timeout-minutes"]
  {
    return Finding(
      "this step may take \(TimeLimit.shown(limit)) minutes and its job \(TimeLimit.shown(jobLimit)): "
        + "a step that hangs ends with the whole job, which is then cancelled",
      at: workflow.location(node),
      help: "let the job have more time than its steps need together")
  }
  guard let bound = limits.job.innerBound(of: step, in: workflow, countingPauses: true) else {
    return nil
  }
  let outer: (whose: String, minutes: Double)
  switch stepLimit {
  case .minutes(let minutes): outer = ("the step", minutes)
  case .absent:
    guard let jobLimit else { return nil }
    outer = ("the job", jobLimit)
  case .unknown: return nil
  }
  guard bound.minutes > outer.minutes else { return nil }
  return Finding(
    "this may take \(bound.words), and \(outer.whose) ends after "
      + "\(TimeLimit.shown(outer.minutes)) minutes",
    at: SourceLocation(workflow.file, bound.range),
    help: "shorten the attempts, make fewer, or give \(outer.whose) more time")
}
