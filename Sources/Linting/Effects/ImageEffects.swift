/// What the workflows of a repository build and publish.
struct ImageEffects: Sendable {
  /// The builds, in the order of workflows, jobs, combinations and steps.
  private(set) var builds: [ImageBuild] = []
  /// The tags that are written, in the same order.
  private(set) var writes: [TagWrite] = []

  init(of workflows: [WorkflowFile], slug: String?) {
    for (workflowPosition, workflow) in workflows.enumerated() {
      for (jobPosition, job) in workflow.jobs.enumerated() where Self.mayBuild(job) {
        for (legPosition, leg) in MatrixLeg.all(of: job).enumerated() {
          let place = Place(
            workflow: workflowPosition, job: jobPosition, leg: legPosition, step: 0)
          var reader = LegReader(workflow, job: job, leg: leg, at: place, slug: slug)
          reader.read()
          builds += reader.builds
          writes += reader.writes
        }
      }
    }
  }

  /// Whether a step of a job may build; a job of calls and other actions is passed over.
  private static func mayBuild(_ job: Job) -> Bool {
    job.steps.contains { step in
      step.run != nil
        || step.action.map { $0.hasSuffix("/build-push-action") || $0.hasSuffix("/retry") } ?? false
    }
  }
}
