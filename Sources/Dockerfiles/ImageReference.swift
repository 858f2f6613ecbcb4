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
  public init?(_ text: String) {
    var rest = Substring(text)
    if let at = rest.firstIndex(of: "@") {
      let digest = rest[rest.index(after: at)...]
      guard Self.isDigest(digest) else { return nil }
      self.digest = String(digest)
      rest = rest[..<at]
    }
    let lastSlash = rest.lastIndex(of: "/") ?? rest.startIndex
    if let colon = rest[lastSlash...].lastIndex(of: ":") {
      let tag = rest[rest.index(after: colon)...]
      guard Self.isTag(tag) else { return nil }
      self.tag = String(tag)
      rest = rest[..<colon]
    }
    var registry = "docker.io"
    if let slash = rest.firstIndex(of: "/") {
      let host = rest[..<slash]
      if host.contains(where: { $0 == "." || $0 == ":" }) || host == "localhost"
        || host.lowercased() != host
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
    path = registry == "docker.io" && !rest.contains("/") ? "library/\(rest)" : String(rest)
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
      && parts[1].utf8.allSatisfy { $0.isDigit || (0x61...0x66).contains($0.lowercased) }
  }

  private static func isHost(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.count == 1 || !parts[1].isEmpty,
      parts.count == 1 || parts[1].utf8.allSatisfy(\.isDigit)
    else { return text.hasPrefix("[") }
    return parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      let label = label.utf8
      return label.allSatisfy { $0.isLetter || $0.isDigit || $0 == ASCII.minus }
        && label.first.map { $0 != ASCII.minus } ?? false && label.last != ASCII.minus
    }
  }

  /// Lower-case words joined by `.`, `_`, `__` or dashes, between slashes.
  private static func isPath(_ text: Substring) -> Bool {
    guard text.utf8.count <= 255 else { return false }
    return text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { component in
      let bytes = Array(component.utf8)
      var index = 0
      while true {
        let start = index
        while index < bytes.count, bytes[index].isDigit || (0x61...0x7A).contains(bytes[index]) {
          index += 1
        }
        guard index > start else { return false }
        guard index < bytes.count else { return true }
        switch bytes[index] {
        case ASCII.dot: index += 1
        case ASCII.underscore:
          index += 1
          if index < bytes.count, bytes[index] == ASCII.underscore { index += 1 }
        case ASCII.minus:
          while index < bytes.count, bytes[index] == ASCII.minus { index += 1 }
        default: return false
        }
      }
    }
  }
}
