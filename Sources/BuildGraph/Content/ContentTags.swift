import Crypto

/// A content tag: `src-` and twelve hexadecimal digits that name the inputs of an image.
public struct ContentTag: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
  /// The tag as a registry shows it.
  public var rawValue: String

  /// Takes a tag as it is.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The tag that a recipe's text gives.
  public init(recipe: String) {
    rawValue = "src-" + sha256(Array(recipe.utf8)).prefix(12)
  }

  public var description: String { rawValue }

  /// Whether it is `src-` and twelve hexadecimal digits, as a recipe gives it.
  public var isWellFormed: Bool {
    let digits = rawValue.utf8.dropFirst(4)
    return rawValue.hasPrefix("src-") && digits.count == 12
      && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}

/// Why content tags cannot be computed.
public enum ContentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The commit has no file at the path of an image's Dockerfile.
  case missingDockerfile(path: String, image: String)
  /// A parent is not among the images, or does not come before its child.
  case misplacedParent(name: String, image: String)
  /// An image names a file set that does not exist.
  case unknownFileSet(index: Int, image: String)

  /// The fault as a sentence; lower case, no full stop.
  public var description: String {
    switch self {
    case .missingDockerfile(let path, let image):
      "the Dockerfile '\(path)' of image '\(image)' is not in the commit"
    case .misplacedParent(let name, let image):
      "the parent '\(name)' of image '\(image)' does not come before it"
    case .unknownFileSet(let index, let image):
      "image '\(image)' names file set \(index), which does not exist"
    }
  }
}

/// The lines of an image's recipe that do not depend on the commit.
///
/// The order of the arguments has no meaning to docker, so they are sorted. Line breaks and
/// backslashes are escaped: an argument's value cannot pass for another line.
public func contentRecipe(target: String, platforms: String, arguments: [String]) -> [String] {
  ["target \(target)", "platform \(platforms)"].map(onOneLine)
    + arguments.map { onOneLine("arg \($0)") }.sorted(by: precedes)
}

/// The content tag of every image for the commit whose tree is given, by the image's name.
///
/// - Parameter tree: all entries of the commit's tree, in any order.
public func contentTags(
  of data: PipelineData, in tree: [TreeEntry]
) throws(ContentError) -> [String: ContentTag] {
  let dockerfiles = Set(data.images.map { Array($0.dockerfile.utf8) })
  var ids: [[UInt8]: String] = [:]
  for entry in tree where dockerfiles.contains(entry.path) { ids[entry.path] = entry.id }

  let hashes = listings(of: data.files, in: tree).map(\.hash)
  var tags: [String: ContentTag] = [:]
  for image in data.images {
    guard let id = ids[Array(image.dockerfile.utf8)] else {
      throw .missingDockerfile(path: image.dockerfile, image: image.name)
    }
    if let index = image.files.first(where: { !hashes.indices.contains($0) }) {
      throw .unknownFileSet(index: index, image: image.name)
    }
    var lines = ["wfgen-content 1", "dockerfile \(id)"] + image.recipe
    lines += image.files.map { hashes[$0] }.sorted(by: precedes).map { "files \($0)" }
    for parent in Set(image.parents.compactMap(\.image)).sorted(by: precedes) {
      guard let tag = tags[parent] else {
        throw .misplacedParent(name: parent, image: image.name)
      }
      lines.append("parent \(parent) \(tag)")
    }
    tags[image.name] = ContentTag(recipe: lines.map { $0 + "\n" }.joined())
  }
  return tags
}

/// For each image that has one, the first link of the commit that its build follows and that its file
/// sets do not know as it is: then they are out of date, and a tag made of them would lie.
///
/// Such a link is itself part of the tag, so no image that was built before it has the same tag.
public func unknownLinks(of data: PipelineData, in tree: [TreeEntry]) -> [String: [UInt8]] {
  let listings = listings(of: data.files, in: tree)
  return Dictionary(
    data.images.compactMap { image in
      let links = image.files.filter(listings.indices.contains).compactMap {
        listings[$0].unknownLink
      }
      return links.min { $0.lexicographicallyPrecedes($1) }.map { (image.name, $0) }
    }, uniquingKeysWith: { first, _ in first })
}

/// Bytewise order: what `LC_ALL=C sort` and jq use.
func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// The SHA-256 of some bytes, in hexadecimal.
public func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

/// Some bytes in hexadecimal.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

private func onOneLine(_ text: String) -> String {
  var line = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": line += "\\\\"
    case "\n": line += "\\n"
    case "\r": line += "\\r"
    default: line.unicodeScalars.append(scalar)
    }
  }
  return line
}
