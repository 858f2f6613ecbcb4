import SourceText

/// The builds of a repository that stand beside, or before, what they are built on.
struct MisorderedBuilds {
  /// A build, the parent that it does not wait for, and the build of that parent.
  private struct Pair {
    var child: Int
    var parent: ImageParent
    var builder: Int
  }

  private let repository: Repository
  private var pairs: [Pair] = []
  /// The builds that publish into each repository of a registry.
  private var publishers: [String: [Int]] = [:]

  init(of repository: Repository) {
    self.repository = repository
    for (index, build) in repository.effects.builds.enumerated() {
      for name in Set(build.published.map(\.repository)) {
        publishers[name, default: []].append(index)
      }
    }
    for child in repository.effects.builds.indices {
      pairs += (repository.parents[child] ?? []).compactMap { misordered(child, $0) }
    }
  }

  private func misordered(_ child: Int, _ parent: ImageParent) -> Pair? {
    let builds = repository.effects.builds
    let candidates = (publishers[parent.name.repository] ?? []).filter { builder in
      builds[builder].place.workflow == builds[child].place.workflow
        && publishes(builder, parent.name, for: child)
    }
    // An image built on its own earlier version waits for nobody.
    guard !candidates.contains(child), !candidates.contains(where: { precedes($0, child) }),
      !isOnRunner(parent.name, for: child)
    else { return nil }
    let builder = candidates.first { builder in
      builds[builder].conditions.mayCoincide(with: builds[child].conditions)
    }
    return builder.map { Pair(child: child, parent: parent, builder: $0) }
  }

  /// Whether an earlier step of the job has left an image of this name on the runner.
  private func isOnRunner(_ name: ImageName, for child: Int) -> Bool {
    let builds = repository.effects.builds
    return builds[..<child].reversed().prefix { builder in
      builder.place.workflow == builds[child].place.workflow
        && builder.place.job == builds[child].place.job
        && builder.place.leg == builds[child].place.leg
    }.contains { builder in builder.names.contains { ImageName($0) == name } }
  }

  /// Whether a build publishes an image under a name that another build stands on.
  ///
  /// Where the tag is not known the repository must do, unless it holds several images.
  private func publishes(_ builder: Int, _ name: ImageName, for child: Int) -> Bool {
    let builds = repository.effects.builds
    return builds[builder].published.contains { published in
      guard published.repository == name.repository, name.version != .digest else { return false }
      if published.version != .unknown, name.version != .unknown {
        return published.version == name.version
      }
      let dockerfiles = Set(publishers[name.repository, default: []].map { builds[$0].dockerfile })
      return dockerfiles.count == 1 && !dockerfiles.contains(builds[child].dockerfile)
    }
  }

  /// Whether one build is done when the other one starts.
  private func precedes(_ first: Int, _ second: Int) -> Bool {
    let (one, other) = (
      repository.effects.builds[first].place, repository.effects.builds[second].place
    )
    if one.job == other.job { return one.leg == other.leg && first < second }
    return repository.workflows[one.workflow].ancestors[other.job].contains(one.job)
  }

  /// One finding for each step that builds images beside a parent from the same place.
  var findings: [Finding] {
    var groups: [[Int]: [Pair]] = [:]
    for pair in pairs {
      let (child, builder) = (place(pair.child), place(pair.builder))
      let isSameJob = child.job == builder.job
      let key = [
        child.workflow, child.job, child.step, builder.job, builder.step,
        isSameJob ? child.leg : -1, isSameJob ? builder.leg : -1,
      ]
      groups[key, default: []].append(pair)
    }
    return groups.values.compactMap { finding(about: $0) }
  }

  private func place(_ build: Int) -> Place { repository.effects.builds[build].place }

  private func finding(about pairs: [Pair]) -> Finding? {
    guard let first = pairs.first else { return nil }
    let (child, builder) = (
      repository.effects.builds[first.child], repository.effects.builds[first.builder]
    )
    let workflow = repository.workflows[child.place.workflow]
    func location(_ build: Int) -> SourceLocation {
      SourceLocation(workflow.file, repository.effects.builds[build].range)
    }
    let image = child.published.first?.repository ?? child.dockerfile ?? "an image"
    let base = first.parent.name.reference ?? first.parent.name.repository
    let ranges = Set(pairs.map { repository.effects.builds[$0.child].range })
    let others = ranges.subtracting([child.range]).sorted()
    let and = others.isEmpty ? "" : " (and \(others.count) more)"
    return Finding(
      "'\(image)'\(and) is built on '\(base)', which \(explanation(child.place, builder.place))",
      at: location(first.child),
      labels: [
        Diagnostic.Label("the parent is built here", at: location(first.builder)),
        Diagnostic.Label("the parent is named here", at: first.parent.location),
      ]
        + others.map {
          Diagnostic.Label("built on it too", at: SourceLocation(workflow.file, $0))
        },
      help: child.place.job == builder.place.job
        ? "build the parent in a job of its own that this one needs" : nil,
      fixes: fix(child.place, builder.place, workflow).map { [$0] } ?? [])
  }

  private func explanation(_ child: Place, _ builder: Place) -> String {
    let workflow = repository.workflows[child.workflow]
    let name = workflow.jobs[builder.job].id
    if child.job == builder.job {
      return child.leg == builder.leg
        ? "a later step of the same job builds"
        : "another job of the same matrix builds at the same time"
    }
    return workflow.ancestors[builder.job].contains(child.job)
      ? "job '\(name)' builds only afterwards"
      : "job '\(name)' builds at the same time"
  }

  private func fix(_ child: Place, _ builder: Place, _ workflow: WorkflowFile) -> Fix? {
    guard child.job != builder.job, !workflow.ancestors[builder.job].contains(child.job) else {
      return nil
    }
    let id = workflow.jobs[builder.job].id
    return workflow.jobs[child.job].editToNeed(id, in: workflow.file).map {
      Fix("Let job '\(workflow.jobs[child.job].id)' need job '\(id)'", .unsafe, [$0])
    }
  }
}
