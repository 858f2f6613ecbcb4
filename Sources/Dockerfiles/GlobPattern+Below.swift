extension GlobPattern {
  /// The same pattern for paths that start further up: relative to the parent of a directory.
  ///
  /// A directory without components changes nothing.
  public func below(_ directory: [UInt8]) -> GlobPattern {
    let path = ContextPath.relative(directory)
    guard !path.isEmpty else { return self }
    let separator: [Token] = tokens.isEmpty ? [] : [.byte(ASCII.slash)]
    let text = tokens.isEmpty ? path.text : "\(path.text)/\(description)"
    return GlobPattern(
      tokens: path.map { .byte($0) } + separator + tokens, description: text,
      isMalformed: isMalformed)
  }
}

extension IgnorePattern {
  /// The same pattern for paths that are relative to the parent of a directory.
  public func below(_ directory: [UInt8]) -> IgnorePattern {
    var pattern = self
    pattern.glob = glob.below(directory)
    return pattern
  }
}
