import PipelineDriver
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What came of every turn of every scenario: a table that is printed when all tests are over.
enum Ledger {
  /// One turn of a scenario.
  struct Line: Sendable {
    /// The test, and what happened in it.
    let scenario: String
    /// How the registry was reached.
    let access: Access
    /// The runs that it started, those that were run again among them.
    let runs: Int
    /// The runs that did nothing but look.
    let plans: Int
    /// The images that were built and pushed.
    let builds: Int
    /// What came of it, in a word or two.
    let result: String
  }

  private static let lines = Mutex<[Line]>([])
  /// Tests run at the same time and in any order, so only their end is a good moment.
  private static let printing: Void = {
    atexit { Ledger.show() }
    return ()
  }()

  /// Adds a line to the table.
  static func note(_ line: Line) {
    _ = printing
    lines.withLock { $0.append(line) }
  }

  private static func show() {
    let sorted = lines.withLock { $0 }.sorted {
      ($0.scenario, $0.access.rawValue) < ($1.scenario, $1.access.rawValue)
    }
    let rows =
      [["scenario", "registry", "runs", "only planned", "builds", "result"]]
      + sorted.map {
        [$0.scenario, $0.access.rawValue, "\($0.runs)", "\($0.plans)", "\($0.builds)", $0.result]
      }
    let widths = (0..<6).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      print("scenario| " + cells.joined(separator: " | "))
    }
  }
}
