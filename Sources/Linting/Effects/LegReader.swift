import SourceText
import YAML

/// Reads what one combination of a job's matrix builds and publishes, step by step.
struct LegReader {
  /// The workflow.
  let workflow: WorkflowFile
  /// The job in it.
  let job: Job
  /// Where the present step is.
  var place: Place
  /// The file that the present step stands in: that of the workflow or of an action.
  var source: SourceFile
  /// What calls the workflow or the action that the present step stands in; `nil` when it stands in
  /// the workflow whose run it is.
  var frame: CallFrame?
  /// What the expressions of the present step stand for.
  var scope: ValueScope
  /// The files of the repository that steps use.
  var files: LocalFiles
  /// Whether the files of the repository lie where the runner starts.
  var isRepositoryAtRoot = true
  /// How many actions of the repository are open.
  var depth = 0
  /// What has been built so far.
  var builds: [ImageBuild] = []
  /// What has been written so far.
  var writes: [TagWrite] = []
  /// What has been written so far under names that are not known in full; `nil` for no part of it.
  var unreadWrites: [ImageName?] = []
  /// Everything that was done so far, in order.
  var effects: [Effect] = []

  /// - Parameter scope: what the job's own expressions stand for.
  init(
    _ workflow: WorkflowFile, job: Job, at place: Place, scope: ValueScope, frame: CallFrame?,
    files: LocalFiles
  ) {
    self.workflow = workflow
    self.job = job
    self.place = place
    self.scope = scope
    self.frame = frame
    self.files = files
    source = workflow.file
    self.scope.environments = [job.body["env"], workflow.document.root?["env"]].compactMap { $0 }
  }

  /// Reads what the job does before its steps, and every step.
  mutating func read() {
    readContainers()
    let environments = scope.environments
    for (position, step) in job.steps.enumerated() {
      place.step = position
      read(step, environments: environments)
    }
  }

  /// Reads a step of the job or of an action.
  ///
  /// - Parameter environments: the `env` mappings around it.
  mutating func read(_ step: Step, environments: [Node]) {
    scope.environments = (step.body["env"].map { [$0] } ?? []) + environments
    if let condition = step.body["if"]?.plainText, scope.truth(of: condition) == false { return }
    switch step.action {
    case "actions/checkout": readCheckout(step)
    case "docker/login-action": readLogin(step)
    case "docker/setup-buildx-action": readBuilderSetup(step)
    case "docker/metadata-action": readMetadata(step)
    case "docker/build-push-action", "depot/build-push-action",
      "useblacksmith/build-push-action":
      readAction(step)
    case "docker/bake-action": readBake(step)
    case "nick-fields/retry", "nick-invision/retry": readScript(step.input("command"), of: step)
    case .some:
      readScannedImage(step)
      readUse(step)
    case nil: readScript(step.run, of: step)
    }
  }

  /// Notes something that the present step does.
  mutating func note(_ kind: Effect.Kind, at range: SourceRange, if conditions: Conditions) {
    effects.append(
      Effect(
        place: place, range: frame?.range ?? range, detail: detail(range), conditions: conditions,
        kind: kind))
  }

  /// Notes a build of the present step.
  ///
  /// - Parameter origin: the value of a matrix that it was made from.
  mutating func note(_ build: ImageBuild, from origin: Node?) {
    var build = build
    if build.detail == nil { build.detail = detail(build.range) }
    build.range = origin?.range ?? frame?.range ?? build.range
    effects.append(
      Effect(
        place: place, range: build.range, detail: build.detail, conditions: build.conditions,
        kind: .build(builds.count)))
    builds.append(build)
  }

  /// The place of a range in the present file, when it is not that of the workflow.
  private func detail(_ range: SourceRange) -> SourceLocation? {
    frame == nil ? nil : SourceLocation(source, range)
  }

  /// What decides whether a step of this job runs.
  func conditions(of step: Step) -> Conditions {
    var conditions = frame?.conditions ?? Conditions()
    if depth == 0 { require(job.body["if"], in: &conditions) }
    require(step.body["if"], in: &conditions)
    return conditions
  }

  /// Adds a condition unless it always holds.
  func require(_ condition: Node?, in conditions: inout Conditions) {
    guard let text = condition?.plainText, scope.truth(of: text) != true else { return }
    conditions.require(text, leg: place.innermostLeg, call: frame?.id)
  }

  /// Notes that a built image is published under a name.
  mutating func publish(
    _ name: PartialText, of build: Int?, platforms: [PartialText], at range: SourceRange,
    if conditions: Conditions, isManifest: Bool = false
  ) {
    guard let name = ImageName(name) else { return unreadWrites.append(nil) }
    // A registry on the machine itself goes with it.
    guard !name.isOnMachine else { return }
    if name.version == .unknown { unreadWrites.append(name) }
    if let build { builds[build].published.append(name) }
    guard let reference = name.reference else { return }
    let ofBuild = frame == nil ? nil : build.map { builds[$0].range }
    let whole = ofBuild ?? frame?.range ?? range
    effects.append(
      Effect(
        place: place, range: whole, detail: detail(range), conditions: conditions,
        kind: .write(writes.count)))
    writes.append(
      TagWrite(
        place: place, reference: reference, range: whole, detail: detail(range),
        platforms: Set(platforms.map { $0.text ?? $0.pattern }), isManifest: isManifest,
        conditions: conditions))
  }
}
