/// Paths from the root of the repository.
enum RepositoryPath {
  /// A path seen from a directory, without `.` and `..`; `nil` when it leaves the repository.
  ///
  /// The root is the empty path.
  static func join(_ directory: String, _ path: String) -> String? {
    var parts = directory.split(separator: "/")
    var rest = path[...]
    if path.hasPrefix("/") {
      guard path == ValueScope.workspace || path.hasPrefix(ValueScope.workspace + "/") else {
        return nil
      }
      parts = []
      rest = path.dropFirst(ValueScope.workspace.count)
    }
    guard !path.hasPrefix("~") else { return nil }
    for part in rest.split(separator: "/") {
      switch part {
      case ".": break
      case "..":
        if parts.popLast() == nil { return nil }
      default: parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }
}
