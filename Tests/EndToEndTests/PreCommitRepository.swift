import Fixtures
import FoundationEssentials

/// A repository that has wfgen's hook installed by pre-commit, in a directory of its own.
///
/// The hook comes from a copy of `.pre-commit-hooks.yaml` in a second local repository, so that
/// nothing is fetched; where pre-commit has to build it, from a copy of all that is committed. A
/// class, because the directory goes when the last reference to it does.
final class PreCommitRepository: Sendable {
  /// The pre-commit to run: `WFGEN_PRECOMMIT`, or the one on `PATH`; `nil` when there is none.
  static let preCommit =
    ProcessInfo.processInfo.environment["WFGEN_PRECOMMIT"] ?? installed("pre-commit")

  private let root: String
  private var repository: String { root + "/repository" }

  /// A committed copy of a fixture with the hook installed.
  init(copying fixture: String, hook: String = "wfgen-check-system", isBuilt: Bool = false)
    async throws
  {
    let manager = FileManager.default
    root = manager.temporaryDirectory.appending(path: "wfgen-hook-\(UUID().uuidString)").path()
    let hooks = root + "/hooks"
    try manager.createDirectory(atPath: hooks, withIntermediateDirectories: true)
    if isBuilt {
      try await succeed("git", "clone", "--quiet", Repositories.packageRoot, hooks, in: root)
    } else {
      try manager.copyItem(
        atPath: "\(Repositories.packageRoot)/.pre-commit-hooks.yaml",
        toPath: hooks + "/.pre-commit-hooks.yaml")
      try await commitAll(in: hooks)
    }
    let revision = try await succeed("git", "rev-parse", "HEAD", in: hooks)

    try manager.copyItem(
      atPath: "\(Repositories.packageRoot)/fixtures/\(fixture)", toPath: repository)
    let configuration = """
      repos:
        - repo: \(hooks)
          rev: \(revision)
          hooks:
            - id: \(hook)

      """
    try write(configuration, to: ".pre-commit-config.yaml")
    try await commitAll(in: repository)
    try await succeed(Self.preCommit ?? "pre-commit", "install")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// Changes a file by what the body makes of its text.
  func edit(_ path: String, _ body: (String) -> String) throws {
    let text = try String(contentsOfFile: "\(repository)/\(path)", encoding: .utf8)
    try write(body(text), to: path)
  }

  /// Tries to commit everything, as a person would; the hook may refuse.
  func commit() async throws -> Ended {
    try await git("commit", "--all", "--message", "A change")
  }

  /// Stages one file.
  func stage(_ path: String) async throws {
    try await succeed("git", "add", path)
  }

  /// Writes a file that may be new.
  func add(_ text: String, at path: String) throws {
    try write(text, to: path)
  }

  /// Tries to commit what is staged, or, of the whole files, those that are named.
  func commitStaged(_ files: String...) async throws -> Ended {
    try await run("git", ["commit", "--message", "A change", "--"] + files)
  }

  /// The number of commits that the hook let through, with the first one.
  func commits() async throws -> String {
    try await git("rev-list", "--count", "HEAD").firstLine
  }

  private func git(_ arguments: String...) async throws -> Ended {
    try await run("git", arguments)
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(repository)/\(path)"))
  }

  private func commitAll(in directory: String) async throws {
    try await succeed("git", "init", "--quiet", "--initial-branch=main", in: directory)
    try await succeed("git", "add", "--all", in: directory)
    try await succeed("git", "commit", "--quiet", "--message", "First", in: directory)
  }

  @discardableResult
  private func succeed(_ program: String, _ arguments: String..., in directory: String? = nil)
    async throws -> String
  {
    let ended = try await run(program, arguments, in: directory)
    guard ended.status == 0 else { throw Failure(command: [program] + arguments, ended) }
    return ended.firstLine
  }

  /// Runs a program in an environment of its own.
  private func run(_ program: String, _ arguments: [String], in directory: String? = nil)
    async throws -> Ended
  {
    let environment = [
      "HOME": root, "PRE_COMMIT_HOME": root + "/cache",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "test", "GIT_AUTHOR_EMAIL": "test@example.org",
      "GIT_COMMITTER_NAME": "test", "GIT_COMMITTER_EMAIL": "test@example.org",
    ]
    return try await EndToEndTests.run(
      program, arguments, in: directory ?? repository, environment)
  }

  /// A preparation that did not work.
  private struct Failure: Error, CustomStringConvertible {
    let description: String

    init(command: [String], _ ended: Ended) {
      description = "\(command.joined(separator: " ")) ended with \(ended.status): \(ended.text)"
    }
  }
}
