internal import BuildGraph
internal import Dockerfiles
internal import SourceText

extension ProjectResolver {
  /// Reports the platforms of an image that an own image it is built on does not have: the build
  /// for them finds no parent. A `FROM --platform=` picks its platform itself.
  mutating func checkPlatforms(
    of image: ResolvedImage, _ images: [ResolvedImage], _ owners: ReferenceIndex
  ) {
    // Which stages a build needs may depend on its platform.
    for (index, resolution) in (resolutions[image.id] ?? []).enumerated()
    where index < image.platforms.count {
      for reference in resolution.references
      where reference.kind == .from && reference.platform == nil {
        guard let parent = own(reference, of: image, images, owners), parent.statesPlatforms,
          let wanted = Platform(image.platforms[index]),
          !parent.platforms.contains(where: { Platform($0)?.serves(wanted) ?? true })
        else { continue }
        reportGap(wanted, at: index, of: image, parent, reference)
      }
    }
  }

  private func own(
    _ reference: Resolution.Reference, of image: ResolvedImage, _ images: [ResolvedImage],
    _ owners: ReferenceIndex
  ) -> ResolvedImage? {
    // An open reference takes the parent that the manifest states, at its place.
    guard let parent = image.parents.first(where: { $0.location == reference.location }),
      case .image(let id) = parent.source
    else { return nil }
    if let text = reference.value.value,
      let index = owners.owner(of: text, in: image.dockerfile?.name)
    {
      return images[index]
    }
    return images.first { $0.id == id }
  }

  private mutating func reportGap(
    _ platform: Platform, at index: Int, of image: ResolvedImage, _ parent: ResolvedImage,
    _ reference: Resolution.Reference
  ) {
    let stated = image.image.platforms
    let problem = Diagnostic(
      "platform-gap", .error,
      "image '\(image.name)' is built for \(platform), and its parent '\(parent.name)' is not",
      at: SourceLocation(
        manifest.file, index < stated.count ? stated[index].range : image.image.name.range),
      labels: [Diagnostic.Label("built on '\(parent.name)' here", at: reference.location)],
      help: "add \(platform) to the platforms of '\(parent.name)'")
    // Several stages may be built on the same parent.
    let isKnown = diagnostics.all.contains {
      $0.location == problem.location && $0.message == problem.message
    }
    if !isKnown { diagnostics.append(problem) }
  }
}

extension ResolvedImage {
  /// Whether the manifest decides the platforms: for an image that another workflow builds, the
  /// default of the manifest says nothing.
  fileprivate var statesPlatforms: Bool { isBuiltHere || !image.platforms.isEmpty }
}

extension Platform {
  /// Whether an image of this platform is taken for another one when nothing is nearer: 386 for
  /// amd64, arm for arm64, and another variant of the same processor.
  fileprivate func serves(_ other: Platform) -> Bool {
    guard os == other.os else { return false }
    return architecture == other.architecture
      || (architecture == "386" && other.architecture == "amd64")
      || (architecture == "arm" && other.architecture == "arm64")
  }
}
