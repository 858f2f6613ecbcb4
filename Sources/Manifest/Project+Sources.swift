public import Dockerfiles
public import SourceText

extension Project {
  /// Something that a build takes from the repository, and that was found there.
  public struct Source: Sendable, Hashable {
    /// Which files, relative to the repository.
    public var pattern: GlobPattern
    /// The image that needs it.
    public var image: String
    /// Where that is stated.
    public var location: SourceLocation

    /// The directory, or for a single path the path, that all of it is in; `.` for the root.
    public var place: String {
      let path = pattern.isLiteral ? pattern.literalPrefix : pattern.literalDirectory
      return path.isEmpty ? "." : String(decoding: path, as: UTF8.self)
    }
  }

  /// Warns of sources that lie on this disk alone.
  ///
  /// - Parameter committed: all paths that a commit of the work tree holds at the places of the
  ///   sources.
  public func sourcesMissing(from committed: [String]) -> [Diagnostic] {
    var known = Set(committed)
    for path in committed {
      var parts = path.split(separator: "/").dropLast()
      while !parts.isEmpty, known.insert(parts.joined(separator: "/")).inserted {
        parts = parts.dropLast()
      }
    }
    let missing = sources.filter { source in
      source.pattern.isLiteral
        ? !known.contains(source.place) : !committed.contains { source.pattern.matches($0) }
    }
    return missing.map { source in
      Diagnostic(
        "missing-source", .warning,
        "'\(source.pattern)' lies on this disk alone: a commit of it would be empty, and image "
          + "'\(source.image)' will not find it on GitHub",
        at: source.location,
        help: "take it out of .gitignore, or make it by a step under 'before' of the image")
    }
  }
}
