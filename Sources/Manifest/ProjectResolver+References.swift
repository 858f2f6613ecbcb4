internal import BuildGraph
internal import Dockerfiles
internal import SourceText

/// Warns of references that are valid and lead nowhere.
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
}
