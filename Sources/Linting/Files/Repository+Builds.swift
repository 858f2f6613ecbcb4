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

  /// Where a build takes its files from.
  func source(of build: ImageBuild) -> BuildSource {
    let workflow = workflows[build.place.workflow]
    let job = workflow.jobs[build.place.job]
    let steps = job.steps
    guard build.place.step < steps.count else { return .unknown }
    let step = steps[build.place.step]
    if step.action?.hasSuffix("build-push-action") == true {
      let context = step.input("context")?.text ?? ""
      if context.isEmpty || context.hasPrefix("{{defaultContext}}") { return .commit }
    }
    switch Workspace(of: job, in: workflow).state(before: build.place.step) {
    case .repository: break
    case .empty, .unknown: return .unknown
    }
    // What the script does before it builds counts too.
    if let script = (step.run ?? step.input("command"))?.text, !ScriptFootprint.isFree(script) {
      return .unknown
    }
    return .checkout
  }

  /// The place of a build in its workflow.
  func location(of build: ImageBuild) -> SourceLocation {
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
