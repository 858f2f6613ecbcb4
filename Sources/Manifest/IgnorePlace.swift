internal import Dockerfiles
public import SourceText

/// A place where the builder looks for the ignore file of a build.
public struct IgnorePlace: Sendable, Hashable {
  /// The path, relative to the repository.
  public var path: String
  /// What stands there, of a symbolic link its text; `nil` for nothing.
  public var content: [UInt8]?
  /// Whether that is the ignore file itself.
  public var isFound = false

  /// The places up to the one where the ignore file is, in order; a link is one, and so is where it
  /// leads.
  ///
  /// BuildKit looks beside the Dockerfile and at the root of the context, and links of these two
  /// directories stay in them.
  public static func all(
    dockerfile: String, context: String, in files: some FileTree
  ) -> [IgnorePlace] {
    var places: [IgnorePlace] = []
    for candidate in IgnoreFile.candidates(dockerfile: dockerfile, context: context) {
      let parts = candidate.split(separator: "/")
      let directory = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
      let links = SourceLinks(in: files, from: directory, nil)
      let trail = links.follow(String(parts.last ?? ""))
      places += trail.links.map { link in
        IgnorePlace(path: link, content: files.target(of: link).map { Array($0.utf8) })
      }
      guard let path = trail.end.map({ links.place(of: $0) }) else { continue }
      let file = files.read(path)
      places.append(IgnorePlace(path: path, content: file?.bytes, isFound: file != nil))
      if file != nil { break }
    }
    return places
  }
}
