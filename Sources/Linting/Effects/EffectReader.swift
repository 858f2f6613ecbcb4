import SourceText
import YAML

/// Reads what jobs do, and what the workflows of the repository do that they call.
struct EffectReader {
  /// What a job does.
  struct Found {
    var builds: [ImageBuild] = []
    var writes: [TagWrite] = []
    var unreadWrites: [ImageName?] = []
    var all: [Effect] = []
  }

  /// The files that workflows use.
  private(set) var files: LocalFiles
  private let workflows: [WorkflowFile]
  private let slug: String?
  /// The inputs that all callers of a workflow agree on, as far as they have been read.
  private var shared: [Int: [String: ValueScope.Input]] = [:]
  /// How many jobs of called workflows may still be read; more than any repository has.
  private var budget = 10_000
  private var found = Found()

  init(_ workflows: [WorkflowFile], in view: RepositoryView) {
    self.workflows = workflows
    slug = view.slug
    files = LocalFiles(view, workflows: workflows)
  }

  /// What a job does. A called workflow without runs of its own comes after its callers.
  mutating func effects(ofJob job: Int, in workflow: Int) -> Found {
    found = Found()
    let isOnlyCalled = workflows[workflow].isOnlyCalled
    let inputs = isOnlyCalled ? shared[workflow]?.mapValues(\.withoutOrigin) : nil
    let place = Place(workflow: workflow, job: job, leg: 0, step: 0)
    read(workflows[workflow].jobs[job], of: workflow, at: place, inputs: inputs, frame: nil)
    return found
  }

  private mutating func read(
    _ job: Job, of workflow: Int, at place: Place, inputs: [String: ValueScope.Input]?,
    frame: CallFrame?
  ) {
    for (position, leg) in MatrixLeg.all(of: job).enumerated() {
      var place = place
      if place.calls.isEmpty {
        place.leg = position
      } else {
        place.calls[place.calls.count - 1].leg = position
      }
      var scope = ValueScope(environments: [], leg: leg, slug: slug)
      scope.inputs = inputs
      scope.isCalled = frame != nil
      if let condition = job.body["if"]?.plainText, scope.truth(of: condition) == false { continue }
      if let callee = files.callee(of: job) {
        call(callee, from: job, at: place, scope: scope, frame: frame)
        continue
      }
      var reader = LegReader(
        workflows[workflow], job: job, at: place, scope: scope, frame: frame, files: files)
      reader.read()
      files = reader.files
      found.all += reader.effects.map {
        $0.moved(builds: found.builds.count, writes: found.writes.count)
      }
      found.builds += reader.builds
      found.writes += reader.writes
      found.unreadWrites += reader.unreadWrites
    }
  }

  private mutating func call(
    _ callee: Int, from job: Job, at place: Place, scope: ValueScope, frame: CallFrame?
  ) {
    // GitHub follows ten workflows into each other, and none into itself.
    guard place.calls.count < 10, callee != place.workflow,
      !place.calls.contains(where: { $0.workflow == callee })
    else { return }
    let call = workflows[callee].triggers.first { $0.event == "workflow_call" }
    let inputs = scope.inputs(of: call?.options?["inputs"], with: job.body["with"])
    shared[callee] = shared[callee]?.shared(with: inputs) ?? inputs
    var conditions = frame?.conditions ?? Conditions()
    if let text = job.body["if"]?.plainText, scope.truth(of: text) != true {
      conditions.require(text, leg: place.innermostLeg, call: frame?.id)
    }
    let inner = CallFrame(
      range: frame?.range ?? (job.body["uses"] ?? job.key).range, conditions: conditions,
      id: "\(place)")
    for (position, job) in workflows[callee].jobs.enumerated() where budget > 0 {
      budget -= 1
      var place = place
      place.calls.append(Place.Call(workflow: callee, job: position, leg: 0))
      read(job, of: callee, at: place, inputs: inputs, frame: inner)
    }
  }
}

extension ValueScope.Input {
  /// The same for a file that the caller's matrix does not stand in.
  fileprivate var withoutOrigin: ValueScope.Input {
    ValueScope.Input(text: text, value: value, origin: nil)
  }
}
