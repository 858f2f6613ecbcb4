/// What the workflows of a repository do to images and registries.
///
/// What a called workflow of the repository does is done by the jobs that call it. One that has no
/// runs of its own is read alone as well, but only for `effects(ofJob:in:)`.
struct Effects: Sendable {
  /// The builds, in the order of workflows, jobs, combinations and steps.
  private(set) var builds = EffectList<ImageBuild>()
  /// The tags that are written, in the same order.
  private(set) var writes = EffectList<TagWrite>()
  /// What is written under names that are not known in full; `nil` where no part is known.
  private(set) var unreadWrites: Set<ImageName?> = []
  /// Everything that steps do, in the same order.
  private(set) var all = EffectList<Effect>()
  /// The positions in `all` of what each job does, by workflow and job.
  private var ranges: [[Range<Int>]] = []

  init(of workflows: [WorkflowFile], in view: RepositoryView) {
    var reader = EffectReader(workflows, in: view)
    let calls = Set(workflows.flatMap(\.jobs).compactMap { reader.files.callee(of: $0) })
    let isAlone = workflows.enumerated().map { $1.isOnlyCalled && calls.contains($0) }
    ranges = workflows.map { $0.jobs.map { _ in 0..<0 } }
    func read(_ workflow: Int) {
      for job in workflows[workflow].jobs.indices {
        let start = all.everything.count
        let found = reader.effects(ofJob: job, in: workflow)
        all.append(
          found.all.map {
            $0.moved(builds: builds.everything.count, writes: writes.everything.count)
          })
        builds.append(found.builds)
        writes.append(found.writes)
        unreadWrites.formUnion(found.unreadWrites)
        ranges[workflow][job] = start..<all.everything.count
      }
    }
    for workflow in workflows.indices where !isAlone[workflow] { read(workflow) }
    builds.endRuns()
    writes.endRuns()
    all.endRuns()
    for workflow in workflows.indices where isAlone[workflow] { read(workflow) }
  }

  /// What a job does, in the order of combinations and steps.
  func effects(ofJob job: Int, in workflow: Int) -> ArraySlice<Effect> {
    all.everything[ranges[workflow][job]]
  }
}
