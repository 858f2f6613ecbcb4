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
    guard !candidates.contains(child),
      !candidates.contains(where: { repository.isBuild($0, doneBefore: child) }),
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
      builder.place.isOnRunner(of: builds[child].place)
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

  /// One finding for each step that builds images beside a parent from the same place.
  var findings: [Finding] {
    var groups: [[Place]: [Pair]] = [:]
    for pair in pairs {
      var (child, builder) = (place(pair.child), place(pair.builder))
      if child.job != builder.job { (child.leg, builder.leg) = (0, 0) }
      groups[[child, builder], default: []].append(pair)
    }
    // What a called workflow does beside itself is told once, however many call it.
    var seen: Set<[String]> = []
    return groups.values.sorted { $0[0].child < $1[0].child }.compactMap { pairs in
      guard let finding = finding(about: pairs) else { return nil }
      let (place, range) = (finding.location, finding.location.range)
      guard seen.insert([place.file.name, "\(range)", finding.message]).inserted else { return nil }
      return finding
    }
  }

  private func place(_ build: Int) -> Place { repository.effects.builds[build].place }

  private func finding(about pairs: [Pair]) -> Finding? {
    guard let first = pairs.first else { return nil }
    let (child, builder) = (
      repository.effects.builds[first.child], repository.effects.builds[first.builder]
    )
    let file = repository.workflows[child.place.workflow].file
    let isInside = child.place.job == builder.place.job && child.place.leg == builder.place.leg
    func location(_ build: Int) -> SourceLocation {
      let build = repository.effects.builds[build]
      return (isInside ? build.detail : nil) ?? SourceLocation(file, build.range)
    }
    let image = child.published.first?.repository ?? child.dockerfile ?? "an image"
    let base = first.parent.name.reference ?? first.parent.name.repository
    let start = location(first.child)
    let ranges = Set(pairs.map { location($0.child).range })
    let others = ranges.subtracting([start.range]).sorted()
    let and = others.isEmpty ? "" : " (and \(others.count) more)"
    let split = Split(child.place, builder.place)
    return Finding(
      "'\(image)'\(and) is built on '\(base)', which \(explanation(split))",
      at: start,
      labels: [
        Diagnostic.Label("the parent is built here", at: location(first.builder)),
        Diagnostic.Label("the parent is named here", at: first.parent.location),
      ]
        + others.map { Diagnostic.Label("built on it too", at: SourceLocation(start.file, $0)) },
      help: split.child.job == split.builder.job
        ? "build the parent in a job of its own that this one needs" : nil,
      fixes: fix(split).map { [$0] } ?? [])
  }

  /// The jobs of one workflow in which two places part.
  private struct Split {
    var workflow: Int
    var child: (job: Int, leg: Int)
    var builder: (job: Int, leg: Int)

    init(_ child: Place, _ builder: Place) {
      workflow = child.workflow
      self.child = (child.job, child.leg)
      self.builder = (builder.job, builder.leg)
      for (one, other) in zip(child.calls, builder.calls) {
        guard self.child == self.builder, one.workflow == other.workflow else { return }
        workflow = one.workflow
        self.child = (one.job, one.leg)
        self.builder = (other.job, other.leg)
      }
    }
  }

  private func explanation(_ split: Split) -> String {
    let workflow = repository.workflows[split.workflow]
    let name = workflow.jobs[split.builder.job].id
    if split.child.job == split.builder.job {
      return split.child.leg == split.builder.leg
        ? "a later step of the same job builds"
        : "another job of the same matrix builds at the same time"
    }
    return workflow.ancestors[split.builder.job].contains(split.child.job)
      ? "job '\(name)' builds only afterwards"
      : "job '\(name)' builds at the same time"
  }

  private func fix(_ split: Split) -> Fix? {
    let workflow = repository.workflows[split.workflow]
    let (child, builder) = (split.child.job, split.builder.job)
    guard child != builder, !workflow.ancestors[builder].contains(child) else { return nil }
    let id = workflow.jobs[builder].id
    return workflow.jobs[child].editToNeed(id, in: workflow.file).map {
      Fix("Let job '\(workflow.jobs[child].id)' need job '\(id)'", .unsafe, [$0])
    }
  }
}
