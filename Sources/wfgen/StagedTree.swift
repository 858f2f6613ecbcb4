internal import BuildGraph
internal import Generation
internal import SourceText
internal import Synchronization

/// The files that are staged, as a commit of them would hold them.
///
/// Contents are fetched from git when somebody has asked for them: after a round of work, `fetch` says
/// whether there is more to see, and the work has to be done again. Links are followed as on the disk.
/// Of a submodule the index knows the commit alone; its files are taken as they lie on the disk.
struct StagedTree: FileTree {
  private var files: CommitTree
  private let disk: WorkTree
  private let git: Git
  private let wanted = WantedPaths()

  /// The index of the repository around a work tree.
  ///
  /// Throws a `CommandError` when there is none, and while a merge is not resolved.
  init(of disk: WorkTree) async throws {
    guard let git = try await Git.around(disk.root) else {
      throw CommandError(
        "this is no git repository, so nothing is staged", help: "leave --staged out")
    }
    self.disk = disk
    self.git = git
    let entries = try await git.stagedFiles()
    files = CommitTree(entries)
    try await files.fetchTargets(from: git)
    let likely = entries.filter { ["100644", "100755"].contains($0.mode) }
      .map { String(decoding: $0.path, as: UTF8.self) }.filter(Self.isLikely)
    try await files.fetch(likely, from: git)
  }

  /// Whether nearly every check reads a file: fetched beforehand, they cost no further round.
  private static func isLikely(_ path: String) -> Bool {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    return path == RepositoryOptions.manifestPath || path == ".gitmodules"
      || path.hasPrefix(Ownership.workflows + "/") || path.hasPrefix(Ownership.scripts + "/")
      || name.contains("dockerfile") || name.hasSuffix(".dockerignore")
  }

  /// Has git give what was asked for in vain; whether there was anything.
  mutating func fetch() async throws -> Bool {
    let paths = wanted.take()
    try await files.fetch(paths, from: git)
    return !paths.isEmpty
  }

  /// The paths of all files that are staged, sorted; submodules count as one.
  var paths: [String] { files.paths }

  func read(_ path: String) -> SourceFile? {
    switch place(of: path, followsLast: true) {
    case .disk(let path)?: return disk.read(path)
    case .index(let real)?:
      if let file = files.read(real) { return SourceFile(name: path, bytes: file.bytes) }
      if files.kind(of: real) == .file { wanted.insert(real) }
      return nil
    case nil: return nil
    }
  }

  func kind(of path: String) -> FileKind? {
    switch place(of: path, followsLast: false) {
    case .disk(let path)?: disk.kind(of: path)
    case .index(let real)?: real.isEmpty ? .directory : files.kind(of: real)
    case nil: nil
    }
  }

  func target(of path: String) -> String? {
    switch place(of: path, followsLast: false) {
    case .disk(let path)?: disk.target(of: path)
    case .index(let real)?: files.target(of: real)
    case nil: nil
    }
  }

  func children(of path: String) -> [String] {
    switch place(of: path, followsLast: true) {
    case .disk(let path)?: disk.children(of: path)
    case .index(let real)?:
      files.isSubmodule(real)
        ? disk.children(of: real) : files.children(of: real.isEmpty ? "." : real)
    case nil: []
    }
  }

  /// Where the content of a path is known.
  private enum Place {
    /// The index, at a path without links on the way; empty for the root.
    case index(String)
    /// The disk: a file of a submodule.
    case disk(String)
  }

  /// Follows the links of a path; `nil` when they lead out of the repository, or round in a ring.
  private func place(of path: String, followsLast: Bool) -> Place? {
    var real: [Substring] = []
    var rest = path.split(separator: "/")[...]
    var steps = 0
    while let part = rest.popFirst() {
      if part == "." { continue }
      guard part != ".." else {
        guard real.popLast() != nil else { return nil }
        continue
      }
      real.append(part)
      let place = real.joined(separator: "/")
      if files.isSubmodule(place), !rest.isEmpty {
        return .disk((real + rest).joined(separator: "/"))
      }
      guard followsLast || !rest.isEmpty, let target = files.target(of: place) else { continue }
      steps += 1
      // As many as Linux follows.
      guard steps <= 40, !target.hasPrefix("/") else { return nil }
      real.removeLast()
      rest = target.split(separator: "/") + rest
    }
    return .index(real.joined(separator: "/"))
  }
}

/// Paths that somebody has asked for.
private final class WantedPaths: Sendable {
  private let paths = Mutex<Set<String>>([])

  func insert(_ path: String) {
    paths.withLock { _ = $0.insert(path) }
  }

  /// The paths, which count as given from now on.
  func take() -> Set<String> {
    paths.withLock { paths in
      defer { paths = [] }
      return paths
    }
  }
}
