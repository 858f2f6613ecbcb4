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
  /// The positions in `workflows` by the paths of their files.
  let places: [String: Int]
  /// What each workflow publishes.
  let publications: [[Publication]]
  /// What each of those builds stands on; `nil` when that is not known.
  let parents: [[ImageParent]?]
  /// Which of its jobs run which of its workflows.
  let calls: [WorkflowCall]
  /// Who makes the images that they take, and who takes those that they make.
  let flow: ImageFlow
  /// What runs before what.
  let order: WorkflowOrder
  /// Its files; `nil` when they are not known.
  let files: RepositoryFiles?
  /// What each of those builds takes from them; `nil` when that is not known.
  let buildFiles: [BuildFiles?]
  /// The conditions of jobs and steps, by workflow.
  let gates: [[PlacedGate]]
  /// What their steps are there for.
  let work: Work
  /// One workflow that publishes something when another has ended, by that one's name.
  let publishingListeners: [String: Int]

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
    effects = Effects(of: workflows, in: view)
    places = Dictionary(
      workflows.enumerated().map { ($1.file.name, $0) }, uniquingKeysWith: { first, _ in first })
    publications = Self.publications(of: workflows, effects, places)
    var reader = ParentReader(view)
    parents = effects.builds.everything.map { reader.parents(of: $0) }
    calls = WorkflowCall.all(in: workflows)
    flow = ImageFlow(of: effects, on: parents, in: workflows)
    order = WorkflowOrder(of: workflows, named: positions)
    files = RepositoryFiles(view.paths(), modules: view.read(".gitmodules")?.text)
    var filesReader = BuildFilesReader(view)
    buildFiles = effects.builds.everything.map { filesReader.files(of: $0) }
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
