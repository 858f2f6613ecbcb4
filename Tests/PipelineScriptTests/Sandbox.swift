import Subprocess

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a script left behind.
struct Outcome: Sendable {
  /// The exit code; a signal's number, negated.
  let status: Int
  let output: String
  let errors: String
  /// The step outputs, read as GitHub reads them.
  let outputs: [String: String]
  /// The step summary.
  let summary: String
}

/// A directory of its own for one test, laid out as a user's repository with the scripts in it.
struct Sandbox: Sendable {
  /// Absolute path.
  let path: String
  /// The repository, with the scripts in `.github/wfgen`.
  var repository: String { path + "/repository" }

  func write(_ text: String, to name: String) throws {
    let file = path + "/" + name
    let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
  }

  /// The text of a file; empty when there is none.
  func read(_ name: String) -> String {
    (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/" + name)
  }

  /// Runs one of the scripts in the repository, as a workflow step would.
  func step(_ script: String, _ environment: [String: String] = [:]) async throws -> Outcome {
    try await bash([".github/wfgen/" + script], environment)
  }

  /// Runs a few lines of bash in the repository, after the functions of a script were sourced.
  func lines(
    sourcing script: String, _ lines: String, _ environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await bash(
      ["-c", "set -euo pipefail; source .github/wfgen/\(script)\n\(lines)"], environment)
  }

  /// Runs bash with an environment that holds nothing of the machine's but the path.
  func bash(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Outcome {
    try write("", to: "outputs")
    try write("", to: "summary.md")
    let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    var variables: [Environment.Key: String] = [
      "PATH": inherited, "HOME": path, "TMPDIR": path + "/tmp", "WFGEN_BACKOFF": "0",
      "GITHUB_OUTPUT": path + "/outputs", "GITHUB_STEP_SUMMARY": path + "/summary.md",
      "GITHUB_REPOSITORY": "octo-org/chatbot", "GITHUB_RUN_ID": "77", "GITHUB_RUN_ATTEMPT": "1",
      "GITHUB_SERVER_URL": "https://github.com", "GITHUB_API_URL": "http://127.0.0.1:1",
    ]
    for (name, value) in environment {
      variables[Environment.Key(rawValue: name) ?? "IGNORED"] = value
    }
    let result = try await run(
      .name("sh"),
      arguments: Arguments(["-c", #"cd "$0" && exec "$@""#, repository, testedBash] + arguments),
      environment: .custom(variables), output: .string(limit: 1 << 22),
      error: .string(limit: 1 << 22))
    let status =
      switch result.terminationStatus {
      case .exited(let code): Int(code)
      case .signaled(let signal): -Int(signal)
      }
    return Outcome(
      status: status, output: result.standardOutput, errors: result.standardError,
      outputs: stepOutputs(read("outputs")), summary: read("summary.md"))
  }
}

/// The outputs that GitHub would read from the file that `GITHUB_OUTPUT` names.
func stepOutputs(_ text: String) -> [String: String] {
  var outputs: [String: String] = [:]
  var name = ""
  var end: Substring?
  var value: [Substring] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if let delimiter = end {
      if line == delimiter {
        outputs[name] = value.joined(separator: "\n")
        end = nil
        value = []
      } else {
        value.append(line)
      }
    } else if let range = line.firstRange(of: "<<") {
      name = String(line[..<range.lowerBound])
      end = line[range.upperBound...]
    } else if let equals = line.firstIndex(of: "=") {
      outputs[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
  }
  return outputs
}

/// Gives the body a sandbox and takes it away afterwards.
func withSandbox<T: Sendable>(_ body: (Sandbox) async throws -> T) async throws -> T {
  let path = FileManager.default.temporaryDirectory.path + "/wfgen-" + UUID().uuidString
  let box = Sandbox(path: path)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try box.write(#"{"version": 1, "images": []}"#, to: "repository/.github/wfgen/images.json")
  try box.write("", to: "tmp/keep")
  for name in try FileManager.default.contentsOfDirectory(atPath: scriptFolder) {
    try FileManager.default.copyItem(
      atPath: scriptFolder + "/" + name, toPath: box.repository + "/.github/wfgen/" + name)
  }
  return try await body(box)
}

private let testFolder = #filePath.split(separator: "/").dropLast().joined(separator: "/")

/// The scripts under test.
let scriptFolder = "/" + testFolder + "/../../templates/scripts"

/// The bash that runs the scripts; to test with that of macOS, give its path in `WFGEN_TEST_BASH`.
private let testedBash = ProcessInfo.processInfo.environment["WFGEN_TEST_BASH"] ?? "bash"

/// Files that only the tests use.
let fixtureFolder = "/" + testFolder + "/Fixtures"

/// Whether the tools are installed that these tests start.
func installed(_ tools: String...) -> Bool {
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  return tools.allSatisfy { tool in
    folders.contains { FileManager.default.isExecutableFile(atPath: $0 + "/" + tool) }
  }
}
