internal import Dockerfiles

/// Finds the image that a Dockerfile's reference means.
///
/// A reference means an image when repository and mutable tag are the image's, or the text is one
/// of its aliases, or its bare name, as local builds write it. Another tag of the repository, or a
/// digest, is a fixed, older build: it comes from outside.
struct ReferenceIndex {
  private var byReference: [String: Int] = [:]
  private var byText: [String: Int] = [:]

  init(_ images: [ResolvedImage]) {
    for (index, image) in images.enumerated() {
      for tag in image.tags {
        byReference["\(image.repository):\(tag)"] = index
        byText["\(image.localName):\(tag)"] = index
      }
      if image.tags.contains("latest") { byText[image.localName] = index }
    }
    // What the manifest says goes before what a name suggests.
    for (index, image) in images.enumerated() {
      for alias in image.image.aliases { byText[alias.value] = index }
    }
  }

  /// The index of the image that a reference means, as it is written.
  func owner(of text: String) -> Int? {
    if let index = byText[text] { return index }
    guard let reference = ImageReference(text), reference.digest == nil else { return nil }
    return byReference[reference.description]
  }
}

extension ReferenceIndex {
  /// The index of the image that a reference means whose text has been read already: an official
  /// image of Docker Hub may have been written as the bare name of an own one.
  func owner(of reference: ImageReference) -> Int? {
    guard reference.digest == nil else { return nil }
    if let index = byReference[reference.description] { return index }
    guard reference.registry == "docker.io", reference.path.hasPrefix("library/") else {
      return nil
    }
    return byText["\(reference.path.dropFirst("library/".count)):\(reference.tag ?? "latest")"]
  }
}

extension ResolvedImage {
  /// What a local build calls the image: its repository without the registry.
  fileprivate var localName: String { image.repository?.value ?? image.name.value }
}
