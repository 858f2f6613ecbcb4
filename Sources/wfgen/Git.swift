internal import BuildGraph
internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// The git repository around a directory, read through the `git` command.
///
/// Paths in answers are relative to the directory, which need not be the repository's root.
struct Git: Sendable {
  /// The directory, absolute.
  let directory: String

  /// The repository around a directory; `nil` when there is none.
  ///
  /// Throws a `CommandError` when there seems to be one and git cannot work with it: without git
  /// nobody knows which files a commit would hold.
  static func around(_ directory: String) async throws(CommandError) -> Git? {
    let git = Git(directory: directory)
    do {
      return try await git.line(["rev-parse", "--is-inside-work-tree"]) == "true" ? git : nil
    } catch {
      guard isMarked(directory) else { return nil }
      throw error as? CommandError
        ?? CommandError(
          "there is a git repository here, and 'git' cannot be run", help: "install git")
    }
  }

  /// Whether a directory, or one above it, holds a `.git`.
  static func isMarked(_ directory: String) -> Bool {
    var candidate = Substring(directory)
    while !FileManager.default.fileExists(atPath: candidate + "/.git") {
      guard let slash = candidate.lastIndex(of: "/") else { return false }
      candidate = candidate[..<slash]
    }
    return true
  }

  /// The paths that a commit of everything that is not ignored would hold at some places; those of
  /// the whole directory for `.`.
  func committedPaths(at places: [String]) async throws -> [String] {
    let text = try await output(
      ["--literal-pathspecs", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
        + places)
    // A repository within that is not added yet ends in a slash.
    return text.split(separator: 0).map { path in
      String(decoding: path.last == UInt8(ascii: "/") ? path.dropLast() : path, as: UTF8.self)
    }
  }

  /// The files of a commit. Throws a `CommandError` when git does not know the commit.
  func files(of commit: String) async throws -> [TreeEntry] {
    try await entries(
      of: self.commit(
        named: commit,
        orElse: CommandError(
          "the repository has no commit yet, so nothing says what changed",
          help: "commit the files, or name those that would change: wfgen plan --changed FILE")))
  }

  /// The 40 digits of a commit. Throws a `CommandError` when git does not know it.
  ///
  /// - Parameter none: what to throw when there is no commit at all.
  func commit(
    named name: String, orElse none: CommandError = CommandError("the repository has no commit yet")
  ) async throws -> String {
    let arguments = ["rev-parse", "--verify", "--end-of-options", "\(name)^{commit}"]
    if let commit = try? await line(arguments) { return commit }
    guard (try? await line(["rev-parse", "--verify", "HEAD"])) != nil else { throw none }
    throw CommandError(
      "git knows no commit '\(name)'",
      help: "a shallow clone has only the newest; in a workflow, check out with 'fetch-depth: 0'")
  }

  /// The files of a commit that is there.
  func entries(of commit: String) async throws -> [TreeEntry] { try await tree(commit) }

  /// The contents of blobs, in the order of their ids.
  func blobs(_ ids: [String]) async throws -> [[UInt8]] {
    guard !ids.isEmpty else { return [] }
    let text = try await output(["cat-file", "--batch"], input: ids.map { $0 + "\n" }.joined())
    var rest = text[...]
    return try ids.map { id in
      // A line "ID blob SIZE", the content, and a line break.
      let head = rest.prefix { $0 != UInt8(ascii: "\n") }
      let size = Int(String(decoding: head, as: UTF8.self).split(separator: " ").last ?? "")
      rest = rest.dropFirst(head.count + 1)
      guard let size, rest.count > size else { throw CommandError("git cannot read blob \(id)") }
      defer { rest = rest.dropFirst(size + 1) }
      return Array(rest.prefix(size))
    }
  }

  /// The files that differ between a commit and the work tree, relative to the directory.
  static func changed(from old: [TreeEntry], to new: [TreeEntry]) -> [String] {
    let before = Dictionary(old.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    let after = Dictionary(new.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    return Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      .map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  /// The files of a commit or a tree that git knows.
  func tree(_ name: String, _ environment: [String: String] = [:]) async throws
    -> [TreeEntry]
  {
    let text = try await output(["ls-tree", "-r", "-z", name], environment)
    guard let entries = TreeEntry.list(fromTree: text) else {
      throw CommandError("git ls-tree \(name) printed something unexpected")
    }
    return entries
  }

  /// The first line of what a git command prints.
  func line(_ arguments: [String]) async throws -> String {
    String(decoding: try await output(arguments).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// What a git command prints. Throws a `CommandError` with git's own words when it fails.
  func output(
    _ arguments: [String], _ environment: [String: String] = [:], input: String = ""
  ) async throws -> [UInt8] {
    var variables: [Environment.Key: String?] = [:]
    for (name, value) in environment {
      if let key = Environment.Key(rawValue: name) { variables[key] = value }
    }
    let result = try await Subprocess.run(
      .name("git"), arguments: Arguments(arguments),
      environment: .inherit.updating(variables), workingDirectory: FilePath(directory),
      input: .string(input), output: .bytes(limit: 1 << 30), error: .string(limit: 1 << 16))
    guard result.terminationStatus.isSuccess else {
      let lines = result.standardError.split(separator: "\n").map { $0.drop(while: \.isWhitespace) }
      throw CommandError(
        "git \(arguments.first ?? ""): \(lines.first ?? "it failed")",
        help: lines.count > 1 ? lines.dropFirst().joined(separator: " ") : nil)
    }
    return result.standardOutput
  }
}
