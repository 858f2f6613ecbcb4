extension Node {
  /// A scalar's meaning by the core schema of YAML 1.2.2, section 10.3.
  public enum Value: Hashable, Sendable {
    /// `null`, `~`, or nothing at all.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number that fits; a larger one is a `float`.
    case int(Int)
    /// A number.
    case float(Double)
    /// Any other text, and every quoted or block scalar.
    case string(String)
    /// A list.
    case sequence
    /// Keys and values.
    case mapping
  }

  /// The meaning. `on`, `yes`, `no` and `off` are strings. The tags `!` and `!!str` make a string,
  /// other tags change nothing.
  public var value: Value {
    let record = record
    switch record.shape {
    case .sequence: return .sequence
    case .mapping: return .mapping
    case .scalar, .alias: break
    }
    let bytes = tree.text(of: record)
    if record.style == .plain, !isTaggedString {
      return CoreSchema.resolve(bytes)
    }
    return .string(String(decoding: bytes, as: UTF8.self))
  }

  private var isTaggedString: Bool {
    guard record.hasProperties, let tag else { return false }
    return tag == "!" || tag == "!!str" || tag == "!<tag:yaml.org,2002:str>"
  }
}

/// The plain scalars of YAML 1.2 that are not strings.
enum CoreSchema {
  /// The meaning of a plain scalar.
  static func resolve(_ text: ArraySlice<UInt8>) -> Node.Value {
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "~"):
      if text.count == 1 { return .null }
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
      if isWord(text, "null", "Null", "NULL") { return .null }
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
      if isWord(text, "true", "True", "TRUE") { return .bool(true) }
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
      if isWord(text, "false", "False", "FALSE") { return .bool(false) }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      if let number = number(text) { return number }
    default:
      break
    }
    return .string(String(decoding: text, as: UTF8.self))
  }

  private static func isWord(_ text: ArraySlice<UInt8>, _ words: StaticString...) -> Bool {
    words.contains { word in
      text.count == word.utf8CodeUnitCount
        && word.withUTF8Buffer { text.elementsEqual($0) }
    }
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Node.Value? {
    let string = String(decoding: text, as: UTF8.self)
    if text.starts(with: "0x".utf8) { return whole(text.dropFirst(2), radix: 16) }
    if text.starts(with: "0o".utf8) { return whole(text.dropFirst(2), radix: 8) }
    var digits = text
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative || text.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    if isWord(digits, ".inf", ".Inf", ".INF") { return .float(isNegative ? -.infinity : .infinity) }
    if isWord(text, ".nan", ".NaN", ".NAN") { return .float(.nan) }
    guard isDecimal(digits) else { return nil }
    if let value = Int(string) { return .int(value) }
    return Double(string).map { .float($0) }
  }

  /// A whole number without sign in another radix.
  private static func whole(_ digits: ArraySlice<UInt8>, radix: Int) -> Node.Value? {
    var value = 0.0
    for digit in digits {
      guard let number = Character(Unicode.Scalar(digit)).hexDigitValue, number < radix else {
        return nil
      }
      value = value * Double(radix) + Double(number)
    }
    guard !digits.isEmpty else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: radix).map { .int($0) }
      ?? .float(value)
  }

  /// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    var rest = text.drop(while: isDigit)
    var digits = text.count - rest.count
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst()
      rest = fraction.drop(while: isDigit)
      digits += fraction.count - rest.count
    }
    guard digits > 0 else { return false }
    guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else {
      return rest.isEmpty
    }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }
}
