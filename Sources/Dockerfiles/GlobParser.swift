/// Reads the two kinds of patterns.
enum GlobParser {
  /// The tokens of a pattern; `nil` when it is malformed.
  ///
  /// With `knowsDoubleStar` the rules are those of `.dockerignore`: `**/` stands for any number of
  /// directories, and `**` at the end for everything.
  static func tokens(
    _ pattern: ArraySlice<UInt8>, knowsDoubleStar: Bool
  ) -> [GlobPattern.Token]? {
    let bytes = Array(pattern)
    var tokens: [GlobPattern.Token] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case ASCII.star where knowsDoubleStar && index < bytes.count && bytes[index] == ASCII.star:
        index += 1
        let hasSlash = index < bytes.count && bytes[index] == ASCII.slash
        if hasSlash { index += 1 }
        if index == bytes.count || index == 2 && isPlain(bytes[index...]) {
          // `**x` at the start is compared as an ending, so `x` need not start a name.
          tokens.append(.anything)
        } else {
          tokens.append(.directories)
        }
      case ASCII.star:
        if tokens.last != .star { tokens.append(.star) }
      case ASCII.question:
        tokens.append(.character)
      case ASCII.openBracket:
        guard let members = CharacterClass(bytes, index: &index) else { return nil }
        tokens.append(.member(members))
      case ASCII.backslash:
        guard index < bytes.count else { return nil }
        tokens.append(.byte(bytes[index]))
        index += 1
      default:
        tokens.append(.byte(byte))
      }
    }
    return tokens
  }

  /// Whether no character is special.
  private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
    let special = [
      ASCII.star, ASCII.question, ASCII.openBracket, ASCII.closeBracket, ASCII.backslash,
    ]
    return !bytes.contains { special.contains($0) }
  }
}
