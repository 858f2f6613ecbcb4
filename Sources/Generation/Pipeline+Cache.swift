internal import BuildGraph
internal import Manifest
internal import SourceText

/// Where layers are cached.
extension Pipeline {
  /// What a build reads and writes as its cache: never the reference of the image itself, which
  /// would replace it by a cache.
  func cacheReferences(of image: ResolvedImage, in stage: Stage) -> (from: [String], to: [String]) {
    switch cache(of: stage) {
    case .none: return ([], [])
    case .gha:
      let scope = "type=gha,scope=\(Self.tag(for: cacheName(of: image)))"
      return ([scope], ["\(scope),mode=max,ignore-error=true"])
    case .registry:
      let reference = "type=registry,ref=\(cacheReference(of: image))"
      // Some registries take a cache only as an image manifest with OCI types.
      return ([reference], ["\(reference),mode=max,oci-mediatypes=true,image-manifest=true"])
    }
  }

  private func cacheName(of image: ResolvedImage) -> String {
    image.tier.cacheGroup?.value ?? image.name
  }

  /// A tag of one repository for all caches; on Docker Hub, where a repository has no others below
  /// it, a tag beside those of the image, or of the first image that shares the cache.
  private func cacheReference(of image: ResolvedImage) -> String {
    let name = cacheName(of: image)
    guard access.kind == .dockerHub else { return "\(cacheRepository):\(Self.tag(for: name))" }
    let group = image.tier.cacheGroup?.value
    let first = project.images.first { $0.isBuiltHere && $0.tier.cacheGroup?.value == group }
    let home = group == nil ? image : first ?? image
    return "\(home.repository):\(Self.tag(for: "cache-" + name))"
  }

  /// The repository whose tags are the caches of all images, where caches are kept in the registry.
  private var cacheRepository: String { "\(project.manifest.registry.value)/cache" }

  /// A name as a tag. One that cannot be a tag gets a few digits of its own, so that `team/api` and
  /// `team-api` do not replace each other's cache.
  private static func tag(for name: String) -> String {
    let plain = String(
      name.map { character in
        let isNameCharacter = character.isLetter || character.isNumber || "._-".contains(character)
        return character.isASCII && isNameCharacter ? character : "-"
      })
    // OCI distribution specification: at most 128 characters, none of `.-` in front.
    let fits = plain == name && name.utf8.count <= 128 && !".-".contains(name.first ?? "-")
    return fits ? name : "c-\(plain.prefix(100))-\(sha256(Array(name.utf8)).prefix(8))"
  }

  private var cachesInRegistry: Bool {
    stages.contains { !$0.images.isEmpty && cache(of: $0) == .registry }
  }

  /// Images that a cache would replace: those of the cache's repository, whose tags may be any name,
  /// and on Docker Hub those with the cache's tag.
  var imagesInCache: [Diagnostic] {
    guard cachesInRegistry else { return [] }
    let isBeside = access.kind == .dockerHub
    let caches = isBeside ? Set(project.images.map { cacheReference(of: $0) }) : []
    var reported: Set<SourceRange> = []
    return project.images.compactMap { image in
      let taken = image.tags.first { caches.contains("\(image.repository):\($0)") }
      guard isBeside ? taken != nil : image.repository == cacheRepository else { return nil }
      let place = image.image.repository ?? image.image.name
      guard reported.insert(place.range).inserted else { return nil }
      return Diagnostic(
        "cache-is-image", .error,
        taken.map {
          "image '\(image.name)' is published as \(image.repository):\($0), which is a layer cache: "
            + "one would replace the other"
        } ?? "image '\(image.name)' is published as \(cacheRepository), whose tags are the layer "
          + "caches of all images: one would replace the other",
        at: SourceLocation(project.manifest.file, place.range),
        help: taken == nil
          ? "rename the image, or give it another 'repository'" : "give the image other 'tags'")
    }
  }

  /// A cache that is written once and never again: Artifact Registry makes the tags of a whole
  /// repository immutable, all images in it and their caches (docs "Immutable tags").
  var immutableCaches: [Diagnostic] {
    guard access.kind == .gar, access.hasImmutableTags, cachesInRegistry else { return [] }
    return [
      Diagnostic(
        "immutable-cache", .warning,
        "with immutable tags Artifact Registry refuses the second cache that a build pushes, and "
          + "the build with it: its rule holds for the caches, too",
        at: project.manifest.place(of: "registry"), help: "state 'cache: none'")
    ]
  }
}
