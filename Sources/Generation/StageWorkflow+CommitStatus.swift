internal import Manifest
internal import Workflows

extension StageWorkflow {
  /// Whether the workflow says at the commit how it ended: the manifest asks for that, and nothing
  /// follows it that would say more.
  var setsCommitStatus: Bool {
    manifest.wait.setsCommitStatus && !pipeline.stages.contains { $0.upstream.contains(stage.id) }
  }

  /// The job that sets the commit status, whatever became of the others. No other job may do that.
  func commitStatusJob(after jobs: [String]) -> Job {
    var job = Job(
      id: "commit-status", name: "Commit status", runner: manifest.runner,
      timeout: Minutes.checkout + Minutes.summary + Minutes.overhead)
    job.needs = jobs
    // A run of another repository or branch plans nothing, and has nothing to say.
    job.condition = "!cancelled() && needs.plan.result != 'skipped'"
    job.permissions = ["contents": "read", "statuses": "write"]
    job.steps = [
      checkout(
        "Check out the planned commit",
        ref: "${{ needs.plan.outputs.sha || '\(manifest.branch)' }}"),
      script(
        "Set the status", "commit-status", timeout: Minutes.summary,
        env: [
          ("CONTEXT", "wfgen/\(stage.id)"),
          ("SHA", "${{ needs.plan.outputs.sha }}"),
          ("RESULTS", jobs.map { "${{ needs.\($0).result }}" }.joined(separator: " ")),
          ("OUTLOOK", "${{ needs.plan.outputs.outlook }}"),
        ] + taskName + [("GITHUB_TOKEN", "${{ github.token }}")]),
    ]
    return job
  }

  private var taskName: [(name: String, value: String)] {
    if case .task(let task, _) = stage.work { [("WFGEN_TASK", task.name.value)] } else { [] }
  }
}
