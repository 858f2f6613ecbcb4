import SourceText
import WorkflowSchema

/// A repository as rules see it: every workflow read once.
struct Repository: Sendable {
  /// Its files.
  let view: RepositoryView
  /// Its workflows, in the order of their paths.
  let workflows: [WorkflowFile]
  /// Its own actions that workflows can use, in the order of their paths.
  let actions: [ActionFile]
  /// What those of its workflows and actions give back that others can use.
  let outputs: KnownOutputs
  /// The positions in `workflows` of those with a name.
  let positions: [String: [Int]]
  /// What they build and publish.
  let effects: Effects
  /// What each of those builds stands on; `nil` when that is not known.
  let parents: [[ImageParent]?]

  init(_ view: RepositoryView) {
    let files = view.workflows.sorted { $0.name < $1.name }
    self.init(view, workflows: files.map { WorkflowFile(parsing: $0) })
  }

  /// The same with workflows that have been read, in the order of their paths.
  init(_ view: RepositoryView, workflows: [WorkflowFile]) {
    self.view = view
    self.workflows = workflows
    actions = ActionFile.all(in: view, usedBy: workflows)
    outputs = Self.knownOutputs(of: workflows, actions)
    var positions: [String: [Int]] = [:]
    for (position, workflow) in workflows.enumerated() {
      if let name = workflow.name.text { positions[name, default: []].append(position) }
    }
    self.positions = positions
    effects = Effects(of: workflows, slug: view.slug)
    var reader = ParentReader(view)
    parents = effects.builds.map { reader.parents(of: $0) }
  }
}
