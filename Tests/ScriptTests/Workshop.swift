import Subprocess

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A temporary directory in which the scripts run.
struct Workshop: Sendable {
  /// Absolute path.
  let path: String

  /// The folder of the scripts, from the place of this file.
  static let scripts =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/templates/scripts"

  /// A variable of the environment that the tests were started in.
  static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  /// The full path of a program, when it is installed.
  static func program(_ name: String) -> String? {
    (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Does something in a directory that is gone afterwards.
  static func with<T>(_ body: (Workshop) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.path
    let path = "\(folder)/wfgen-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(Workshop(path: path))
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = path + "/" + name
    let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// The bytes of a file; none when it does not exist.
  func bytes(of name: String) -> [UInt8] {
    FileManager.default.contents(atPath: path + "/" + name).map { Array($0) } ?? []
  }

  func text(of name: String) -> String { String(decoding: bytes(of: name), as: UTF8.self) }

  /// Runs lines of bash in the directory; `$SCRIPTS` is the folder of the scripts, and `awk` the
  /// program that is given.
  func bash(_ lines: String, awk: String? = nil) async throws -> (status: Int, errors: String) {
    var search = Self.variable("PATH") ?? "/usr/bin:/bin"
    if let awk {
      try FileManager.default.createDirectory(
        atPath: path + "/bin", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: path + "/bin/awk", withDestinationPath: awk)
      search = "\(path)/bin:\(search)"
    }
    // A thousand calls are longer than an argument may be.
    try write(lines, to: "lines")
    let result = try await run(
      .name("bash"), arguments: ["-c", "cd \"$0\" && source ./lines", path],
      environment: .custom([
        "PATH": search, "HOME": path, "SCRIPTS": Self.scripts, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org",
        "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.org",
      ]),
      output: .discarded, error: .string(limit: 1 << 20))
    let status =
      switch result.terminationStatus {
      case .exited(let code): Int(code)
      case .signaled(let signal): -Int(signal)
      }
    return (status, result.standardError)
  }
}
