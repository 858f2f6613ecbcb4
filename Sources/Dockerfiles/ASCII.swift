/// The bytes that the grammars of this module give a meaning to.
enum ASCII {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let exclamation = UInt8(ascii: "!")
  static let doubleQuote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let dollar = UInt8(ascii: "$")
  static let percent = UInt8(ascii: "%")
  static let singleQuote = UInt8(ascii: "'")
  static let star = UInt8(ascii: "*")
  static let plus = UInt8(ascii: "+")
  static let comma = UInt8(ascii: ",")
  static let minus = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let slash = UInt8(ascii: "/")
  static let zero = UInt8(ascii: "0")
  static let colon = UInt8(ascii: ":")
  static let less = UInt8(ascii: "<")
  static let equals = UInt8(ascii: "=")
  static let question = UInt8(ascii: "?")
  static let at = UInt8(ascii: "@")
  static let openBracket = UInt8(ascii: "[")
  static let backslash = UInt8(ascii: "\\")
  static let closeBracket = UInt8(ascii: "]")
  static let caret = UInt8(ascii: "^")
  static let underscore = UInt8(ascii: "_")
  static let backtick = UInt8(ascii: "`")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  /// The mark that some editors put at the start of a UTF-8 file.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

extension UInt8 {
  /// Whether the byte separates words within a line: tab, vertical tab, form feed, return, space.
  var isBlank: Bool { self == ASCII.space || (9...13).contains(self) && self != ASCII.lineFeed }
  /// Whether the byte is ASCII white space, line feed included.
  var isSpace: Bool { self == ASCII.space || (9...13).contains(self) }
  /// Whether the byte is `0` to `9`.
  var isDigit: Bool { (ASCII.zero...UInt8(ascii: "9")).contains(self) }
  /// Whether the byte is an ASCII letter.
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased) }
  /// Whether the byte is an ASCII letter in upper case.
  var isUpperCase: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  /// Whether the byte is a hexadecimal digit, in either case.
  var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lowercased)
  }
  /// Whether the byte can stand in the name of a variable.
  var isNameByte: Bool { isLetter || isDigit || self == ASCII.underscore }
  /// The lower-case form of an ASCII letter; any other byte unchanged.
  var lowercased: UInt8 { isUpperCase ? self | 0x20 : self }
  /// The upper-case form of an ASCII letter; any other byte unchanged.
  var uppercased: UInt8 {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) ? self & 0xDF : self
  }
}

extension Collection<UInt8> where Index == Int {
  /// The bytes as text, each invalid sequence replaced by U+FFFD.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// The indices from the first to the last byte that is not white space; empty when all are.
  var trimmedRange: Range<Int> {
    var start = startIndex
    var end = endIndex
    while start < end, self[start].isSpace { start += 1 }
    while end > start, self[end - 1].isSpace { end -= 1 }
    return start..<end
  }

  /// Whether the bytes equal an ASCII word when case does not count.
  func equalsIgnoringCase(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    return zip(self, "\(word)".utf8).allSatisfy { $0.lowercased == $1.lowercased }
  }
}
