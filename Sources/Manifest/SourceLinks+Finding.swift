internal import Dockerfiles
internal import SourceText

extension SourceLinks {
  /// Whether there is something for a source.
  enum Finding {
    /// There is; the pattern is relative to the repository and leads through no link.
    case found(GlobPattern)
    /// A path that has to be there is not; why, and whether a link leads there.
    case missing(String, followsLink: Bool)
    /// Nothing matches a wildcard, which fails no build.
    case empty
  }

  /// Looks for a source.
  ///
  /// BuildKit asks for the directory that a pattern starts with, and for a path without wildcards;
  /// it is content when a wildcard matches nothing.
  func find(_ pattern: GlobPattern, linkDepth: Int?) -> Finding {
    let needed = String(
      decoding: pattern.isLiteral ? pattern.literalPrefix : pattern.literalDirectory,
      as: UTF8.self)
    let isFollowed = linkDepth.map { $0 >= needed.split(separator: "/").count } ?? true
    let trail = isFollowed ? follow(needed) : Trail()
    let path = place(of: needed.split(separator: "/"))
    let end = trail.links.isEmpty ? path : trail.end.map { place(of: $0) }
    guard let end, !isMissing(end) else {
      return switch (end, trail.links.last) {
      case (let end?, let link?):
        .missing("there is no '\(end)', where the symbolic link '\(link)' leads", followsLink: true)
      case (nil, let link?):
        .missing("the symbolic link '\(link)' leads round in a ring", followsLink: true)
      default: .missing("there is no '\(path)' in the repository", followsLink: false)
      }
    }
    let real = Array(end.utf8)
    if pattern.isLiteral { return .found(GlobPattern(path: real)) }
    let start = GlobPattern(path: real).literalPrefix
    let moved =
      needed.isEmpty ? pattern.below(start) : pattern.moved(from: Array(needed.utf8), to: start)
    return hasMatch(moved, in: end) ? .found(moved) : .empty
  }

  private func isMissing(_ path: String) -> Bool {
    guard files.kind(of: path) == nil, files.read(path) == nil else { return false }
    // An empty directory above is a submodule that has not been checked out.
    var parts = path.split(separator: "/").dropLast()
    while !parts.isEmpty {
      let directory = parts.joined(separator: "/")
      if let kind = files.kind(of: directory) {
        return kind == .directory && !files.children(of: directory).isEmpty
      }
      parts = parts.dropLast()
    }
    return true
  }

  /// Whether anything beneath a directory matches; an empty directory may be a submodule that has not
  /// been checked out.
  private func hasMatch(_ pattern: GlobPattern, in directory: String) -> Bool {
    let names = files.children(of: directory)
    if names.isEmpty, files.kind(of: directory) == .directory { return true }
    let depth = pattern.maximumDepth ?? .max
    var level = [directory]
    var above = directory == "." ? 0 : directory.split(separator: "/").count
    while !level.isEmpty, above < depth {
      let entries = level.flatMap { directory in
        files.children(of: directory).map { RepositoryPath.join(directory, $0) }
      }
      if entries.contains(where: { pattern.matches($0) }) { return true }
      level = entries.filter { $0 != ".git" && files.kind(of: $0) == .directory }
      above += 1
    }
    return false
  }
}
