internal import BuildGraph
internal import Dockerfiles
internal import SourceText

/// Warns of references and sources that are valid and lead nowhere.
extension ProjectResolver {
  /// Warns of a reference into the manifest's own registry that no image publishes, and that is
  /// spelled nearly like one: it looks like a parent, and nothing rebuilds it. Another tag or digest
  /// of an image is a fixed build on purpose, and other repositories may publish to the registry.
  mutating func checkPublisher(of parent: ResolvedImage.Parent, _ images: [ResolvedImage]) {
    guard manifest.isRegistryKnown, case .external(let text) = parent.source,
      let reference = ImageReference(text),
      reference.digest == nil, reference.repository.hasPrefix(manifest.registry.value + "/"),
      let meant = closestRepository(to: reference, images)
    else { return }
    let problem = Diagnostic(
      "unpublished-reference", .warning,
      "no image of the manifest publishes '\(text)', so nothing here rebuilds it",
      at: parent.location, help: "did you mean '\(meant)'?")
    // One Dockerfile may be read for several images and platforms.
    if !diagnostics.contains(problem) { diagnostics.append(problem) }
  }

  /// The published repository that the reference's is close to; `nil` when it is one of them.
  private func closestRepository(
    to reference: ImageReference, _ images: [ResolvedImage]
  ) -> String? {
    guard !images.contains(where: { $0.repository == reference.repository }) else { return nil }
    // The registry is the same in all of them and would make every name look close.
    let start = manifest.registry.value.count + 1
    return closestSpelling(
      of: String(reference.repository.dropFirst(start)),
      among: images.map { String($0.repository.dropFirst(start)) }
    ).map { "\(manifest.registry.value)/\($0)" }
  }

  /// Warns of a source of the context that is not there, unless a step before the build may make it.
  mutating func checkSources(
    of image: ResolvedImage, _ resolutions: [Resolution], in files: some FileTree
  ) {
    guard image.image.extras.before == nil else { return }
    let context = image.image.context.value
    let links = SourceLinks(in: files, from: context, image.ignoreFile)
    for input in resolutions.flatMap(\.inputs) {
      // What a volatile argument names, only the run knows.
      guard let pattern = input.pattern.value, pattern.isLiteral,
        image.image.volatileArgs.isEmpty || !input.text.contains("$")
      else { continue }
      let trail = links.follow(input.linkDepth == nil ? pattern.description : "")
      let path = RepositoryPath.join(context, pattern.description)
      let end = trail.links.isEmpty ? path : trail.end.map { links.place(of: $0) }
      guard end.map({ isMissing($0, in: files) }) ?? true else { continue }
      let lack =
        switch (end, trail.links.last) {
        case (let end?, let link?): "there is no '\(end)', where the symbolic link '\(link)' leads"
        case (nil, let link?): "the symbolic link '\(link)' leads round in a ring"
        default: "there is no '\(path)' in the repository"
        }
      let problem = Diagnostic(
        "missing-source", .warning, "\(lack), which image '\(image.name)' needs",
        at: input.location,
        help: trail.links.isEmpty
          ? "sources are relative to the context, here '\(context)'"
          : "links of a context stay in it: '/' is its root, and '..' leads no further up")
      if !diagnostics.contains(problem) { diagnostics.append(problem) }
    }
  }

  private func isMissing(_ path: String, in files: some FileTree) -> Bool {
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
}
