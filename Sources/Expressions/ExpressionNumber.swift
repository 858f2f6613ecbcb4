#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How numbers and text become each other in expressions.
///
/// Source: actions/languageservices, `expressions/src/data/number.ts` and `string.ts`; what the
/// runner does is .NET's `G15` format.
enum ExpressionNumber {
  /// The number that a text stands for; zero for a blank text, `nil` for none.
  static func value(of text: String) -> Double? {
    let trimmed = text.trimmingBlanks
    if trimmed.isEmpty { return 0 }
    if let number = decimal(trimmed) { return number }
    switch trimmed {
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default: break
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where trimmed.hasPrefix(prefix) {
      let digits = trimmed.dropFirst(2)
      guard digits.first?.isHexDigit == true else { return nil }
      return UInt32(digits, radix: radix).map { Double(Int32(bitPattern: $0)) }
    }
    return nil
  }

  /// Digits with a sign, a point and an exponent, each of which may be missing.
  private static func decimal(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
    guard isPlain, text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
    return Double(text) ?? Double("0" + text)
      // Swift reads neither "-.5" nor "5.".
      ?? Double(
        text.replacing("-.", with: "-0.", maxReplacements: 1)
          .replacing("+.", with: "+0.", maxReplacements: 1))
      ?? (text.hasSuffix(".") ? Double(text.dropLast()) : nil)
  }

  /// The text of a number: at most 15 digits.
  static func text(of number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    if number == 0 { return "0" }
    // Fourteen digits behind the point of the first one: "-1.20000000000000e+02".
    let written = scientific(number)
    guard let mark = written.firstIndex(of: "e"),
      let exponent = Int(written[written.index(after: mark)...])
    else { return "\(number)" }
    let sign = number < 0 ? "-" : ""
    var digits = written[..<mark].filter(\.isNumber)
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    return sign + laid(out: digits, exponent)
  }

  private static func laid(out digits: String, _ exponent: Int) -> String {
    let count = digits.count
    switch exponent {
    case 15..., ..<(-5):
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      let size = String(abs(exponent))
      let padding = size.count < 2 ? "0" : ""
      return "\(digits.prefix(1))\(fraction)E\(exponent < 0 ? "-" : "+")\(padding)\(size)"
    case ..<0:
      return "0." + String(repeating: "0", count: -exponent - 1) + digits
    case (count - 1)...:
      return digits + String(repeating: "0", count: exponent - count + 1)
    default:
      return "\(digits.prefix(exponent + 1)).\(digits.dropFirst(exponent + 1))"
    }
  }

  private static func scientific(_ number: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let length = withVaList([number]) { vsnprintf(buffer.baseAddress, 64, "%.14e", $0) }
      let bytes = buffer.prefix(max(0, Int(length))).map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension String {
  /// The text without white space at either end.
  fileprivate var trimmingBlanks: String {
    let blanks = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    let start = unicodeScalars.firstIndex { !blanks($0) } ?? endIndex
    let end = unicodeScalars.lastIndex { !blanks($0) }.map { unicodeScalars.index(after: $0) }
    return String(unicodeScalars[start..<(end ?? start)])
  }
}
