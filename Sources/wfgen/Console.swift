internal import FoundationEssentials
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Where a command writes and what it knows of its surroundings.
///
/// Results go to `output`, everything else to `error`. Tests hand in one that collects.
struct Console: Sendable {
  /// Writes a result.
  var output: @Sendable (String) -> Void
  /// Writes a remark, a progress line or a message.
  var error: @Sendable (String) -> Void
  /// The environment variables.
  var environment: [String: String]
  /// Whether `output` is a terminal that shows colours.
  var outputHasColor: Bool
  /// Whether `error` is a terminal that shows colours.
  var errorHasColor: Bool
  /// The time.
  var pace = Pace.system

  /// The process's own streams. `NO_COLOR` and `TERM=dumb` switch colours off, see no-color.org.
  static let process: Console = {
    let environment = ProcessInfo.processInfo.environment
    let wanted = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    return Console(
      output: { write($0, to: .standardOutput) },
      error: { write($0, to: .standardError) },
      environment: environment,
      outputHasColor: wanted && isatty(STDOUT_FILENO) == 1,
      errorHasColor: wanted && isatty(STDERR_FILENO) == 1)
  }()

  /// A reader that has gone away wants no more: what it does not take is dropped.
  private static func write(_ text: String, to stream: FileDescriptor) {
    _ = try? stream.writeAll(text.utf8)
  }
}
