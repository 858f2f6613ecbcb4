import PipelineDriver
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("Whatever happens in whatever order", .enabled(if: canRunPipelines))
struct InterleavingTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let stated = environment["WFGEN_EPISODES"].flatMap { Int($0) }
  /// How many episodes: `WFGEN_EPISODES`, or else a few dozen, or hundreds with `WFGEN_FULL=1`.
  private static let count = stated ?? (isFull ? 300 : 36)
  /// After how long no further one is begun, where neither asks for all of them.
  private static let enough: Duration? = stated == nil && !isFull ? .seconds(150) : nil
  private static let workers = 2

  /// One of five seeds is another one each time; `WFGEN_SEED` asks for one alone.
  private static var seeds: [UInt64] {
    if let seed = environment["WFGEN_SEED"].flatMap({ UInt64($0) }) { return [seed] }
    return (0..<count).map { $0 % 5 == 4 ? .random(in: 1_000...9_999_999) : UInt64($0) }
  }

  /// At rest nothing is left to do, every parent is current, every tag is the tip's, and nothing was
  /// built twice.
  @Test func everythingIsBuiltOnceAndPromotedInTheEnd() async throws {
    var reports: [Episode.Report] = []
    try await withThrowingTaskGroup(of: (UInt64, Result<Episode.Report, any Error>).self) { group in
      var next = Self.seeds.makeIterator()
      let start = ContinuousClock.now
      func begin() {
        if let enough = Self.enough, start.duration(to: .now) > enough { return }
        guard let seed = next.next() else { return }
        group.addTask {
          do { return (seed, .success(try await Episode.play(seed: seed))) } catch {
            return (seed, .failure(error))
          }
        }
      }
      for _ in 0..<Self.workers { begin() }
      while let (seed, result) = try await group.next() {
        switch result {
        case .success(let report): reports.append(report)
        case .failure(let error):
          Issue.record(
            "WFGEN_SEED=\(seed) swift test --filter InterleavingTests does it again: \(error)")
        }
        begin()
      }
    }
    let doubles = reports.flatMap(\.doubles)
    let calm = reports.filter(\.isCalm)
    print(
      "interleavings: \(reports.count) episodes, \(calm.count) of them calm,",
      "\(reports.map(\.runs).reduce(0, +)) runs, \(reports.map(\.plans).reduce(0, +)) only planned,",
      "\(reports.map(\.builds).reduce(0, +)) builds, \(doubles.count) twice,",
      "\(reports.count(where: \.needsNet)) needed the schedule")
    for double in doubles { print("  built twice: \(double)") }
  }
}
