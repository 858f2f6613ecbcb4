import FoundationEssentials
import Subprocess
import SystemPackage

/// How a program ended.
struct Ended: Sendable {
  /// The exit code; -1 after a signal.
  let status: Int32
  /// What it printed on both streams.
  let text: String
  /// The first line of the text, without its end.
  var firstLine: String { String(text.prefix { $0 != "\n" }) }
}

/// Runs a program with `PATH`, on which the built `wfgen` comes first, and the given variables.
func run(
  _ program: String, _ arguments: [String], in directory: String,
  _ environment: [String: String] = [:]
) async throws -> Ended {
  var variables: [Environment.Key: String] = ["PATH": "\(builtPrograms):\(path)", "NO_COLOR": "1"]
  for (name, value) in environment {
    if let key = Environment.Key(rawValue: name) { variables[key] = value }
  }
  let result = try await Subprocess.run(
    program.contains("/") ? .path(FilePath(program)) : .name(program),
    arguments: Arguments(arguments), environment: .custom(variables),
    workingDirectory: FilePath(directory), output: .string(limit: 1 << 20),
    error: .combinedWithOutput)
  let status: Int32 =
    if case .exited(let code) = result.terminationStatus { code } else { -1 }
  return Ended(status: status, text: result.standardOutput)
}

/// Where a program lies on `PATH`; `nil` when it is not installed.
func installed(_ program: String) -> String? {
  path.split(separator: ":").map { "\($0)/\(program)" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

private let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

/// The directory of the `wfgen` that was built with the tests: it lies beside their bundle.
private let builtPrograms: String = {
  let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
  let parts = bundle.split(separator: "/")
  let end = parts.firstIndex { $0.hasSuffix(".xctest") } ?? parts.count - 1
  return parts[..<end].map { "/" + $0 }.joined()
}()

/// Whether there is a daemon of Docker that tests may build images with: `WFGEN_DOCKER=1`.
let wantsDocker = ProcessInfo.processInfo.environment["WFGEN_DOCKER"] == "1"
