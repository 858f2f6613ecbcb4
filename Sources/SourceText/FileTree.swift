/// What stands at a path of a repository.
public enum FileKind: Hashable, Sendable {
  /// A regular file.
  case file
  /// A directory.
  case directory
  /// A symbolic link, whatever it points to.
  case link
  /// A pipe, a socket or a device.
  case special
}

/// The files of a repository, as the tool sees them: a work tree, an index, or a table in a test.
///
/// Paths are relative to the repository's root, with `/` between their parts and without `.` and
/// `..`; `.` is the root itself.
public protocol FileTree: Sendable {
  /// The file at a path; `nil` when there is none or it cannot be read. Follows links.
  func read(_ path: String) -> SourceFile?
  /// What stands at a path, links not followed; `nil` for nothing.
  func kind(of path: String) -> FileKind?
  /// The text of the symbolic link at a path, as it stands in the link; `nil` when there is no link.
  func target(of path: String) -> String?
  /// The names in a directory, sorted; empty when there is none.
  func children(of path: String) -> [String]
}
