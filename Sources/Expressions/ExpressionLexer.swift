internal import SourceText

/// Splits the text of an expression into tokens.
///
/// Source: actions/languageservices, `expressions/src/lexer.ts`, whose known answers the tests hold.
struct ExpressionLexer {
  private let bytes: [UInt8]
  private var offset = 0
  private var tokens: [ExpressionToken] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All tokens, the last of which is the end.
  mutating func tokenize() throws(ExpressionError) -> [ExpressionToken] {
    while offset < bytes.count {
      let byte = bytes[offset]
      let blank = blank(at: offset)
      if blank > 0 {
        offset += blank
      } else if let kind = Self.single(byte) {
        add(kind, length: 1)
      } else {
        try addLonger(byte)
      }
    }
    add(.end, length: 0)
    return tokens
  }

  private mutating func addLonger(_ byte: UInt8) throws(ExpressionError) {
    let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
    switch (byte, next) {
    case (UInt8(ascii: "!"), UInt8(ascii: "=")): add(.comparison(.notEqual), length: 2)
    case (UInt8(ascii: "!"), _): add(.not, length: 1)
    case (UInt8(ascii: "="), UInt8(ascii: "=")): add(.comparison(.equal), length: 2)
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): add(.comparison(.atMost), length: 2)
    case (UInt8(ascii: "<"), _): add(.comparison(.less), length: 1)
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): add(.comparison(.atLeast), length: 2)
    case (UInt8(ascii: ">"), _): add(.comparison(.greater), length: 1)
    case (UInt8(ascii: "&"), UInt8(ascii: "&")): add(.and, length: 2)
    case (UInt8(ascii: "|"), UInt8(ascii: "|")): add(.or, length: 2)
    case (UInt8(ascii: "'"), _): try addString()
    case (UInt8(ascii: "."), _):
      if tokens.last?.endsValue == true { add(.dot, length: 1) } else { try addNumber() }
    case (UInt8(ascii: "-"), _), (UInt8(ascii: "+"), _), (0x30...0x39, _): try addNumber()
    default: try addName()
    }
  }

  private mutating func addNumber() throws(ExpressionError) {
    let end = boundary(after: offset + 1) { $0 != UInt8(ascii: ".") }
    let text = String(decoding: bytes[offset..<end], as: UTF8.self)
    guard let number = ExpressionNumber.value(of: text), !number.isNaN else {
      throw unexpected(upTo: end)
    }
    add(.number(number), length: end - offset)
  }

  private mutating func addString() throws(ExpressionError) {
    let quote = UInt8(ascii: "'")
    var content: [UInt8] = []
    var index = offset + 1
    while index < bytes.count {
      if bytes[index] == quote {
        guard index + 1 < bytes.count, bytes[index + 1] == quote else {
          add(.string(String(decoding: content, as: UTF8.self)), length: index + 1 - offset)
          return
        }
        index += 1
      }
      content.append(bytes[index])
      index += 1
    }
    throw unexpected(upTo: bytes.count)
  }

  private mutating func addName() throws(ExpressionError) {
    let end = boundary(after: offset + 1) { _ in true }
    guard Self.isName(bytes[offset..<end]) else { throw unexpected(upTo: end) }
    let text = String(decoding: bytes[offset..<end], as: UTF8.self)
    let kind: ExpressionToken.Kind =
      // Behind a dot any name is a property.
      switch (tokens.last?.kind == .dot, text) {
      case (false, "true"): .boolean(true)
      case (false, "false"): .boolean(false)
      case (false, "null"): .null
      case (false, "NaN"): .number(.nan)
      case (false, "Infinity"): .number(.infinity)
      default: .name(text)
      }
    add(kind, length: end - offset)
  }

  /// The next place at which a name or a number ends.
  private func boundary(after start: Int, where ends: (UInt8) -> Bool) -> Int {
    bytes.indices[start...].first {
      Self.isBoundary(bytes[$0]) && ends(bytes[$0]) || blank(at: $0) > 0
    } ?? bytes.count
  }

  private mutating func add(_ kind: ExpressionToken.Kind, length: Int) {
    tokens.append(ExpressionToken(kind: kind, range: SourceRange(offset, offset + length)))
    offset += length
  }

  private func unexpected(upTo end: Int) -> ExpressionError {
    let text = String(decoding: bytes[offset..<end], as: UTF8.self)
    return ExpressionError(
      .lexing, "'\(text)' is not part of the expression language", at: SourceRange(offset, end))
  }

  private static func single(_ byte: UInt8) -> ExpressionToken.Kind? {
    switch byte {
    case UInt8(ascii: "("): .openParenthesis
    case UInt8(ascii: ")"): .closeParenthesis
    case UInt8(ascii: "["): .openBracket
    case UInt8(ascii: "]"): .closeBracket
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "*"): .star
    default: nil
    }
  }

  /// The length of the white space at an offset: blanks, and what .NET counts as such.
  private func blank(at offset: Int) -> Int {
    let first = bytes[offset]
    if first < 0x80 { return first == 0x20 || (0x09...0x0D).contains(first) ? 1 : 0 }
    guard
      let scalar = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).unicodeScalars.first,
      scalar.properties.isWhitespace
    else { return 0 }
    return UTF8.width(scalar)
  }

  private static func isBoundary(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "|"):
      true
    default: false
    }
  }

  private static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = bytes.first, isLetter(first) else { return false }
    return bytes.dropFirst().allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
