/// Paths within a build context.
enum ContextPath {
  /// The shortest path that means the same, as Go's `path.Clean` finds it.
  static func clean(_ path: [UInt8]) -> [UInt8] {
    guard let first = path.first else { return [ASCII.dot] }
    let isRooted = first == ASCII.slash
    var components: [ArraySlice<UInt8>] = []
    for component in path.split(separator: ASCII.slash) where !component.elementsEqual(".".utf8) {
      if component.elementsEqual("..".utf8) {
        if let last = components.last, !last.elementsEqual("..".utf8) {
          components.removeLast()
        } else if !isRooted {
          components.append(component)
        }
      } else {
        components.append(component)
      }
    }
    let joined = Array(components.joined(separator: [ASCII.slash]))
    if isRooted { return [ASCII.slash] + joined }
    return joined.isEmpty ? [ASCII.dot] : joined
  }

  /// A path that a COPY names, relative to the root of the context; empty for the root itself.
  ///
  /// The root is a wall: `..` stops there, and a leading slash means the root.
  static func relative(_ path: some Collection<UInt8>) -> [UInt8] {
    Array(clean([ASCII.slash] + path).dropFirst())
  }
}

/// Where the source of an ADD or COPY comes from.
enum SourceOrigin {
  case context
  case web
  case repository

  /// Tells them apart as BuildKit does.
  ///
  /// A web address is a repository when its path ends in `.git`.
  init(_ source: [UInt8]) {
    let text = source.text
    if text.hasPrefix("./") || text.hasPrefix("../") || text.hasPrefix("github.com/") {
      self = .context
      return
    }
    if source.contains(ASCII.colon),
      let separator = Array(text.utf8).firstRange(of: Array("://".utf8))
    {
      let scheme = text.utf8.prefix(separator.lowerBound)
      if !scheme.isEmpty, scheme.allSatisfy({ $0.isLetter || $0.isDigit }) {
        switch String(decoding: scheme, as: UTF8.self).lowercased() {
        case "git", "ssh": self = .repository
        case "http", "https":
          let path = text.prefix { $0 != "#" && $0 != "?" }
          self = path.hasSuffix(".git") ? .repository : .web
        default: self = .context
        }
        return
      }
    }
    self = Self.isSecureShellAddress(text) ? .repository : .context
  }

  /// Whether a text has the form `user@host:path`.
  private static func isSecureShellAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let at = bytes.firstIndex(of: ASCII.at),
      let colon = bytes[at...].firstIndex(of: ASCII.colon), at > 0, colon > at + 1
    else { return false }
    return bytes[..<at].allSatisfy { $0.isNameByte || $0 == ASCII.minus }
      && bytes[(at + 1)..<colon].allSatisfy {
        $0.isLetter || $0.isDigit || $0 == ASCII.minus || $0 == ASCII.dot
      }
  }
}
