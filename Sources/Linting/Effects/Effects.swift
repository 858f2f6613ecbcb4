/// What the workflows of a repository do to images and registries.
struct Effects: Sendable {
  /// The builds, in the order of workflows, jobs, combinations and steps.
  private(set) var builds: [ImageBuild] = []
  /// The tags that are written, in the same order.
  private(set) var writes: [TagWrite] = []
  /// What is written under names that are not known in full; `nil` where no part is known.
  private(set) var unreadWrites: Set<ImageName?> = []
  /// Everything that steps do, in the same order.
  private(set) var all: [Effect] = []
  /// The positions in `all` of what each job does, by workflow and job.
  private var ranges: [[Range<Int>]] = []

  init(of workflows: [WorkflowFile], slug: String?) {
    for (workflowPosition, workflow) in workflows.enumerated() {
      ranges.append([])
      for (jobPosition, job) in workflow.jobs.enumerated() {
        let start = all.count
        for (legPosition, leg) in MatrixLeg.all(of: job).enumerated() {
          let place = Place(
            workflow: workflowPosition, job: jobPosition, leg: legPosition, step: 0)
          var reader = LegReader(workflow, job: job, leg: leg, at: place, slug: slug)
          reader.read()
          all += reader.effects.map { $0.moved(builds: builds.count, writes: writes.count) }
          builds += reader.builds
          writes += reader.writes
          unreadWrites.formUnion(reader.unreadWrites)
        }
        ranges[workflowPosition].append(start..<all.count)
      }
    }
  }

  /// What a job does, in the order of combinations and steps.
  func effects(ofJob job: Int, in workflow: Int) -> ArraySlice<Effect> {
    all[ranges[workflow][job]]
  }
}
