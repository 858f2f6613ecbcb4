/// Paths relative to the repository's root.
public enum RepositoryPath {
  /// The path without `.` parts, doubled and trailing slashes; `.` for the root itself.
  ///
  /// `nil` when the path is absolute, leaves the repository, or holds a NUL.
  public static func clean(_ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// A path below a directory; both clean.
  public static func join(_ directory: String, _ path: String) -> String {
    if directory == "." { return path }
    return path == "." ? directory : directory + "/" + path
  }
}
