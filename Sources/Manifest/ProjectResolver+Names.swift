internal import Dockerfiles
internal import SourceText

/// Finds references that are meant for one image and lead to another, or to none.
extension ProjectResolver {
  /// Reports an alias that is what another image publishes: a FROM line would mean both.
  mutating func checkAliases(_ images: [ResolvedImage]) {
    var owners: [String: ResolvedImage] = [:]
    for image in images {
      for tag in image.tags { owners["\(image.repository):\(tag)"] = image }
    }
    for image in images {
      for alias in image.image.aliases {
        guard let reference = ImageReference(alias.value)?.description,
          let owner = owners[reference], owner.id != image.id,
          // Variants share what their entry states: it is reported once.
          !isFaulty(SourceLocation(manifest.file, alias.range))
        else { continue }
        report(
          "duplicate-tag",
          "the alias '\(alias.value)' of image '\(image.name)' is what image '\(owner.name)' "
            + "publishes",
          at: alias.range,
          labels: [
            Diagnostic.Label(
              "published by this image", at: SourceLocation(manifest.file, owner.image.name.range))
          ], help: "remove the alias, or give one of them another 'repository' or 'tags'")
      }
    }
  }

  /// Warns of a reference that would be an own image's, were the registry another one: where
  /// `registry` is misspelled, or the Dockerfiles were not moved with it, no edge is left.
  ///
  /// The text has to name a host, and to continue with the repository on GitHub or the path of the
  /// registry. A bare name, another owner or another tag may well be somebody else's image.
  mutating func checkPlace(
    of parent: ResolvedImage.Parent, _ text: String, for image: ResolvedImage,
    _ images: [ResolvedImage]
  ) {
    guard manifest.isRegistryKnown, case .external = parent.source, text.namesHost,
      let reference = ImageReference(text), reference.digest == nil,
      !reference.repository.hasPrefix(manifest.registry.value + "/"),
      let meant = images.first(where: { isMeant($0, by: reference) }),
      // An image of a name may well be built on somebody else's of that name.
      meant.dockerfile?.name != image.dockerfile?.name
    else { return }
    let problem = Diagnostic(
      "unpublished-reference", .warning,
      "'\(text)' is not where '\(meant.name)' is published (\(meant.repository)), so nothing here "
        + "rebuilds it",
      at: parent.location,
      labels: [
        Diagnostic.Label(
          "images are published here", at: SourceLocation(manifest.file, manifest.registry.range))
      ],
      help: "mend 'registry' or the reference; where both are right, state the reference under "
        + "'aliases' of '\(meant.name)'")
    diagnostics.appendOnce(problem)
  }

  private func isMeant(_ image: ResolvedImage, by reference: ImageReference) -> Bool {
    let registry = manifest.registry.value
    let path = registry.split(separator: "/", maxSplits: 1).dropFirst().first.map(String.init)
    let repository = manifest.isRepositoryKnown ? manifest.repository.value.lowercased() : nil
    let name = image.repository.dropFirst(registry.count)
    return [path, repository].compactMap(\.self).contains { reference.path == $0 + name }
      && reference.tag.map(image.tags.contains) ?? true
  }
}
