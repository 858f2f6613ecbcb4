import SourceText

/// A repository as rules see it: every workflow read once.
struct Repository: Sendable {
  /// Its files.
  let view: RepositoryView
  /// Its workflows, in the order of their paths.
  let workflows: [WorkflowFile]
  /// The positions in `workflows` of those with a name.
  let positions: [String: [Int]]
  /// What they build and publish.
  let effects: Effects
  /// What each of those builds stands on; `nil` when that is not known.
  let parents: [[ImageParent]?]
  /// The conditions of jobs and steps, by workflow.
  let gates: [[PlacedGate]]
  /// What their steps are there for.
  let work: Work
  /// One workflow that publishes something when another has ended, by that one's name.
  let publishingListeners: [String: Int]

  init(_ view: RepositoryView) {
    self.view = view
    let files = view.workflows.sorted { $0.name < $1.name }
    workflows = files.map { WorkflowFile(parsing: $0) }
    var positions: [String: [Int]] = [:]
    for (position, workflow) in workflows.enumerated() {
      if let name = workflow.name.text { positions[name, default: []].append(position) }
    }
    self.positions = positions
    effects = Effects(of: workflows, slug: view.slug)
    var reader = ParentReader(view)
    parents = effects.builds.map { reader.parents(of: $0) }
    gates = workflows.map { PlacedGate.all(in: $0) }
    work = Work(of: workflows, effects)
    var listeners: [String: Int] = [:]
    for (position, workflow) in workflows.enumerated()
    where work.steps[position].contains(where: { $0.contains { $0.contains(.publish) } }) {
      for case let name? in workflow.upstreams.map(\.name) where listeners[name] == nil {
        listeners[name] = position
      }
    }
    publishingListeners = listeners
  }
}
