extension GlobPattern {
  /// The directories that every match lies in: those before the first wildcard, and for a single
  /// path those above it. Empty for the root, and when nothing can match.
  public var literalDirectory: [UInt8] {
    guard !isMalformed, let slash = literalPrefix.lastIndex(of: ASCII.slash) else { return [] }
    return Array(literalPrefix[..<slash])
  }

  /// The same pattern within another directory.
  ///
  /// - Parameters:
  ///   - directory: whole components that the pattern starts with; all of it, for a single path.
  ///   - other: what takes their place, relative to the same root; empty for the root itself.
  public func moved(from directory: [UInt8], to other: [UInt8]) -> GlobPattern {
    var rest = Array(tokens.dropFirst(directory.count))
    var text = Array(description.utf8.dropFirst(directory.text.utf8.count))
    if other.isEmpty, rest.first == .byte(ASCII.slash) {
      rest.removeFirst()
      text.removeFirst()
    }
    text = Array(other.text.utf8) + text
    return GlobPattern(
      tokens: other.map { .byte($0) } + rest, description: text.isEmpty ? "." : text.text,
      isMalformed: isMalformed)
  }
}

extension IgnorePattern {
  /// The pattern of an `--exclude` whose source was found that many directories further down, or up.
  public func moved(down levels: Int) -> IgnorePattern {
    let level: [GlobPattern.Token] = [.star, .byte(ASCII.slash)]
    let above = Array(repeating: level, count: max(0, levels)).flatMap(\.self)
    let tokens = above + glob.tokens.dropFirst(2 * max(0, -levels))
    var pattern = self
    pattern.glob = GlobPattern(tokens: tokens, description: glob.description)
    return pattern
  }
}
