import YAML

extension Node {
  /// How another text is written in the place of this scalar, in its style where that can be.
  func rewritten(as text: String) -> String {
    switch style {
    case .doubleQuoted:
      "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    case .plain where Self.isPlain(text): text
    default: "'" + text.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
    }
  }

  /// Whether a text is the same string without quotes, in brackets too. Careful rather than exact.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    return isLetter(first) && last != UInt8(ascii: " ") && !words.contains(text.lowercased())
      && text.utf8.allSatisfy { byte in
        isLetter(byte) || (0x30...0x39).contains(byte) || " -_./()".utf8.contains(byte)
          || byte >= 0x80
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20)
  }
}
