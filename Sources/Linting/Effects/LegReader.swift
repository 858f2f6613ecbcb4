import SourceText
import YAML

/// Reads what one combination of a job's matrix builds and publishes, step by step.
struct LegReader {
  let workflow: WorkflowFile
  let job: Job
  /// Where the present step is.
  var place: Place
  var scope: ValueScope
  /// Whether the files of the repository lie where the runner starts.
  var isRepositoryAtRoot = true
  /// What has been built so far.
  var builds: [ImageBuild] = []
  /// What has been written so far.
  var writes: [TagWrite] = []

  init(_ workflow: WorkflowFile, job: Job, leg: MatrixLeg, at place: Place, slug: String?) {
    self.workflow = workflow
    self.job = job
    self.place = place
    let environments = [job.body["env"], workflow.document.root?["env"]].compactMap { $0 }
    scope = ValueScope(environments: environments, leg: leg, slug: slug)
  }

  mutating func read() {
    let jobEnvironments = scope.environments
    for (position, step) in job.steps.enumerated() {
      place.step = position
      scope.environments = (step.body["env"].map { [$0] } ?? []) + jobEnvironments
      switch step.action {
      case "actions/checkout":
        let elsewhere = ["path", "repository"].contains { step.input($0) != nil }
        if elsewhere { isRepositoryAtRoot = false }
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

  /// What decides whether a step of this job runs.
  func conditions(of step: Step) -> Conditions {
    var conditions = Conditions()
    conditions.require(job.body["if"]?.plainText, leg: place.leg)
    conditions.require(step.body["if"]?.plainText, leg: place.leg)
    return conditions
  }

  /// Remembers the images that a step makes tags for; which tags, is computed in the run.
  private mutating func readMetadata(_ step: Step) {
    guard let id = step.id, let images = step.input("images") else { return }
    let names = scope.resolve(images).text.split { $0 == "\n" || $0 == "," }
    let isPlain = names.allSatisfy { !$0.pattern.contains("=") }
    let hole = String(PartialText.hole)
    scope.metadata[id] =
      isPlain
      ? PartialText(pattern: names.map { $0.pattern + ":" + hole }.joined(separator: "\n"))
      : .unknown
  }

  /// Notes that a built image is published under a name.
  mutating func publish(
    _ name: PartialText, of build: Int?, platforms: [PartialText], at range: SourceRange,
    if conditions: Conditions, isManifest: Bool = false
  ) {
    guard let name = ImageName(name) else { return }
    if let build { builds[build].published.append(name) }
    guard let reference = name.reference else { return }
    writes.append(
      TagWrite(
        place: place, reference: reference, range: range,
        platforms: Set(platforms.map { $0.text ?? $0.pattern }), isManifest: isManifest,
        conditions: conditions))
  }
}
