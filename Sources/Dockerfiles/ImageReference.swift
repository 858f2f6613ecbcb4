/// The name of an image: registry, repository, tag and digest.
public struct ImageReference: Hashable, Sendable, CustomStringConvertible {
  /// The host of the registry, with its port; `docker.io` when the text names none.
  public var registry: String
  /// The repository in the registry, with `library/` for the official images of Docker Hub.
  public var path: String
  /// The tag; `nil` when the text names none.
  public var tag: String?
  /// The digest, as in `sha256:…`; `nil` when the text names none.
  public var digest: String?

  /// The name that stands for no image at all.
  public static let scratch = "scratch"

  /// Reads a reference as Docker does; `nil` for what Docker refuses.
  ///
  /// It looks at bytes: no part may hold anything but ASCII, and every reference of a repository is
  /// read several times.
  public init?(_ text: String) {
    var rest = Substring(text).utf8
    if let at = rest.firstIndex(of: ASCII.at) {
      let digest = Substring(rest[rest.index(after: at)...])
      guard Self.isDigest(digest) else { return nil }
      self.digest = String(digest)
      rest = rest[..<at]
    }
    let lastSlash = rest.lastIndex(of: ASCII.slash) ?? rest.startIndex
    if let colon = rest[lastSlash...].lastIndex(of: ASCII.colon) {
      let tag = Substring(rest[rest.index(after: colon)...])
      guard Self.isTag(tag) else { return nil }
      self.tag = String(tag)
      rest = rest[..<colon]
    }
    var registry = "docker.io"
    if let slash = rest.firstIndex(of: ASCII.slash) {
      let host = Substring(rest[..<slash])
      if host == "localhost"
        || host.utf8.contains(where: { $0 == ASCII.dot || $0 == ASCII.colon || $0.isUpperCase })
      {
        guard Self.isHost(host) else { return nil }
        registry = host == "index.docker.io" ? "docker.io" : String(host)
        rest = rest[rest.index(after: slash)...]
      }
    }
    guard Self.isPath(rest) else { return nil }
    // 64 hexadecimal digits would be the id of a local image.
    guard rest.count != 64 || !rest.allSatisfy(\.isHexDigit) else { return nil }
    self.registry = registry
    let isOfficial = registry == "docker.io" && !rest.contains(ASCII.slash)
    path = (isOfficial ? "library/" : "") + Substring(rest)
  }

  /// Registry and path, without tag and digest: what two tags of one image share.
  public var repository: String { "\(registry)/\(path)" }

  /// The reference in full; `:latest` is added when it has neither tag nor digest.
  public var description: String {
    var text = repository
    if let tag { text += ":\(tag)" } else if digest == nil { text += ":latest" }
    if let digest { text += "@\(digest)" }
    return text
  }

  private static func isTag(_ text: Substring) -> Bool {
    (1...128).contains(text.utf8.count) && text.utf8.first.map(\.isNameByte) ?? false
      && text.utf8.allSatisfy { $0.isNameByte || $0 == ASCII.dot || $0 == ASCII.minus }
  }

  /// An algorithm, as in `sha256` or `sha256+b64u`, a colon, and at least 32 hexadecimal digits.
  private static func isDigest(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.first.map(\.isLetter) ?? false,
      parts[0].utf8.allSatisfy({ $0.isLetter || $0.isDigit || "+.-_".utf8.contains($0) })
    else { return false }
    return parts[1].utf8.count >= 32
      && parts[1].utf8.allSatisfy(\.isHexDigit)
  }

  private static func isHost(_ text: Substring) -> Bool {
    if text.utf8.first == ASCII.openBracket { return isAddress(text.utf8) }
    let parts = text.utf8.split(separator: ASCII.colon, omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.count == 1 || !parts[1].isEmpty,
      parts.count == 1 || parts[1].allSatisfy(\.isDigit)
    else { return false }
    let labels = parts[0].split(separator: ASCII.dot, omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      label.allSatisfy { $0.isLetter || $0.isDigit || $0 == ASCII.minus }
        && label.first.map { $0 != ASCII.minus } ?? false && label.last != ASCII.minus
    }
  }

  /// An address of IPv6 in brackets, with or without a port.
  private static func isAddress(_ text: Substring.UTF8View) -> Bool {
    guard let end = text.firstIndex(of: ASCII.closeBracket) else { return false }
    let address = text[..<end].dropFirst()
    let port = text[end...].dropFirst()
    return !address.isEmpty && address.allSatisfy { $0.isHexDigit || $0 == ASCII.colon }
      && (port.isEmpty
        || port.first == ASCII.colon && port.count > 1 && port.dropFirst().allSatisfy(\.isDigit))
  }

  /// Lower-case words joined by `.`, `_`, `__` or dashes, between slashes.
  private static func isPath(_ text: Substring.UTF8View) -> Bool {
    guard text.count <= 255 else { return false }
    let components = Array(text).split(separator: ASCII.slash, omittingEmptySubsequences: false)
    return components.allSatisfy { bytes in
      var index = bytes.startIndex
      while true {
        let start = index
        while index < bytes.endIndex, bytes[index].isDigit || (0x61...0x7A).contains(bytes[index]) {
          index += 1
        }
        guard index > start else { return false }
        guard index < bytes.endIndex else { return true }
        switch bytes[index] {
        case ASCII.dot: index += 1
        case ASCII.underscore:
          index += 1
          if index < bytes.endIndex, bytes[index] == ASCII.underscore { index += 1 }
        case ASCII.minus:
          while index < bytes.endIndex, bytes[index] == ASCII.minus { index += 1 }
        default: return false
        }
      }
    }
  }
}
