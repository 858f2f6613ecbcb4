internal import BuildGraph
internal import SourceText

extension ProjectResolver {
  /// Reports what the registry's kind does not take, and an authority that is not there.
  mutating func checkRegistry(_ images: [ResolvedImage], in files: some FileTree) {
    if let path = manifest.access.authority, files.kind(of: path.value) != .file {
      report(
        "missing-authority", "there is no file '\(path.value)' that 'ca' could mean",
        at: path.range, help: "its certificates have to be part of the repository")
    }
    for image in images {
      checkDepth(of: image)
      if manifest.access.hasImmutableTags {
        for tag in image.image.tags { checkCounter(tag) }
      }
    }
  }

  /// Docker Hub's repositories are an owner and one name: docs "Create a repository".
  private mutating func checkDepth(of image: ResolvedImage) {
    guard manifest.access.kind == .dockerHub, manifest.isRegistryKnown else { return }
    let name = image.image.repository ?? image.image.name
    guard name.value.contains("/"), !isFaulty(SourceLocation(manifest.file, name.range)) else {
      return
    }
    report(
      "invalid-image-name",
      "'\(name.value)' has a '/', and Docker Hub has one name behind an owner",
      at: name.range,
      help: "give it a 'repository' such as '\(name.value.replacing("/", with: "-"))'")
  }

  /// A tag of the form that a rebuilt image gets where tags cannot be moved.
  private mutating func checkCounter(_ tag: Located<String>) {
    let parts = tag.value.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, ContentTag(rawValue: String(parts[0])).isWellFormed,
      parts[1].allSatisfy(\.isNumber), !isFaulty(SourceLocation(manifest.file, tag.range))
    else { return }
    report(
      "invalid-tag", "'\(tag.value)' has the form of a content tag with its counter",
      at: tag.range, help: "content tags are src- and twelve digits; write another word")
  }
}
