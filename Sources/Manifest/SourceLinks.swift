internal import Dockerfiles
internal import SourceText

/// Where sources of a build context lead, through the symbolic links of the repository.
///
/// The rules are BuildKit's (`frontend/dockerfile/dockerfile2llb/convert_copy.go`,
/// `cache/contenthash`, and `followlinks.go` and `copy` of tonistiigi/fsutil):
///
/// - COPY, ADD and bind mounts follow links at every directory of a source and at its end; links
///   that lie within a directory that is copied are copied as links.
/// - The directories before the first wildcard are followed. Wildcards match real directories only,
///   and a link that the whole pattern matches is followed. It keeps its own name in the image.
/// - `COPY --parents` follows what stands before `/./`, and copies links as links otherwise.
/// - The context is a world of its own: `/` at the start of a target is its root, and `..` stays in it.
/// - Links may lead to links, through 255 of them. A ring of links, or one that leads to nothing,
///   fails the build.
/// - An ignore file takes out links and what they lead to by their own paths each. What is left of a
///   source then leads to nothing, too.
struct SourceLinks<Files: FileTree> {
  let files: Files
  /// The directory that sources are relative to, from the root of the repository.
  private let root: String
  /// Decides which links a pattern of the context does not get to see.
  private let ignoreFile: IgnoreFile?

  init(in files: Files, from root: String, _ ignoreFile: IgnoreFile?) {
    self.files = files
    self.root = root
    self.ignoreFile = ignoreFile
  }

  /// The way from a source to what it stands for.
  struct Trail {
    /// The links on it, relative to the repository.
    var links: [String] = []
    /// Where it ends, relative to the context, without links; `nil` when it never does.
    var end: [Substring]?
  }

  /// Follows the links of a path that is relative to the context.
  func follow(_ path: String) -> Trail {
    var trail = Trail()
    var real: [Substring] = []
    var rest = path.split(separator: "/")[...]
    var steps = 0
    while let part = rest.popFirst() {
      if part == "." { continue }
      if part == ".." {
        _ = real.popLast()
        continue
      }
      let place = place(of: real + [part])
      guard files.kind(of: place) == .link else {
        real.append(part)
        continue
      }
      if !trail.links.contains(place) { trail.links.append(place) }
      steps += 1
      guard steps <= 255, let target = files.target(of: place) else { return trail }
      if target.hasPrefix("/") { real = [] }
      rest = target.split(separator: "/") + rest
    }
    trail.end = real
    return trail
  }

  /// A path of the context, relative to the repository.
  func place(of parts: [Substring]) -> String {
    RepositoryPath.join(root, parts.isEmpty ? "." : parts.joined(separator: "/"))
  }

  /// What a build reads for a source: the links it goes through, and what they lead to.
  func inputs(of read: ResolvedImage.Input, linkDepth: Int?) -> [ResolvedImage.Input] {
    let pattern = read.pattern
    let directories = (pattern.isLiteral ? pattern.literalPrefix : pattern.literalDirectory)
      .split(separator: UInt8(ascii: "/"))
    let followed = Array(
      directories.prefix(linkDepth ?? directories.count).joined(separator: [UInt8(ascii: "/")]))
    var source = read
    source.followsLinks = linkDepth == nil
    let trail = follow(String(decoding: followed, as: UTF8.self))
    var inputs = trail.links.map { input(ofLink: $0, for: read) }
    if !trail.links.isEmpty {
      guard let end = trail.end else { return inputs }
      let path = Array(end.joined(separator: "/").utf8)
      let depth = followed.split(separator: UInt8(ascii: "/")).count
      source.pattern = pattern.moved(from: followed, to: path)
      source.excludes = read.excludes.map { $0.moved(down: end.count - depth) }
    }
    if source.followsLinks {
      if !source.pattern.isLiteral, !source.pattern.isMalformed { follow(&source, &inputs) }
    } else {
      source.links = linksThatStay(in: source.pattern)
    }
    if source.pattern.isLiteral {
      let kind = files.kind(of: RepositoryPath.join(root, source.pattern.description))
      source.isDirectory = kind.map { $0 == .directory }
    }
    source.pattern = source.pattern.below(Array(root.utf8))
    return inputs + [source]
  }

  /// Follows the links that a pattern with wildcards matches.
  private func follow(_ source: inout ResolvedImage.Input, _ inputs: inout [ResolvedImage.Input]) {
    for link in matches(of: source.pattern) {
      let trail = follow(link)
      let name = RepositoryPath.join(root, link)
      guard let end = trail.end, let target = files.target(of: name) else { continue }
      // What leads out of a work tree is of this machine alone and in no commit.
      let kind = files.kind(of: place(of: end))
      if kind == nil, target.hasPrefix("/") { continue }
      source.links[name] = target
      inputs += trail.links.filter { $0 != name }.map { input(ofLink: $0, for: source) }
      var found = source
      let path = Array(end.joined(separator: "/").utf8)
      let levels = end.count - link.split(separator: "/").count
      found.pattern = GlobPattern(path: path).below(Array(root.utf8))
      found.isDirectory = kind.map { $0 == .directory }
      found.excludes = source.excludes.map { $0.moved(down: levels) }
      found.links = [:]
      inputs.append(found)
    }
  }

  /// The links that a pattern itself matches, relative to the context. Only `COPY --parents` has
  /// patterns that match at several depths.
  private func matches(of pattern: GlobPattern) -> [String] {
    let above = pattern.literalDirectory
    let start = String(decoding: above, as: UTF8.self)
    var level = [start.isEmpty ? "." : start]
    var links: [String] = []
    let depth = pattern.description.split(separator: "/").count - start.split(separator: "/").count
    for step in 0..<max(0, depth) {
      let entries = level.flatMap { directory in
        files.children(of: RepositoryPath.join(root, directory)).map {
          RepositoryPath.join(directory, $0)
        }
      }
      let wanted: FileKind = step == depth - 1 ? .link : .directory
      level = entries.filter { files.kind(of: RepositoryPath.join(root, $0)) == wanted }
      if wanted == .link { links = level }
    }
    return links.filter { pattern.matches($0) && !(ignoreFile?.ignores($0) ?? false) }
  }

  /// The links above a pattern that are not followed.
  private func linksThatStay(in pattern: GlobPattern) -> [String: String] {
    let parts = String(decoding: pattern.literalDirectory, as: UTF8.self).split(separator: "/")
    let places = parts.indices.map { place(of: Array(parts[...$0])) }
    return Dictionary(
      places.compactMap { place in files.target(of: place).map { (place, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  private func input(ofLink link: String, for read: ResolvedImage.Input) -> ResolvedImage.Input {
    var input = read
    input.pattern = GlobPattern(path: Array(link.utf8))
    input.isDirectory = false
    input.excludes = []
    input.links = files.target(of: link).map { [link: $0] } ?? [:]
    return input
  }
}
