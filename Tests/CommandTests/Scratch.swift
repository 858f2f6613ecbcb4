import Fixtures
import FoundationEssentials
import Subprocess
import SystemPackage

/// A repository on the disk, and the built program run in it.
///
/// A class, because the directory goes when the last reference to it does.
final class Scratch: Sendable {
  /// The directory, absolute.
  let root: String

  /// A copy of a fixture, or an empty directory.
  init(copying fixture: String? = nil) throws {
    let manager = FileManager.default
    root = manager.temporaryDirectory.appending(path: "wfgen-test-\(UUID().uuidString)").path()
    if let fixture {
      try manager.copyItem(
        atPath: "\(Repositories.packageRoot)/fixtures/\(fixture)", toPath: root)
    } else {
      try manager.createDirectory(atPath: root, withIntermediateDirectories: true)
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// Writes a file, and the directories above it.
  func write(_ text: String, to path: String) throws {
    let file = URL(filePath: "\(root)/\(path)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The text of a file; `nil` when there is none.
  func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: "\(root)/\(path)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// What a program printed, and how it ended.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs `wfgen` in the repository, or in a directory of it, in an environment of `PATH` and the
  /// given variables alone.
  func wfgen(
    _ arguments: String..., in directory: String = ".", environment: [String: String] = [:]
  ) async throws -> Result {
    try await run(Self.program, arguments, environment, in: directory)
  }

  /// Runs `git` in the repository.
  @discardableResult
  func git(_ arguments: String...) async throws -> Result {
    let identity = ["GIT_CONFIG_GLOBAL": "/dev/null", "HOME": root]
    let names = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    return try await run("git", names + arguments, identity)
  }

  /// Runs a script of the shell in the repository, to which `$WFGEN` is the program.
  func bash(_ script: String) async throws -> Result {
    try await run("bash", ["-c", script], ["WFGEN": Self.program])
  }

  private func run(
    _ program: String, _ arguments: [String], _ environment: [String: String],
    in directory: String = "."
  ) async throws -> Result {
    var variables: [Environment.Key: String] = [:]
    for (name, value) in environment.merging(
      ["PATH": Self.path], uniquingKeysWith: { first, _ in first })
    {
      if let key = Environment.Key(rawValue: name) { variables[key] = value }
    }
    let result = try await Subprocess.run(
      program.contains("/") ? .path(FilePath(program)) : .name(program),
      arguments: Arguments(arguments), environment: .custom(variables),
      workingDirectory: FilePath("\(root)/\(directory)"), output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24))
    let status: Int32 =
      if case .exited(let code) = result.terminationStatus { code } else { -1 }
    return Result(
      status: status, output: result.standardOutput, errors: result.standardError)
  }

  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  /// The program that was built together with the tests: it lies beside their bundle.
  private static let program: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    let parts = bundle.split(separator: "/")
    let end = parts.firstIndex { $0.hasSuffix(".xctest") } ?? parts.count - 1
    return parts[..<end].map { "/" + $0 }.joined() + "/wfgen"
  }()
}
