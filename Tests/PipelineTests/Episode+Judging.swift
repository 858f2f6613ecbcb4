import PipelineDriver

extension Episode {
  /// Looks at everything at rest, and again after the schedule when something had happened that
  /// only the schedule makes up for.
  func judge() async throws -> Report {
    var report = Report()
    let left = try await leftovers()
    report.isCalm = faults.isEmpty
    report.needsNet = !left.isEmpty
    if !left.isEmpty {
      guard !faults.isEmpty else { throw Broken("at rest: \(left.joined(separator: "; "))") }
      log.append("at rest: \(left.joined(separator: "; "))")
    }
    if !faults.isEmpty {
      try await world.github.schedule()
      try await goOn { _ in false }
      let after = try await leftovers()
      guard after.isEmpty else {
        throw Broken("after the schedule: \(after.joined(separator: "; "))")
      }
    }
    guard world.github.lost.isEmpty else { throw Broken("lost \(world.github.lost)") }
    report.runs = world.github.runs.count
    report.plans = world.github.runs.count(where: \.onlyPlanned)
    report.builds = world.github.machine.builds.count
    report.doubles = try doubles()
    return report
  }

  /// What the registry does not hold as the tip wants it, but for what cannot be built.
  private func leftovers() async throws -> [String] {
    let tip = try await world.tip()
    var failing: Set<String> = []
    for image in repository.images
    where image.files.contains(where: { world.clone.read($0).hasPrefix("fail") })
      || image.parents.contains(where: failing.contains)
    {
      failing.insert(image.name)
    }
    var left: [String] = []
    for image in tip.images where !failing.contains(image.name) {
      guard let index = tip.present[image.reference] else {
        left.append("\(image.name) is missing")
        continue
      }
      let recorded = try Value(json: index.body["annotations"]["dev.wfgen.bases"].text)
      var now: [String: Value] = [:]
      for parent in image.parents { now[parent] = .string(tip.present[parent]?.digest ?? "absent") }
      if recorded != .object(now) { left.append("\(image.name) is outdated") }
      for tag in image.tags {
        let moved = try await world.registry.manifest("\(image.repository):\(tag)")
        if moved?.digest != index.digest { left.append("\(image.name):\(tag) is not the tip's") }
      }
    }
    return left
  }

  /// What was built twice on the same parents and nobody had asked for; with the reason where the
  /// second build could not have known better.
  private func doubles() throws -> [String] {
    let builds = world.github.machine.builds
    var found: [String] = []
    for (index, build) in builds.enumerated() {
      let former = builds[..<index].lastIndex {
        $0.reference == build.reference && $0.bases == build.bases
      }
      guard let former, !world.github.runs[build.run - 1].isForced else { continue }
      let name = build.reference.dropFirst(world.registry.host.count + 1)
      // Gone after the first build, or after the second look at what had been built before it.
      if removed.contains(where: { $0.reference == name && $0.builds > former }) {
        found.append("\(name): its tag was removed")
      } else if builds[former..<index].contains(where: {
        $0.reference == build.reference && $0.bases != build.bases
      }) {
        // A forced build of a parent, and one of it again by its former content.
        found.append("\(name): its parents changed and changed back")
      } else {
        throw Broken("\(name) is built again on the same parents by run \(build.run)")
      }
    }
    return found
  }
}

extension Run {
  /// Whether a person wanted everything new.
  fileprivate var isForced: Bool {
    if case .dispatch(let inputs) = event { inputs["rebuild"] == "all" } else { false }
  }
}
