/// Decides which texts need no quotes.
enum PlainScalar {
  /// Whether readers of YAML 1.1 and 1.2 alike take the plain text for this very string.
  static func holds(_ text: String, inFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      first != " ", last != " ", last != ":", !needsQuotes(first),
      !isIndicator(text, first: first)
    else { return false }
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      guard ScalarText.isPrintable(scalar) else { return false }
      if scalar == "#", previous == " " { return false }
      if scalar == " ", previous == ":" { return false }
      if inFlow, isFlowIndicator(scalar) { return false }
      previous = scalar
    }
    return !isWord(text) && !(mayStartNumber(first) && (isNumber(text) || isDate(text)))
  }

  /// A hyphen that could begin an item, or the mark that begins or ends a document.
  private static func isIndicator(_ text: String, first: Unicode.Scalar) -> Bool {
    guard first == "-" || first == "." else { return false }
    return text == "-" || ["- ", "---", "..."].contains { text.utf8.starts(with: $0.utf8) }
  }

  /// Whether numbers and dates can start with a character; hardly a text of a workflow does.
  private static func mayStartNumber(_ first: Unicode.Scalar) -> Bool {
    switch first {
    case "0"..."9", "+", "-", ".", "_": true
    default: false
    }
  }

  /// The characters that start something else, wherever they stand at the front.
  private static func needsQuotes(_ first: Unicode.Scalar) -> Bool {
    switch first {
    case "?", ":", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@",
      "`":
      true
    default: false
    }
  }

  /// `?` is one for some readers of YAML 1.1, wherever it stands.
  private static func isFlowIndicator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ",", "[", "]", "{", "}", "?": true
    default: false
    }
  }

  /// The booleans and nulls of both versions, the merge key and the default value of YAML 1.1.
  private static func isWord(_ text: String) -> Bool {
    guard text.utf8.count <= 5 else { return false }
    return switch text {
    case "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "y", "Y",
      "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF",
      "<<", "=", ".nan", ".NaN", ".NAN":
      true
    default: false
    }
  }

  /// Whether either version sees a number: radix prefixes, `_` between digits, sexagesimal parts,
  /// fraction, exponent, infinity.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    if [".inf", ".Inf", ".INF"].contains(where: { rest.elementsEqual($0.utf8) }) { return true }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)]
    where rest.starts(with: prefix.utf8) {
      return rest.dropFirst(2).allSatisfy { isDigit($0, radix: radix) }
    }
    let mantissa = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    guard mantissa.first != UInt8(ascii: "_"),
      mantissa.contains(where: { isDigit($0) && $0 != UInt8(ascii: "_") }),
      mantissa.count(where: { $0 == UInt8(ascii: ".") }) <= 1
    else { return false }
    rest = rest.dropFirst(mantissa.count)
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      return rest.allSatisfy { isDigit($0) }
    }
    return rest.isEmpty
  }

  private static func isDigit(_ byte: UInt8, radix: Int = 10) -> Bool {
    if byte == UInt8(ascii: "_") { return true }
    guard let value = Character(Unicode.Scalar(byte)).hexDigitValue else { return false }
    return value < radix
  }

  /// Whether YAML 1.1 sees a date: `2001-12-14`, alone or before a time.
  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, (1...2).contains(parts[1].utf8.count) else {
      return false
    }
    let day = parts[2].utf8.prefix { isDigit($0) }
    let next = parts[2].utf8.dropFirst(day.count).first
    return (1...2).contains(day.count) && (parts[0] + parts[1]).utf8.allSatisfy { isDigit($0) }
      && (next == nil || next == UInt8(ascii: "T") || next == UInt8(ascii: "t") || next == 0x20)
  }
}
