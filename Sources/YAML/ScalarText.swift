/// Scalars as they are written on one line.
enum ScalarText {
  /// A scalar, or a collection in brackets; nothing for null outside of brackets.
  static func inline(_ value: YAMLValue, inFlow: Bool) -> String {
    switch value.content {
    case .null: inFlow ? "null" : ""
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .float(let value): number(value)
    case .string(let text): string(text, inFlow: inFlow)
    case .sequence(let items):
      "[" + items.map { inline($0, inFlow: true) }.joined(separator: ", ") + "]"
    case .mapping(let pairs):
      "{" + pairs.map(flowPair).joined(separator: ", ") + "}"
    }
  }

  /// A text, plain if every reader takes it for a string, else quoted.
  static func string(_ text: String, inFlow: Bool) -> String {
    if PlainScalar.holds(text, inFlow: inFlow) { return text }
    if text.unicodeScalars.allSatisfy(isPrintable) {
      return "'" + text.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
    }
    return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  /// A key. `on` stays plain as GitHub's documents write it, though old readers see a boolean.
  static func key(_ key: String, inFlow: Bool) -> String {
    key == "on" ? key : string(key, inFlow: inFlow)
  }

  /// Whether a key needs `?` before it: readers look for its `:` no further than 1,024 characters.
  static func isTooLongForKey(_ scalar: String) -> Bool {
    scalar.unicodeScalars.count > 1000
  }

  /// The lines of a comment without white space around; what cannot stand in one becomes a space.
  static func commentLines(_ comment: String) -> [String] {
    comment.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { line in
      let scalars = line.unicodeScalars.map { isPrintable($0) ? $0 : " " }
      let trimmed = scalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      return trimmed.map { String($0) }.joined()
    }
  }

  /// Whether a character may stand in a scalar without an escape, on the same line.
  ///
  /// YAML 1.2.2, production 1, without line breaks of YAML 1.1, tab and byte order mark.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
      0x10000...0x10FFFF:
      true
    default: false
    }
  }

  private static func flowPair(_ pair: YAMLValue.Pair) -> String {
    let scalar = key(pair.key, inFlow: true)
    let value = inline(pair.value, inFlow: true)
    return isTooLongForKey(scalar) ? "? \(scalar) : \(value)" : "\(scalar): \(value)"
  }

  /// A number in a form that both YAML 1.1 and 1.2 take for a float.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
    let text = String(value)
    guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else {
      return text
    }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  /// A character between double quotes (YAML 1.2.2, section 5.7).
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    case "\u{1B}": "\\e"
    case _ where isPrintable(scalar): String(scalar)
    case _ where scalar.value <= 0xFF: "\\x" + hexadecimal(scalar.value, digits: 2)
    default: "\\u" + hexadecimal(scalar.value, digits: 4)
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
