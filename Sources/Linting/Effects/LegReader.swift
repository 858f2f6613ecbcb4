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
  /// What the expressions of the present step stand for.
  var scope: ValueScope
  /// Whether the files of the repository lie where the runner starts.
  var isRepositoryAtRoot = true
  /// What has been built so far.
  var builds: [ImageBuild] = []
  /// What has been written so far.
  var writes: [TagWrite] = []
  /// Everything that was done so far, in order.
  var effects: [Effect] = []

  init(_ workflow: WorkflowFile, job: Job, leg: MatrixLeg, at place: Place, slug: String?) {
    self.workflow = workflow
    self.job = job
    self.place = place
    let environments = [job.body["env"], workflow.document.root?["env"]].compactMap { $0 }
    scope = ValueScope(environments: environments, leg: leg, slug: slug)
  }

  /// Reads every step.
  mutating func read() {
    let jobEnvironments = scope.environments
    for (position, step) in job.steps.enumerated() {
      place.step = position
      scope.environments = (step.body["env"].map { [$0] } ?? []) + jobEnvironments
      switch step.action {
      case "actions/checkout": readCheckout(step)
      case "docker/login-action": readLogin(step)
      case "docker/setup-buildx-action": readBuilderSetup(step)
      case "docker/metadata-action": readMetadata(step)
      case "docker/build-push-action", "depot/build-push-action",
        "useblacksmith/build-push-action":
        readAction(step)
      case "nick-fields/retry", "nick-invision/retry": readScript(step.input("command"), of: step)
      case .some: break
      case nil: readScript(step.run, of: step)
      }
    }
  }

  /// Notes something that the present step does.
  mutating func note(_ kind: Effect.Kind, at range: SourceRange, if conditions: Conditions) {
    effects.append(Effect(place: place, range: range, conditions: conditions, kind: kind))
  }

  /// Notes a build of the present step.
  mutating func note(_ build: ImageBuild) {
    note(.build(builds.count), at: build.range, if: build.conditions)
    builds.append(build)
  }

  /// What decides whether a step of this job runs.
  func conditions(of step: Step) -> Conditions {
    var conditions = Conditions()
    conditions.require(job.body["if"]?.plainText, leg: place.leg)
    conditions.require(step.body["if"]?.plainText, leg: place.leg)
    return conditions
  }

  /// Remembers the tags that a step of `docker/metadata-action` makes.
  ///
  /// Only those stated as `type=raw,value=…` are known; all others are computed in the run.
  private mutating func readMetadata(_ step: Step) {
    guard let id = step.id, let images = step.input("images") else { return }
    // The action writes names in lower case.
    let names = PartialText(pattern: scope.resolve(images).text.pattern.lowercased()).split {
      $0 == "\n" || $0 == ","
    }
    guard names.allSatisfy({ !$0.pattern.contains("=") }) else { return }
    let lines = scope.resolve(step.input("tags")).text.split { $0 == "\n" }
    var tags = Set(lines.map { step.input("flavor") == nil ? Self.rawTag($0) : .unknown })
    if tags.isEmpty { tags = [.unknown] }
    let references = names.flatMap { name in tags.map { name.pattern + ":" + $0.pattern } }
    scope.metadata[id] = PartialText(pattern: references.sorted().joined(separator: "\n"))
  }

  private static func rawTag(_ line: PartialText) -> PartialText {
    let fields = line.split { $0 == "," }.map(\.assignment)
    let isRaw = fields.allSatisfy { ["type", "value", "priority"].contains($0.name.text) }
    guard isRaw, fields.contains(where: { $0.name.text == "type" && $0.value?.text == "raw" }),
      let value = fields.last(where: { $0.name.text == "value" })?.value,
      !value.pattern.contains("{{")
    else { return .unknown }
    return value
  }

  /// Notes that a built image is published under a name.
  mutating func publish(
    _ name: PartialText, of build: Int?, platforms: [PartialText], at range: SourceRange,
    if conditions: Conditions, isManifest: Bool = false
  ) {
    note(.push(name), at: range, if: conditions)
    guard let name = ImageName(name) else { return }
    if let build { builds[build].published.append(name) }
    guard let reference = name.reference else { return }
    note(.write(writes.count), at: range, if: conditions)
    writes.append(
      TagWrite(
        place: place, reference: reference, range: range,
        platforms: Set(platforms.map { $0.text ?? $0.pattern }), isManifest: isManifest,
        conditions: conditions))
  }
}
