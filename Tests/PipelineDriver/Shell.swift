import Subprocess

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a process left behind.
public struct Finished: Sendable {
  /// The exit code; 124 after its time was up, a signal's number negated.
  public let status: Int
  /// What it printed.
  public let output: String
  /// What it printed as errors.
  public let errors: String
}

/// A process of the driver's own that failed.
public struct ToolFailure: Error {
  /// The command and what it said.
  public let message: String
}

/// Runs a command with exactly this environment, and ends it after so many seconds.
func launch(
  _ command: [String], in folder: String, environment: [String: String], seconds: Int = 60
) async throws -> Finished {
  let script = #"cd "$0" && exec timeout -k 1 "$@""#
  var variables: [Environment.Key: String] = [:]
  for (name, value) in environment {
    guard let key = Environment.Key(rawValue: name) else {
      throw Unsupported("a variable '\(name)'")
    }
    variables[key] = value
  }
  let result = try await run(
    .name("sh"), arguments: Arguments(["-c", script, folder, String(seconds)] + command),
    environment: .custom(variables), input: .none, output: .string(limit: 1 << 24),
    error: .string(limit: 1 << 24))
  let status =
    switch result.terminationStatus {
    case .exited(let code): Int(code)
    case .signaled(let signal): -Int(signal)
    }
  return Finished(status: status, output: result.standardOutput, errors: result.standardError)
}

/// The search path of this machine.
package let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

/// Runs a tool for the driver itself, with an environment that holds next to nothing.
@discardableResult
package func tool(
  _ command: String..., in folder: String = "/", environment: [String: String] = [:]
) async throws -> String {
  try await tool(command, in: folder, environment: environment)
}

/// Runs a tool for the driver itself, and throws what it says when it fails.
@discardableResult
package func tool(
  _ command: [String], in folder: String = "/", environment: [String: String] = [:]
) async throws -> String {
  var all = [
    "PATH": searchPath, "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Octo", "GIT_AUTHOR_EMAIL": "octo@example.org",
    "GIT_COMMITTER_NAME": "Octo", "GIT_COMMITTER_EMAIL": "octo@example.org",
  ]
  all.merge(environment) { $1 }
  let result = try await launch(command, in: folder, environment: all)
  guard result.status == 0 else {
    throw ToolFailure(
      message: "\(command.joined(separator: " ")): \(result.status)\n\(result.errors)")
  }
  return result.output
}
