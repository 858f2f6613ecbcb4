internal import Manifest
internal import SourceText
internal import Workflows

extension StageWorkflow {
  /// The job that looks at the branch's tip and at the registry, and decides per image.
  func planJob() -> Job {
    var job = Job(id: "plan", name: "Plan", runner: manifest.runner, timeout: 0)
    job.condition = guardCondition
    job.permissions = permissions(packages: "read", stage.hasUpstreams ? ["actions": "read"] : [:])
    job.outputs = [("sha", "${{ steps.plan.outputs.sha }}")]
    switch stage.work {
    case .builds(let builds):
      job.outputs += builds.map { ($0.id, "${{ steps.plan.outputs.\($0.id) }}") }
      job.outputs += [
        ("promote", "${{ steps.plan.outputs.promote }}"),
        ("errors", "${{ steps.plan.outputs.errors }}"),
      ]
    case .task:
      job.outputs += [
        ("run", "${{ steps.plan.outputs.run }}"), ("digest", "${{ steps.plan.outputs.digest }}"),
      ]
    }
    if setsCommitStatus { job.outputs.append(("outlook", "${{ steps.plan.outputs.outlook }}")) }
    job.steps =
      [checkout("Check out the tip of \(manifest.branch)", ref: manifest.branch)] + credentialSteps
      + [
        script(
          "Decide what to do", "plan", id: "plan", timeout: Minutes.plan, env: planEnvironment)
      ]
    job.timeout = Minutes.needed(by: job.steps)
    return job
  }

  private var planEnvironment: [(name: String, value: String)] {
    var env = [("WFGEN_STAGE", stage.id)]
    switch stage.work {
    case .builds:
      env += [
        ("EVENT", "${{ github.event_name }}"),
        ("REBUILD", "${{ inputs.rebuild || 'stale' }}"),
      ]
      env += parentsVariable(for: stage.images)
    case .task(let task, _):
      env += [
        ("WFGEN_TASK", task.name.value),
        ("EVENT", "${{ github.event_name }}"),
        (
          "UPSTREAM_RUN",
          "${{ github.event.workflow_run.id }}.${{ github.event.workflow_run.run_attempt }}"
        ),
      ]
    }
    // Whether something that leads to this stage is under way.
    if stage.hasUpstreams { env.append(("GITHUB_TOKEN", "${{ github.token }}")) }
    return env + registryEnvironment
  }

  /// The last job: moves the mutable tags to what the tip's content tags hold.
  func promoteJob() -> Job {
    var job = Job(id: "promote", name: "Promote", runner: manifest.runner, timeout: 0)
    job.needs = ["plan"] + stage.buildJobs.map(\.id)
    job.condition =
      "!cancelled() && needs.plan.result == 'success' && needs.plan.outputs.promote == 'true'"
    job.permissions = permissions(packages: "write")
    job.steps =
      [checkout("Check out the tip of \(manifest.branch)", ref: manifest.branch)] + credentialSteps
      + [
        script(
          "Move the mutable tags", "promote", timeout: Minutes.promote,
          env: [
            ("WFGEN_STAGE", stage.id),
            ("SHA", "${{ needs.plan.outputs.sha }}"),
            ("RUN_ATTEMPT", "${{ github.run_attempt }}"),
            ("ERRORS", "${{ needs.plan.outputs.errors }}"),
          ] + registryEnvironment)
      ]
    job.timeout = Minutes.needed(by: job.steps)
    return job
  }

  /// The job of a task, in the image of its commit.
  func taskJob(_ task: TaskSpec, _ image: ResolvedImage) -> Job {
    var job = Job(
      id: task.name.value, name: task.title, runner: task.extras.runner?.value ?? manifest.runner,
      timeout: TaskSpec.defaultTimeout)
    job.needs = ["plan"]
    job.condition = "needs.plan.outputs.run == 'true'"
    job.permissions = permissionsWithoutSteps(packages: "read", task.extras.grants)
    job.environment = task.extras.environment?.value
    // Plans of a task may overlap, its executions may not; a newer one replaces one that waits.
    job.concurrency = Concurrency(group: stage.concurrencyGroup, cancelInProgress: false)
    job.container = Job.Container(
      image: "\(image.repository)@${{ needs.plan.outputs.digest }}",
      credentials: pipeline.credentialsWithoutSteps.map {
        .init(username: $0.user, password: $0.password)
      })
    job.env = task.extras.environmentVariables
    job.steps =
      refusalOfOldCommits
      + [checkout("Check out the planned commit", ref: "${{ needs.plan.outputs.sha }}")]
      + JobExtras.steps(task.steps)
    let needed = min(Minutes.maximum, Minutes.needed(by: job.steps))
    job.timeout = task.timeout?.value ?? max(TaskSpec.defaultTimeout, needed)
    return job
  }

  /// Ends a re-run of this job alone when the branch has moved on: it repeats an old plan, and what
  /// a task does, such as a deployment, must not go back to an older commit. In a container without
  /// git the checkout is a download that names no commit: then nothing tells.
  private var refusalOfOldCommits: [Step] {
    var tip = checkout("See where \(manifest.branch) is now", ref: manifest.branch)
    tip.id = "tip"
    tip.condition = "github.run_attempt != '1'"
    let refusal = Step(
      "Refuse an older commit",
      if: "steps.tip.outputs.commit != '' && steps.tip.outputs.commit != needs.plan.outputs.sha",
      timeout: Minutes.summary,
      env: [
        ("PLANNED", "${{ needs.plan.outputs.sha }}"), ("TIP", "${{ steps.tip.outputs.commit }}"),
      ],
      .run(
        "echo \"::error::this re-run is of $PLANNED, but \(manifest.branch) has moved on to $TIP:"
          + " re-run all jobs instead\"\nexit 1"))
    return [tip, refusal]
  }
}
