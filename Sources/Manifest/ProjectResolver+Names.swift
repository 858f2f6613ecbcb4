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
}
