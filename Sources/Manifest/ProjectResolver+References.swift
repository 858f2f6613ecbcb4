internal import BuildGraph
internal import Dockerfiles
internal import SourceText

/// Warns of references that are valid and lead nowhere.
extension ProjectResolver {
  /// Tells of a reference into the manifest's own registry that no image publishes: it looks like a
  /// parent, and nothing rebuilds it. A warning when it is spelled nearly like one, and a word when
  /// it asks for the newest: other repositories may publish there, too, and a version or a digest is
  /// a fixed build on purpose.
  mutating func checkPublisher(of parent: ResolvedImage.Parent, _ images: [ResolvedImage]) {
    guard manifest.isRegistryKnown, case .external(let text) = parent.source,
      let reference = ImageReference(text),
      reference.digest == nil, reference.repository.hasPrefix(manifest.registry.value + "/"),
      !images.contains(where: { $0.repository == reference.repository })
    else { return }
    let meant = closestRepository(to: reference, images)
    guard meant != nil || [nil, "latest"].contains(reference.tag) else { return }
    diagnostics.appendOnce(
      Diagnostic(
        "unpublished-reference", meant == nil ? .info : .warning,
        "no image of the manifest publishes '\(text)', so nothing here rebuilds it",
        at: parent.location,
        help: meant.map { "did you mean '\($0)'?" }
          ?? "list its Dockerfile under 'images', unless another repository publishes it"))
  }

  /// The published repository that the reference's is close to.
  private func closestRepository(
    to reference: ImageReference, _ images: [ResolvedImage]
  ) -> String? {
    // The registry is the same in all of them and would make every name look close.
    let start = manifest.registry.value.count + 1
    return closestSpelling(
      of: String(reference.repository.dropFirst(start)),
      among: images.map { String($0.repository.dropFirst(start)) }
    ).map { "\(manifest.registry.value)/\($0)" }
  }
}
