internal import BuildGraph
internal import Dockerfiles
internal import SourceText

/// Warns of references and sources that are valid and lead nowhere.
extension ProjectResolver {
  /// Warns of a reference into the manifest's own registry that no image publishes: it looks like a
  /// parent, and nothing rebuilds it. A digest is a fixed build on purpose.
  mutating func checkPublisher(of parent: ResolvedImage.Parent, _ images: [ResolvedImage]) {
    guard case .external(let text) = parent.source, let reference = ImageReference(text),
      reference.digest == nil, reference.repository.hasPrefix(manifest.registry.value + "/")
    else { return }
    let problem = Diagnostic(
      "unpublished-reference", .warning,
      "no image of the manifest publishes '\(text)', so nothing here rebuilds it",
      at: parent.location, help: closestPublished(to: reference, images))
    // One Dockerfile may be read for several images and platforms.
    if !diagnostics.contains(problem) { diagnostics.append(problem) }
  }

  /// The images of the reference's repository with their tags, or the repository that it is close to.
  private func closestPublished(to reference: ImageReference, _ images: [ResolvedImage]) -> String?
  {
    let owners = images.filter { $0.repository == reference.repository }
    guard owners.isEmpty else {
      return owners.map { image in
        let tags = image.tags.joined(separator: ", ")
        return
          "image '\(image.name)' publishes the \(image.tags.count == 1 ? "tag" : "tags") \(tags)"
      }.joined(separator: "; ")
    }
    // The registry is the same in all of them and would make every name look close.
    let start = manifest.registry.value.count + 1
    let meant = closestSpelling(
      of: String(reference.repository.dropFirst(start)),
      among: images.map { String($0.repository.dropFirst(start)) })
    return meant.map { "did you mean '\(manifest.registry.value)/\($0)'?" }
  }

  /// Warns of a source of the context that only the build knows: more files than it reads then count
  /// as inputs, and where even a directory is unknown, all of them.
  mutating func checkUnknownSources(of image: ResolvedImage, _ resolutions: [Resolution]) {
    for resolution in resolutions {
      for input in resolution.inputs {
        guard let name = input.pattern.missingArgument else { continue }
        let isVolatile = image.image.volatileArgs.contains { $0.name.value == name }
        let directory = input.directory.below(Array(image.image.context.value.utf8)).description
        let all = directory == "." ? "the whole repository" : "all of '\(directory)'"
        let remedy =
          if isVolatile {
            "state it under 'build-args', or copy a directory that holds every choice"
          } else if Platform.isArgumentOfBuilder(name) {
            "give it a value under 'build-args' of the image"
          } else if resolution.usedArguments.contains(name) {
            "give it a value under 'build-args' of the image, or a default in its ARG"
          } else {
            "only the base image may set it: write the value out, or set it by ENV before"
          }
        let problem = Diagnostic(
          "unknown-source", .warning,
          "'\(input.text)' depends on '\(name)', "
            + (isVolatile ? "which changes from run to run" : "which has no value here")
            + ", so \(all) counts as read by image '\(image.name)'",
          at: input.location, help: remedy)
        if !diagnostics.contains(problem) { diagnostics.append(problem) }
      }
    }
  }

  /// Warns of a source of the context that is not there, unless a step before the build may make it.
  mutating func checkSources(
    of image: ResolvedImage, _ resolutions: [Resolution], in files: some FileTree
  ) {
    guard image.image.extras.before == nil else { return }
    let context = image.image.context.value
    let links = SourceLinks(in: files, from: context, image.ignoreFile)
    for input in resolutions.flatMap(\.inputs) {
      guard let pattern = input.pattern.value, pattern.isLiteral else { continue }
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
