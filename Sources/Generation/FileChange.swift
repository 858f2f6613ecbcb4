public import SourceText

/// What has to happen to one file so that the repository holds what the manifest asks for.
public struct FileChange: Sendable, Hashable {
  /// What has to happen.
  public enum Kind: Sendable, Hashable {
    /// The file is as it should be; `pins` lists actions that somebody has moved to another commit.
    case current(pins: [PinUpdate])
    /// There is no such file yet.
    case missing
    /// wfgen wrote another text.
    case outdated(SourceFile)
    /// The manifest no longer asks for a file that wfgen wrote.
    case orphan(SourceFile)
    /// Somebody else's file stands in the place.
    case foreign(SourceFile)
    /// No file can be written there.
    case blocked(Obstacle)
  }

  /// The path, relative to the repository.
  public var path: String
  /// What has to happen.
  public var kind: Kind
  /// What the file should hold; empty for an orphan.
  public var text: String

  /// Whether nothing has to happen.
  public var isCurrent: Bool {
    if case .current = kind { true } else { false }
  }
}

/// Compares what a pipeline consists of with what is there, sorted by path. Follows no links.
public func changes(from tree: some FileTree, to files: [GeneratedFile]) -> [FileChange] {
  let wanted = files.map { file in
    if let obstacle = tree.obstacle(at: file.path) {
      return FileChange(path: file.path, kind: .blocked(obstacle), text: file.text)
    }
    guard let old = tree.read(file.path) else {
      let isThere = tree.kind(of: file.path) != nil
      return FileChange(
        path: file.path, kind: isThere ? .blocked(.unreadable(file.path)) : .missing,
        text: file.text)
    }
    guard Ownership.isGenerated(old) else {
      return FileChange(path: file.path, kind: .foreign(old), text: file.text)
    }
    let (text, pins) = keepingPins(of: old.text, in: file.text)
    let isCurrent = old.bytes == Array(text.utf8)
    return FileChange(
      path: file.path, kind: isCurrent ? .current(pins: pins) : .outdated(old), text: text)
  }
  return (wanted + orphans(in: tree, besides: Set(files.map(\.path)))).sorted { $0.path < $1.path }
}

/// Files that wfgen made and nothing asks for, and those that a killed run left half-written.
private func orphans(in tree: some FileTree, besides wanted: Set<String>) -> [FileChange] {
  [Ownership.workflows, Ownership.scripts].flatMap { directory in
    tree.children(of: directory).compactMap { name in
      let path = "\(directory)/\(name)"
      guard !wanted.contains(path), tree.obstacle(at: path) == nil,
        let file = tree.read(path),
        Ownership.isScratch(name) || Ownership.isGenerated(file)
      else { return nil }
      return FileChange(path: path, kind: .orphan(file), text: "")
    }
  }
}
