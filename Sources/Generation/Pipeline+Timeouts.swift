internal import Manifest
internal import SourceText

extension Pipeline {
  /// Tiers whose stated job time-out leaves the build step less than its own.
  static func shortTimeouts(of manifest: Manifest) -> [Diagnostic] {
    manifest.tiers.compactMap { tier in
      let least = tier.buildTimeout + Minutes.overhead
      guard let stated = tier.jobTimeout, stated.value < least else { return nil }
      return Diagnostic(
        "short-job-timeout", .error,
        "GitHub ends the job after \(stated.value) minutes, before its build step reaches its own "
          + "limit of \(tier.buildTimeout)",
        at: SourceLocation(manifest.file, stated.range),
        help: "state at least \(least), or leave 'job-timeout' out: it is computed from the steps")
    }
  }
}
