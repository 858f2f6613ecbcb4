import SourceText
import YAML

/// Something that a job gives to others: an image that it pushes, or a deployment.
struct Publication: Sendable {
  /// The position of the job in its workflow.
  var job: Int
  /// The position of the step in the job; `nil` when another workflow that the job calls does it.
  var step: Int?
  /// What names it best in the file of the job.
  var range: SourceRange
  /// Everything besides the job's own `if` that has to hold.
  var conditions: [Node] = []
  /// Whether a script takes part in the decision, or asks a registry or GitHub before.
  var isChecked = false
  /// Whether it is a tag whose name is the same in every run.
  var isFixed = false
  /// Whether it is a tag whose name is the same in every run on one branch.
  var isMutable = false
  /// Whether it is an image rather than a deployment.
  var isImage = true

  /// Whether it is done in a run.
  func outcome(in scenario: RunScenario, of workflow: WorkflowFile) -> RunScenario.Outcome {
    if isChecked { return .untold }
    return conditions.reduce(scenario.outcome(ofJob: job, in: workflow)) { outcome, condition in
      min(outcome, scenario.outcome(of: condition))
    }
  }

  /// Whether it is done in some runs, also where only these can tell in which.
  ///
  /// What a called workflow does may hang on an input that this caller never sets.
  func mayHappen(in scenario: RunScenario, of workflow: WorkflowFile) -> Bool {
    switch outcome(in: scenario, of: workflow) {
    case .possible: true
    case .untold: step != nil
    case .never: false
    }
  }
}

extension Repository {
  /// What each workflow publishes, at most one of each step, in the order of its jobs.
  static func publications(
    of workflows: [WorkflowFile], _ effects: Effects, _ places: [String: Int]
  ) -> [[Publication]] {
    let own = workflows.indices.map { position in
      workflows[position].jobs.indices.map { job in
        publications(ofJob: job, in: workflows[position], effects.effects(ofJob: job, in: position))
      }
    }
    return workflows.enumerated().map { position, workflow in
      workflow.jobs.indices.flatMap { job in
        own[position][job]
          + called(by: workflow.jobs[job], places, workflows, own, depth: 0).map { inner in
            var outer = inner
            outer.job = job
            outer.step = nil
            outer.range = (workflow.jobs[job].body["uses"] ?? workflow.jobs[job].key).range
            return outer
          }
      }
    }
  }

  /// What the workflow publishes that a job calls, with the conditions in there.
  private static func called(
    by job: Job, _ places: [String: Int], _ workflows: [WorkflowFile], _ own: [[[Publication]]],
    depth: Int
  ) -> [Publication] {
    guard depth < 4, let path = job.localCall, let position = places[path] else { return [] }
    let callee = workflows[position]
    return callee.jobs.indices.flatMap { inner -> [Publication] in
      let found =
        own[position][inner]
        + called(by: callee.jobs[inner], places, workflows, own, depth: depth + 1)
      let conditions = ([inner] + callee.ancestors[inner]).compactMap { callee.jobs[$0].body["if"] }
      return found.map { publication in
        var publication = publication
        publication.conditions += conditions
        return publication
      }
    }
  }

  private static func publications(
    ofJob position: Int, in workflow: WorkflowFile, _ effects: ArraySlice<Effect>
  ) -> [Publication] {
    let job = workflow.jobs[position]
    let steps = job.steps
    var found: [Publication] = []
    var isChecked = workflow.ancestors[position].contains { ancestor in
      workflow.jobs[ancestor].steps.contains(where: \.asksBeforeBuilding)
    }
    let written = Dictionary(
      effects.compactMap { effect -> (Int, SourceRange)? in
        if case .write = effect.kind { (effect.place.step, effect.range) } else { nil }
      }, uniquingKeysWith: { first, _ in first })
    for (number, step) in steps.enumerated() {
      isChecked = isChecked || step.asksBeforeBuilding
      // What an action of the repository does is written in another file.
      let isElsewhere = step.action?.hasPrefix("./") ?? false
      let writing = written[number].map { isElsewhere ? step.named.range : $0 }
      guard let range = writing ?? step.pushed?.range else { continue }
      let conditions = [step.body["if"], step.input("push")].compactMap { $0 }
      let environments = [step.body["env"], job.body["env"], workflow.document.root?["env"]]
        .compactMap { $0 }
      let isFixed = written[number] != nil || step.namesTag(environments, ofBranch: false)
      found.append(
        Publication(
          job: position, step: number, range: range, conditions: conditions, isChecked: isChecked,
          isFixed: isFixed, isMutable: isFixed || step.namesTag(environments, ofBranch: true)))
    }
    if let environment = job.body["environment"], found.isEmpty {
      let isChecked = steps.contains(where: \.asksBeforeBuilding)
      found.append(
        Publication(
          job: position, range: environment.range, isChecked: isChecked, isImage: false))
    }
    return found
  }
}

extension Step {
  /// Where it pushes an image, whatever its name; `nil` when it pushes none.
  fileprivate var pushed: Node? {
    if let script = run {
      guard let bytes = script.utf8 else { return nil }
      let isPush =
        bytes.holds("docker push") || bytes.holds("podman push") || bytes.holds("buildah push")
        || (bytes.holds("docker") && bytes.holds("--push"))
      return isPush ? script : nil
    }
    guard let action, action.hasSuffix("/build-push-action") || action == "docker/bake-action"
    else { return nil }
    if let push = input("push"), push.plainText != "false" { return push }
    guard let outputs = input("outputs"), let bytes = outputs.utf8 else { return nil }
    return bytes.holds("type=registry") || bytes.holds("push=true") ? outputs : nil
  }

  /// Whether it asks a registry or GitHub for the state of things, so that what follows may know
  /// better than the event that started the run.
  fileprivate var asksBeforeBuilding: Bool {
    let questions: [StaticString] = [
      "manifest inspect", "imagetools inspect", "skopeo inspect", "crane digest", "crane manifest",
      "regctl", "/manifests/", "gh run ", "gh api", "actions/runs", "ls-remote", "origin/",
    ]
    guard let bytes = (run ?? input("script"))?.utf8 else { return false }
    return questions.contains { bytes.holds($0) }
  }
}
