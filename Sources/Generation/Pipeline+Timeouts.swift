internal import Manifest
internal import SourceText
internal import Workflows
internal import YAML

extension Pipeline {
  /// Tiers whose build jobs may end before their steps do.
  var shortTimeouts: [Diagnostic] {
    let jobs = Dictionary(grouping: neededMinutes, by: \.tier.name.value)
    let undeclared = jobs.values.compactMap(\.first?.tier).filter {
      manifest.tier(named: $0.name.value) == nil
    }
    let builds = (manifest.tiers + undeclared).compactMap { tier in
      let longest = jobs[tier.name.value]?.max { $0.minutes < $1.minutes }
      guard let stated = tier.jobTimeout else {
        return jobs[tier.name.value]?.filter(isHosted).max { $0.minutes < $1.minutes }
          .flatMap(longJob)
      }
      // Who states all that GitHub's runners give has accepted that it is not enough.
      let isAccepted = stated.value == Minutes.maximum && longest.map(isHosted) ?? false
      return shortJob(stated, tier, needs: isAccepted ? nil : longest?.minutes)
    }
    return builds + manifest.tasks.compactMap(shortTask)
  }

  /// A task whose job ends before its own steps reach their limits.
  private func shortTask(_ task: TaskSpec) -> Diagnostic? {
    let minutes = JobExtras.steps(task.steps).reduce(0) { $0 + ($1.timeout ?? 0) }
    guard let stated = task.timeout, stated.value < minutes else { return nil }
    return Diagnostic(
      "tight-job-timeout", .warning,
      "GitHub ends the job after \(stated.value) minutes, and its steps may take \(minutes) when each "
        + "needs all of its limit",
      at: SourceLocation(manifest.file, stated.range),
      help: "state more than \(minutes), or leave 'timeout' out: it is computed from the steps")
  }

  /// A build job, and the minutes that it needs when every step takes all that it may.
  private typealias NeededMinutes = (tier: Tier, images: [ResolvedImage], minutes: Int)

  private var manifest: Manifest { project.manifest }

  private var neededMinutes: [NeededMinutes] {
    stages.flatMap { stage in
      let writer = StageWorkflow(stage: stage, pipeline: self)
      return stage.buildJobs.map { ($0.tier, $0.images, writer.neededMinutes(of: $0)) }
    }
  }

  /// Whether a job runs on one of GitHub's runners, which end it after six hours; self-hosted ones
  /// give five days (docs "Actions limits"). Their labels are an operating system and its version.
  private func isHosted(_ job: NeededMinutes) -> Bool {
    let label = (job.images.first?.image.extras.runner?.value ?? manifest.runner).lowercased()
    return ["ubuntu-", "windows-", "macos-"].contains { system in
      let version = label.dropFirst(system.count)
      return label.hasPrefix(system)
        && (version.hasPrefix("latest") || version.first?.isNumber ?? false)
    }
  }

  private func shortJob(_ stated: Located<Int>, _ tier: Tier, needs minutes: Int?) -> Diagnostic? {
    let least = tier.buildTimeout + Minutes.overhead
    if stated.value < least {
      return Diagnostic(
        "short-job-timeout", .error,
        "GitHub ends the job after \(stated.value) minutes, before its build step reaches its own "
          + "limit of \(tier.buildTimeout)",
        at: SourceLocation(manifest.file, stated.range),
        help: "state at least \(least), or leave 'job-timeout' out: it is computed from the steps")
    }
    guard let minutes, stated.value < minutes else { return nil }
    return Diagnostic(
      "tight-job-timeout", .warning,
      "GitHub ends the job after \(stated.value) minutes, and it may take \(minutes) when each step "
        + "needs all of its limit: the last ones, which confirm the push and clean up, are then cut "
        + "off",
      at: SourceLocation(manifest.file, stated.range),
      help: minutes > Minutes.maximum
        ? "lower 'build-timeout' or the limits of the steps"
        : "state at least \(minutes), or leave 'job-timeout' out: it is computed from the steps")
  }

  /// A job that no stated limit makes short, and GitHub does; found where most of its time is given.
  private func longJob(_ job: NeededMinutes) -> Diagnostic? {
    guard job.minutes > Minutes.maximum else { return nil }
    let extras = job.images.first?.image.extras
    let steps = [extras?.before, extras?.after].compactMap { $0 }.flatMap(\.items)
    let limits = steps.compactMap { $0["timeout-minutes"] }.compactMap { node -> Located<Int>? in
      guard case .int(let minutes) = node.value else { return nil }
      return Located(minutes, node.range)
    }
    let build =
      job.tier.statedBuildTimeout ?? Located(job.tier.buildTimeout, job.tier.name.range)
    let longest = limits.reduce(build) { $1.value > $0.value ? $1 : $0 }
    return Diagnostic(
      "long-job", .error,
      "GitHub ends a job after \(Minutes.maximum) minutes, and this one may take \(job.minutes) when "
        + "each step needs all of its limit",
      at: SourceLocation(manifest.file, longest.range),
      help: "lower this limit, or state 'job-timeout' to say when the job may end")
  }
}
