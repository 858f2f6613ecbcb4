internal import BuildGraph
internal import Dockerfiles
internal import SourceText

/// Warns of references that are valid and lead nowhere.
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
    diagnostics.appendOnce(problem)
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
}
