internal import Manifest
internal import SourceText

extension Pipeline {
  /// Tiers of which more images may be built at once than they allow.
  ///
  /// `max-parallel` holds for the legs of one matrix; nothing on GitHub counts over several jobs
  /// (docs "Workflow syntax", `jobs.<job_id>.strategy.max-parallel`).
  var exceededWidths: [Diagnostic] {
    stages.flatMap { stage in
      let levels = Self.levels(of: stage.buildJobs)
      let rows = Dictionary(grouping: zip(stage.buildJobs, levels)) { job, level in
        [job.tier.name.value, String(level)]
      }
      var widest: [String: (jobs: Int, tier: Tier)] = [:]
      for jobs in rows.values.map({ $0.map(\.0) }) {
        let tier = jobs[0].tier
        guard let limit = tier.maxParallel?.value,
          jobs.reduce(0, { $0 + min($1.images.count, limit) }) > limit,
          jobs.count > widest[tier.name.value]?.jobs ?? 0
        else { continue }
        widest[tier.name.value] = (jobs.count, tier)
      }
      return widest.values.map { jobs, tier in
        Diagnostic(
          "max-parallel-per-job", .warning,
          "\(jobs) jobs of tier '\(tier.name.value)' may run at once in '\(stage.title)', and GitHub "
            + "keeps 'max-parallel' within each job alone",
          at: SourceLocation(project.manifest.file, tier.maxParallel?.range ?? tier.name.range),
          help: manifestHelp)
      }
    }
  }

  private var manifestHelp: String? {
    project.manifest.layout == .single
      ? "leave 'max-parallel' out, or take the layout 'tier', which builds a level in one job" : nil
  }

  /// The length of the longest way of `needs` to each job; jobs of one length do not wait for
  /// each other.
  private static func levels(of jobs: [Stage.BuildJob]) -> [Int] {
    var levels: [String: Int] = [:]
    return jobs.map { job in
      let level = job.needs.compactMap { levels[$0].map { $0 + 1 } }.max() ?? 0
      levels[job.id] = level
      return level
    }
  }
}
