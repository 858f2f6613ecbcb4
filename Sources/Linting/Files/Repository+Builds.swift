import SourceText
import YAML

extension Repository {
  /// Where a build takes its files from.
  enum BuildSource {
    /// The commit, as BuildKit fetches it itself.
    case commit
    /// The runner's copy of the commit, with nothing added.
    case checkout
    /// The runner, where other files may be.
    case unknown
  }

  /// The step that builds, and the workflow and job that it stands in.
  func step(of build: ImageBuild) -> (workflow: WorkflowFile, job: Job, step: Step)? {
    let call = build.place.calls.last
    let workflow = workflows[call?.workflow ?? build.place.workflow]
    let job = workflow.jobs[call?.job ?? build.place.job]
    let steps = job.steps
    guard build.place.step < steps.count else { return nil }
    return (workflow, job, steps[build.place.step])
  }

  /// Where a build takes its files from.
  func source(of build: ImageBuild) -> BuildSource {
    guard let (workflow, job, step) = step(of: build) else { return .unknown }
    if let action = step.action {
      // What an action of the repository does before it builds is not looked at.
      guard !action.hasPrefix("./"), !action.hasPrefix("$/") else { return .unknown }
      let context = step.input("context")?.text ?? ""
      let isDefault = context.isEmpty || context.hasPrefix("{{defaultContext}}")
      if action.hasSuffix("build-push-action"), isDefault { return .commit }
    }
    guard Workspace(of: job, in: workflow).state(before: build.place.step) == .repository else {
      return .unknown
    }
    // What the script does before it builds counts too.
    if let script = (step.run ?? step.input("command"))?.text, !ScriptFootprint.isFree(script) {
      return .unknown
    }
    return .checkout
  }

  /// Whether a build leaves no image that anybody could name: one for a step that runs in it, or a
  /// set of files.
  func leavesNoImage(_ build: ImageBuild) -> Bool {
    guard build.published.isEmpty, let step = step(of: build)?.step else { return false }
    guard let action = step.action else { return build.names.isEmpty }
    return action.hasPrefix("./") || action.hasPrefix("$/")
      || (action == "docker/bake-action" && build.names.isEmpty)
  }

  /// The place of a build in its workflow.
  func sourceLocation(of build: ImageBuild) -> SourceLocation {
    SourceLocation(workflows[build.place.workflow].file, build.range)
  }

  /// The builds whose files are those of the commit, with what they take.
  var certainBuilds: [(build: ImageBuild, files: BuildFiles, source: BuildSource)] {
    var sources: [Place: BuildSource] = [:]
    return zip(effects.builds, buildFiles).compactMap { build, files in
      guard let files else { return nil }
      var step = build.place
      step.leg = 0
      let source = sources[step] ?? self.source(of: build)
      sources[step] = source
      if case .unknown = source { return nil }
      return (build, files, source)
    }
  }
}
