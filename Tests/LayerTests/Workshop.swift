import Fixtures
import FoundationEssentials
import Subprocess
import SystemPackage

/// A tool ended with another status than 0.
struct ToolFailed: Error, CustomStringConvertible {
  let description: String
}

/// A directory for one test, and the processes that are started in it.
struct Workshop: Sendable {
  /// The directory, absolute.
  let root: String
  /// The working copy of the repository whose images are built.
  var repository: String { root + "/repository" }

  /// Gives the body a new directory and takes it away afterwards.
  static func with<T: Sendable>(_ body: (Workshop) async throws -> T) async throws -> T {
    let root = FileManager.default.temporaryDirectory.path() + "/wfgen-layers-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: root + "/tmp", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: root) }
    return try await body(Workshop(root: root))
  }

  /// Runs a tool and gives what it printed.
  ///
  /// The environment holds the search path and directories in the workshop alone.
  /// - Parameter folder: where it runs; the repository unless told otherwise.
  @discardableResult
  func tool(_ command: [String], in folder: String? = nil) async throws -> String {
    let identity = "octo@example.org"
    let result = try await run(
      command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0]),
      arguments: Arguments(Array(command.dropFirst())),
      environment: .custom([
        "PATH": .init(Self.variable("PATH") ?? "/usr/bin:/bin"), "HOME": .init(root),
        "TMPDIR": .init(root + "/tmp"), "XDG_RUNTIME_DIR": .init(root + "/tmp"),
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Octo", "GIT_COMMITTER_NAME": "Octo",
        "GIT_AUTHOR_EMAIL": .init(identity), "GIT_COMMITTER_EMAIL": .init(identity),
      ]),
      workingDirectory: FilePath(folder ?? repository), output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24))
    guard result.terminationStatus.isSuccess else {
      throw ToolFailed(
        description: "\(command.joined(separator: " ")): \(result.standardError)")
    }
    return result.standardOutput
  }

  /// Runs git in the repository.
  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    try await tool(["git"] + arguments)
  }

  /// Runs the program that was built together with the tests, in the repository.
  func wfgen(_ arguments: String...) async throws -> String {
    try await tool([Self.program] + arguments)
  }

  /// A variable of this process.
  static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// Whether every image of every fixture is tried.
  static let isFullRun = variable("WFGEN_FULL") == "1"

  /// Whether the tools are there that build images.
  static let isEquipped = ["buildah", "git", "sh", "ldd"].allSatisfy { tool in
    (variable("PATH") ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }

  private static let program: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    let parts = bundle.split(separator: "/")
    let end = parts.firstIndex { $0.hasSuffix(".xctest") } ?? parts.count - 1
    return parts[..<end].map { "/" + $0 }.joined() + "/wfgen"
  }()
}
