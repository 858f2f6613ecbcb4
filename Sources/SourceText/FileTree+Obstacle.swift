/// What keeps a file from being written at a path.
///
/// A link in place of a directory, or of the file itself, could lead out of the repository, whoever
/// put it there; nothing is written through one.
public struct Obstacle: Hashable, Sendable {
  /// The path of what stands in the way: the file's, or that of a directory above it.
  public var path: String
  /// What is wrong with it, as a sentence without full stop.
  public var message: String
  /// What to do about it.
  public var help: String

  /// A file that is there and gives nothing, so that nobody can say whose it is.
  public static func unreadable(_ path: String) -> Obstacle {
    Obstacle(
      path: path, message: "\(path) cannot be read, so nothing says whether wfgen made it",
      help: "make it readable, or move it away")
  }
}

extension FileTree {
  /// What keeps a file from being written at a path; `nil` when nothing is there, or a file.
  public func obstacle(at path: String) -> Obstacle? {
    let parts = path.split(separator: "/")
    for count in 1..<max(parts.count, 1) {
      let parent = parts.prefix(count).joined(separator: "/")
      switch kind(of: parent) {
      case .directory?: continue
      // There is nothing below it either.
      case nil: return nil
      case .link?: return link(parent)
      case .file?, .special?:
        return Obstacle(
          path: parent,
          message: "\(parent) is a file, and wfgen writes into a directory of that name",
          help: "move it away")
      }
    }
    switch kind(of: path) {
    case nil, .file?: return nil
    case .link?: return link(path)
    case .directory?:
      return Obstacle(
        path: path, message: "\(path) is a directory, and wfgen writes a file there",
        help: "move it away")
    case .special?:
      return Obstacle(
        path: path, message: "\(path) is no regular file, and wfgen writes one there",
        help: "move it away")
    }
  }

  private func link(_ path: String) -> Obstacle {
    Obstacle(
      path: path, message: "\(path) is a symbolic link, and wfgen writes nothing through links",
      help: "replace it by a real directory or file")
  }
}
