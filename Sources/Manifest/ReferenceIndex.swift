internal import Dockerfiles
internal import SourceText

/// Finds the image that a Dockerfile's reference means.
///
/// A reference means an image when repository and mutable tag are the image's, or the text is one
/// of its aliases, or its bare name, as local builds write it. Another tag of the repository, or a
/// digest, is a fixed, older build: it comes from outside. So does a bare name in the Dockerfile of
/// the very image of that name: an own `nginx` is built on the official one, not on itself.
struct ReferenceIndex {
  private var byReference: [String: Int] = [:]
  private var byText: [String: Int] = [:]
  private let dockerfiles: [String?]

  init(_ images: [ResolvedImage]) {
    dockerfiles = images.map { $0.dockerfile?.name }
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

  /// The index of the image that a reference in a Dockerfile means, as it is written.
  func owner(of text: String, in dockerfile: String?) -> Int? {
    if let index = byText[text], isMeant(index, by: text, in: dockerfile) { return index }
    guard let reference = ImageReference(text), reference.digest == nil else { return nil }
    return byReference[reference.description]
  }
}

extension ReferenceIndex {
  /// The index of the image that a reference in a Dockerfile means whose text has been read already:
  /// an official image of Docker Hub may have been written as the bare name of an own one.
  func owner(of reference: ImageReference, in dockerfile: String?) -> Int? {
    guard reference.digest == nil else { return nil }
    if let index = byReference[reference.description] { return index }
    guard reference.registry == "docker.io", reference.path.hasPrefix("library/") else {
      return nil
    }
    let name = "\(reference.path.dropFirst("library/".count)):\(reference.tag ?? "latest")"
    return byText[name].flatMap { isMeant($0, by: name, in: dockerfile) ? $0 : nil }
  }

  /// Whether a text that names an image can mean it where it stands. Images from one Dockerfile
  /// share its FROM lines: a name that means none of them for one means none for the others.
  private func isMeant(_ index: Int, by text: String, in dockerfile: String?) -> Bool {
    guard let dockerfile, dockerfiles[index] == dockerfile else { return true }
    return text.namesHost
  }
}

extension ResolvedImage {
  /// What a local build calls the image: its repository without the registry.
  fileprivate var localName: String { image.repository?.value ?? image.name.value }
}
