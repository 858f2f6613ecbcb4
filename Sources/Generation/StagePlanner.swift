internal import BuildGraph
internal import Manifest
internal import SourceText

/// Groups images into stages and stages into a chain that GitHub can run.
struct StagePlanner {
  let project: Project
  /// Which images of a workflow share a job.
  let division: JobDivision
  let times: BuildTimes?
  var diagnostics: [Diagnostic] = []
  var manifest: Manifest { project.manifest }
  var graph: BuildGraph { project.graph }

  init(_ project: Project, _ division: JobDivision) {
    self.project = project
    self.division = division
    times = BuildTimes(project.graph)
  }

  /// The stages, upstream first; none when the graph is cyclic.
  mutating func stages() -> [Stage] {
    guard graph.cycles.isEmpty else { return [] }
    let built = project.images.filter(\.isBuiltHere)
    let builders = folded(groups(of: built)).flatMap(divided)
    let tasks = manifest.tasks.compactMap { taskStage($0) }
    let stages = linked(builders + tasks, after: builders)
    reportClashes(stages)
    reportUnreached(stages)
    return stages
  }

  private func taskStage(_ task: TaskSpec) -> Stage? {
    guard let image = project.images.first(where: { $0.name == task.uses.value }) else {
      return nil
    }
    return Stage(
      id: task.name.value, title: task.existing?.name ?? manifest.prefix + task.title,
      work: .task(task, image: image))
  }
}

/// Linking stages along the edges of the graph.
extension StagePlanner {
  /// Lets each stage listen to the stages, and to the foreign workflows, that build its parents.
  private func linked(_ stages: [Stage], after builders: [Stage]) -> [Stage] {
    let owners = Dictionary(
      builders.enumerated().flatMap { index, stage in stage.images.map { ($0.id, index) } },
      uniquingKeysWith: { first, _ in first })
    return stages.map { stage in
      let parents = parents(of: stage)
      var stage = stage
      stage.upstream = Set(parents.compactMap { owners[$0] }).sorted().map { builders[$0].id }
        .filter { $0 != stage.id }
      stage.foreignUpstream = Set(
        parents.compactMap { project.image($0)?.image.builtBy?.name }
      ).sorted()
      return stage
    }
  }

  /// The images that a stage takes up, its own ones among them.
  private func parents(of stage: Stage) -> Set<NodeID> {
    switch stage.work {
    case .builds: Set(stage.images.flatMap { graph.parents(of: $0.id) })
    case .task(_, let image): [image.id]
    }
  }

  /// Stages that GitHub would not start: folding makes room for generated stages, but cannot
  /// shorten a chain of other hands.
  private mutating func reportUnreached(_ stages: [Stage]) {
    var hops: [String: Int] = [:]
    var reported: Set<SourceRange> = []
    for stage in stages {
      let foreign = parents(of: stage).compactMap { project.image($0)?.image.builtBy }
        .max { ($0.hops, $1.workflow.range.start) < ($1.hops, $0.workflow.range.start) }
      let links = stage.upstream.compactMap { hops[$0] } + (foreign.map { [$0.hops] } ?? [])
      let count = links.max().map { $0 + 1 } ?? 0
      hops[stage.id] = count
      let range = foreign?.hops == count - 1 ? foreign?.workflow.range : nil
      // What follows a stage that never starts is not worth a word of its own.
      guard count > Pipeline.maximumHops, range != nil || count == Pipeline.maximumHops + 1 else {
        continue
      }
      let place = range ?? stage.place
      guard reported.insert(place).inserted else { continue }
      diagnostics.append(
        Diagnostic(
          "chain-too-long", .error,
          "'\(stage.title)' would be \(count) hops behind the first workflow of its chain, and "
            + "GitHub makes \(Pipeline.maximumHops): it would never start",
          at: SourceLocation(manifest.file, place),
          help: "let the workflow that publishes the image start by itself, not by 'workflow_run'"))
    }
  }

  private mutating func reportClashes(_ stages: [Stage]) {
    var seen: [String: Stage] = [:]
    for stage in stages {
      // What the names of other hands come to, `Pipeline.clashes` says.
      let keys =
        ["file \(stage.fileName.lowercased())"]
        + (stage.existing == nil ? ["name \(stage.title)"] : [])
      let other = keys.compactMap { seen[$0] }.first
      for key in keys { seen[key] = stage }
      if let other {
        let isExisting = stage.existing != nil && other.existing != nil
        diagnostics.append(
          Diagnostic(
            "duplicate-workflow", .error,
            isExisting
              ? "tasks '\(other.id)' and '\(stage.id)' name one workflow, which follows one image"
              : "'\(other.title)' and '\(stage.title)' would be the same workflow",
            at: SourceLocation(manifest.file, stage.place),
            help: isExisting
              ? "name it in one of them: several of its jobs may be one task"
              : "give one of them another name or 'title'"))
      }
    }
  }
}
