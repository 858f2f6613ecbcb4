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
  /// Which of its jobs run which of its workflows.
  let calls: [WorkflowCall]
  /// Who makes the images that they take, and who takes those that they make.
  let flow: ImageFlow
  /// What runs before what.
  let order: WorkflowOrder

  init(_ view: RepositoryView) {
    self.view = view
    let files = view.workflows.sorted { $0.name < $1.name }
    workflows = files.map { WorkflowFile(parsing: $0) }
    var positions: [String: [Int]] = [:]
    for (position, workflow) in workflows.enumerated() {
      if let name = workflow.name.text { positions[name, default: []].append(position) }
    }
    self.positions = positions
    effects = Effects(of: workflows, in: view)
    var reader = ParentReader(view)
    parents = effects.builds.everything.map { reader.parents(of: $0) }
    calls = WorkflowCall.all(in: workflows)
    flow = ImageFlow(of: effects, on: parents, in: workflows)
    order = WorkflowOrder(of: workflows, named: positions)
  }
}
