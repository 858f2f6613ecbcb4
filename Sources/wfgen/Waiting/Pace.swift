internal import FoundationEssentials

/// The time that passes while a command waits. Tests hand in one that nobody has to wait for.
struct Pace: Sendable {
  /// Seconds since some moment; never goes back.
  var now: @Sendable () -> Double
  /// Seconds since the first of January 1970, by which GitHub says when it answers again.
  var date: @Sendable () -> Double
  /// Lets seconds pass.
  var pause: @Sendable (Double) async throws -> Void

  /// The machine's own time.
  static let system: Pace = {
    let clock = ContinuousClock()
    let start = clock.now
    return Pace(
      now: { start.duration(to: clock.now) / .seconds(1) },
      date: { Date().timeIntervalSince1970 },
      pause: { try await clock.sleep(for: .seconds($0)) })
  }()
}
