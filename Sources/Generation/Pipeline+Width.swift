internal import Manifest
internal import SourceText

extension Pipeline {
  /// Tiers of which more images may be built at once than they allow.
  ///
  /// `max-parallel` holds for the legs of one matrix; nothing on GitHub counts over several jobs
  /// (docs "Workflow syntax", `jobs.<job_id>.strategy.max-parallel`). In the other layouts the jobs
  /// of a tier wait for each other, so that its limit holds.
  var exceededWidths: [Diagnostic] {
    guard project.manifest.layout == .single else { return [] }
    return stages.flatMap { stage in
      let order = Self.jobsBefore(stage.buildJobs)
      let tiers = Dictionary(grouping: stage.buildJobs, by: \.tier.name.value)
      return tiers.values.compactMap { jobs -> Diagnostic? in
        let tier = jobs[0].tier
        guard let limit = tier.maxParallel else { return nil }
        let most = Self.width(
          of: jobs.map { min($0.images.count, limit.value) },
          before: jobs.map { job in
            jobs.indices.filter { order[job.id]?.contains(jobs[$0].id) ?? false }
          })
        guard most > limit.value else { return nil }
        return Diagnostic(
          "max-parallel-per-job", .warning,
          "\(most) images of tier '\(tier.name.value)' may be built at once in '\(stage.title)': "
            + "GitHub keeps 'max-parallel' within each job alone",
          at: SourceLocation(project.manifest.file, limit.range),
          help: "leave 'max-parallel' out, or take the layout 'tier', whose jobs take turns")
      }
    }
  }

  /// The ids of all jobs that end before a job begins, by its id.
  private static func jobsBefore(_ jobs: [Stage.BuildJob]) -> [String: Set<String>] {
    // A job stands behind those that it needs.
    jobs.reduce(into: [:]) { before, job in
      before[job.id] = job.needs.reduce(into: Set(job.needs)) { $0.formUnion(before[$1] ?? []) }
    }
  }

  /// The greatest weight of elements of which none is before another.
  ///
  /// Dilworth's theorem for weights: it is what is left of the whole weight when as much as possible
  /// of each element is paired with the weight of those before it, a greatest flow.
  ///
  /// - Parameter before: the positions of all elements before each one, not of the nearest alone.
  static func width(of weights: [Int], before: [[Int]]) -> Int {
    var upper = weights
    var lower = weights
    var flow: [[Int: Int]] = weights.map { _ in [:] }

    /// Finds room for one unit of an element, taking it from others that find room elsewhere.
    func pair(_ element: Int, _ seen: inout Set<Int>) -> Bool {
      for earlier in before[element] where seen.insert(earlier).inserted {
        if lower[earlier] > 0 {
          lower[earlier] -= 1
        } else if let other = flow[earlier].keys.sorted().first(where: { pair($0, &seen) }) {
          flow[earlier][other] = flow[earlier][other].flatMap { $0 > 1 ? $0 - 1 : nil }
        } else {
          continue
        }
        flow[earlier][element, default: 0] += 1
        return true
      }
      return false
    }

    for element in weights.indices {
      var seen: Set<Int> = []
      while upper[element] > 0, pair(element, &seen) {
        upper[element] -= 1
        seen = []
      }
    }
    return upper.reduce(0, +)
  }
}
