/// The strings of a JSON array, as the exec form of an instruction writes them.
struct JSONArray {
  /// What a text that starts with `[` turned out to be.
  enum Outcome {
    /// An array of strings.
    case strings([Splitter.Piece])
    /// Valid JSON, but something in it is no string.
    case otherValues
    /// No JSON: the text is to be read as words.
    case notJSON
  }

  private let text: [UInt8]
  private var index: Int
  private var hasOtherValues = false

  /// Reads the rest of a line from an index on.
  static func parse(_ text: [UInt8], from start: Int) -> Outcome {
    var parser = JSONArray(text: text, index: start)
    guard let pieces = parser.array() else { return .notJSON }
    parser.skipSpace()
    guard parser.index == text.count else { return .notJSON }
    return parser.hasOtherValues ? .otherValues : .strings(pieces)
  }

  private init(text: [UInt8], index: Int) {
    self.text = text
    self.index = index
  }

  private mutating func skipSpace() {
    while index < text.count, text[index].isSpace { index += 1 }
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < text.count, text[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func array() -> [Splitter.Piece]? {
    guard accept(ASCII.openBracket) else { return nil }
    var pieces: [Splitter.Piece] = []
    if accept(ASCII.closeBracket) { return pieces }
    repeat {
      skipSpace()
      let start = index
      if let string = string() {
        pieces.append(Splitter.Piece(bytes: string, range: start..<index))
      } else if scalar() {
        hasOtherValues = true
      } else {
        return nil
      }
    } while accept(ASCII.comma)
    return accept(ASCII.closeBracket) ? pieces : nil
  }

  /// A number or a constant; a nested array or object is rare enough to count as no JSON.
  private mutating func scalar() -> Bool {
    let start = index
    while index < text.count, text[index].isNameByte || [0x2B, 0x2D, 0x2E].contains(text[index]) {
      index += 1
    }
    let word = text[start..<index]
    return ["true", "false", "null"].contains(word.text) || Double(word.text) != nil
  }

  private mutating func string() -> [UInt8]? {
    guard index < text.count, text[index] == ASCII.doubleQuote else { return nil }
    var position = index + 1
    var bytes: [UInt8] = []
    while position < text.count, text[position] != ASCII.doubleQuote {
      guard text[position] >= 0x20 else { return nil }
      if text[position] == ASCII.backslash {
        guard let (decoded, next) = escape(at: position + 1) else { return nil }
        bytes += decoded
        position = next
      } else {
        bytes.append(text[position])
        position += 1
      }
    }
    guard position < text.count else { return nil }
    index = position + 1
    return bytes
  }

  /// What the escape behind a backslash stands for, and the index behind it.
  private func escape(at position: Int) -> ([UInt8], Int)? {
    guard position < text.count else { return nil }
    let simple: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
    ]
    if let byte = simple[text[position]] { return ([byte], position + 1) }
    guard let high = codeUnit(at: position) else { return nil }
    if let low = codeUnit(at: position + 6), text[position + 5] == ASCII.backslash,
      (0xD800...0xDBFF).contains(high), (0xDC00...0xDFFF).contains(low)
    {
      return (Array(String(decoding: [high, low], as: UTF16.self).utf8), position + 11)
    }
    return (Array(String(decoding: [high], as: UTF16.self).utf8), position + 5)
  }

  private func codeUnit(at position: Int) -> UInt16? {
    guard position + 4 < text.count, text[position] == UInt8(ascii: "u") else { return nil }
    return UInt16(text[(position + 1)...(position + 4)].text, radix: 16)
  }
}
