internal import FoundationEssentials
internal import Generation
internal import SourceText
internal import Subprocess
internal import SystemPackage

/// The scripts that generated workflows run, with their data, in a directory that is thrown away.
///
/// They are those that this program carries, never those of the commit that is asked about: what a
/// commit says is read and not run, least of all with credentials at hand.
struct ScriptFolder: Sendable {
  /// The directory, absolute. Only this user can read it.
  let path: String
  /// The environment variables of the scripts.
  let environment: [String: String]

  /// Makes the directory for as long as the body takes.
  ///
  /// - Parameters:
  ///   - view: the commit whose registry is asked.
  ///   - environment: the variables of the command; the scripts get them without credentials.
  static func with<Result>(
    _ view: CommitView, _ environment: [String: String],
    _ body: (ScriptFolder) async throws -> Result
  ) async throws -> Result {
    let manager = FileManager.default
    let path = manager.temporaryDirectory.appending(path: "wfgen-\(UUID().uuidString)")
      .path(percentEncoded: false)
    try manager.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? manager.removeItem(atPath: path) }
    var plain = environment
    for name in ["GITHUB_TOKEN", "REGISTRY_PASSWORD"] { plain[name] = nil }
    let folder = ScriptFolder(path: path, environment: plain)
    // The scripts look for it where it lies in the repository.
    if let authority = view.authority { try folder.write(authority.text, to: authority.name) }
    for file in view.pipeline.files() where file.path.hasPrefix(Ownership.scripts + "/") {
      try folder.write(file.text, to: String(file.path.dropFirst(Ownership.scripts.count + 1)))
    }
    return try await body(folder)
  }

  /// Writes a file in the directory, or in one below it.
  func write(_ text: String, to name: String) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The content of a file in the directory; `nil` when there is none.
  func read(_ name: String) -> Data? {
    FileManager.default.contents(atPath: "\(path)/\(name)")
  }

  /// Runs lines of bash in the directory, and gives what they print.
  ///
  /// Credentials are handed over as variables, which the scripts take out of their environment.
  /// Throws a `CommandError` when the lines fail.
  func run(_ lines: String, _ credentials: [String: String]) async throws -> Data {
    var variables: [Environment.Key: String] = [:]
    for (name, value) in environment.merging(credentials, uniquingKeysWith: { $1 }) {
      if let key = Environment.Key(rawValue: name) { variables[key] = value }
    }
    let output: [UInt8]
    let errors: String
    let isSuccess: Bool
    do {
      let result = try await Subprocess.run(
        .name("bash"), arguments: ["-c", "set -euo pipefail\n" + lines],
        environment: .custom(variables), workingDirectory: FilePath(path), input: .none,
        output: .bytes(limit: 1 << 28), error: .string(limit: 1 << 16))
      output = result.standardOutput
      errors = result.standardError
      isSuccess = result.terminationStatus.isSuccess
    } catch {
      throw CommandError("'bash' cannot be run, which asks the registry", help: Self.help)
    }
    guard isSuccess else {
      let reason = errors.split(separator: "\n").first ?? "no reason was given"
      throw CommandError("the registry cannot be asked: \(reason)", help: Self.help)
    }
    return Data(output)
  }

  private static let help = "bash, curl, jq and awk have to be installed"
}
