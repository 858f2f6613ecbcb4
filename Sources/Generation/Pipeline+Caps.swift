internal import Manifest
internal import SourceText

extension Pipeline {
  /// Tiers of several workflows, each of which keeps to `max-parallel` by itself.
  var capsPerWorkflow: [Diagnostic] {
    project.manifest.tiers.compactMap { tier in
      guard let cap = tier.maxParallel else { return nil }
      let counts = stages.map { stage in
        stage.images.count { $0.tier.name.value == tier.name.value }
      }.filter { $0 > 0 }
      guard counts.count > 1, counts.reduce(0, +) > cap.value else { return nil }
      return Diagnostic(
        "cap-per-workflow", .info,
        "tier '\(tier.name.value)' is built in \(counts.count) workflows, and each of them keeps to "
          + "\(cap.value) at once by itself: GitHub has no limit for several",
        at: SourceLocation(project.manifest.file, cap.range))
    }
  }
}
