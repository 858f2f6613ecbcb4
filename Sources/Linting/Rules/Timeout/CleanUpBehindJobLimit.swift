import SourceText
import YAML

extension Rule {
  /// Finds clean-ups that are skipped when the step before them hangs.
  static let cleanUpBehindJobLimit = Rule(
    id: "clean-up-behind-job-limit",
    summary: "A build without a limit of its own stands before a clean-up that must run.",
    rationale: """
      When a step hangs and nothing but the job's limit ends it, the job is cancelled. A clean-up \
      under `!cancelled()` or `failure()` is skipped then: on a machine of one's own the half-built \
      layers stay, in exactly the case that the clean-up was written for. A limit of the step turns \
      the hang into a failed step, and the clean-up runs.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepstimeout-minutes",
    severity: .warning,
    category: .timeout,
    fixes: .never,
    example: Example(
      "a build that may hang on a machine of one's own",
      bad: """
        on: push
        jobs:
          encoder:
            runs-on: [self-hosted, linux]
            timeout-minutes: 45
            steps:
              - run: ⟦docker build --tag encoder .⟧
              - if: ${{ !cancelled() }}
                timeout-minutes: 3
                run: docker image prune --force
        """,
      good: """
        on: push
        jobs:
          encoder:
            runs-on: [self-hosted, linux]
            timeout-minutes: 45
            steps:
              - run: docker build --tag encoder .
                timeout-minutes: 30
              - if: ${{ !cancelled() }}
                timeout-minutes: 3
                run: docker image prune --force
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow in
        workflow.jobs.indices.compactMap { number in
          finding(inJob: number, of: position, in: repository)
        }
      }
    })
}

private func finding(inJob number: Int, of index: Int, in repository: Repository) -> Finding? {
  let workflow = repository.workflows[index]
  let job = workflow.jobs[number]
  guard let cleanUp = job.fragileCleanUp(in: workflow) else { return nil }
  let limits = JobLimits.all(of: job, in: workflow, repository)
  let builds = Set(
    repository.effects.effects(ofJob: number, in: index).filter(\.kind.isLong).map(\.place.step))
  for (position, step) in job.steps.enumerated().prefix(cleanUp.position) {
    guard builds.contains(position) || step.isImageBuild || step.action == "nick-fields/retry",
      limits.contains(where: { isOpen(step, within: $0, in: workflow) })
    else { continue }
    return Finding(
      "when this step hangs only the job's limit ends it, the job is then cancelled, and the "
        + "clean-up behind it is skipped",
      at: workflow.location(step.body["run"] ?? step.named),
      labels: [
        Diagnostic.Label("the clean-up", at: SourceLocation(workflow.file, cleanUp.range))
      ],
      help: "give this step 'timeout-minutes' below the job's, or let the clean-up run under "
        + "'always()'")
  }
  return nil
}

/// Whether nothing ends a step before its job's time is up.
private func isOpen(_ step: Step, within limits: JobLimits, in workflow: WorkflowFile) -> Bool {
  if case .unknown = limits.whole { return false }
  let most = limits.whole.minutes ?? Job.defaultLimit
  switch limits.limit(of: step) {
  case .minutes(let minutes): return minutes >= most
  case .unknown: return false
  case .absent:
    return limits.job.innerBound(of: step, in: workflow, countingPauses: false).map {
      $0.minutes >= most
    } ?? true
  }
}

extension Job {
  /// The first clean-up that runs after a failure but not when the job is cancelled, where leftovers
  /// stay: on a machine of one's own.
  fileprivate func fragileCleanUp(in workflow: WorkflowFile) -> CleanUp? {
    guard runsOnly(where: \.isSelfHosted) else { return nil }
    return workflow.cleanUps(of: self).first { cleanUp in
      let condition = cleanUp.step.body["if"]
      return StepFate.failure.runs(condition) == true
        && StepFate.cancelled.runs(condition) == false
    }
  }
}

extension Effect.Kind {
  /// Whether it may take long: what a registry or a build has a part in.
  fileprivate var isLong: Bool {
    switch self {
    case .build, .write, .pull, .run: true
    default: false
    }
  }
}
