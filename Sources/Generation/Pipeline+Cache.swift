internal import Manifest
internal import SourceText

extension Pipeline {
  /// The repository whose tags are the caches of all images, where caches are kept in the registry.
  var cacheRepository: String { "\(project.manifest.registry.value)/cache" }

  /// Images of the cache's repository: the cache of an image named `latest` would replace the
  /// image's own tag.
  var imagesInCache: [Diagnostic] {
    guard stages.contains(where: { !$0.images.isEmpty && cache(of: $0) == .registry }) else {
      return []
    }
    var reported: Set<SourceRange> = []
    return project.images.compactMap { image in
      guard image.repository == cacheRepository else { return nil }
      let place = image.image.repository ?? image.image.name
      guard reported.insert(place.range).inserted else { return nil }
      return Diagnostic(
        "cache-is-image", .error,
        "image '\(image.name)' is published as \(cacheRepository), whose tags are the layer caches"
          + " of all images: one would replace the other",
        at: SourceLocation(project.manifest.file, place.range),
        help: "rename the image, or give it another 'repository'")
    }
  }
}
