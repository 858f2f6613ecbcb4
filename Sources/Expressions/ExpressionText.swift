extension String {
  /// The text with the case removed in which expressions compare text.
  ///
  /// Each character becomes its upper-case one where that is a single one; `ı` stays as it is.
  /// Source: .NET's `OrdinalIgnoreCase`, and actions/languageservices, `expressions/src/result.ts`.
  var uppercasedForComparison: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return uppercased() }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let upper = scalar.properties.uppercaseMapping.unicodeScalars
      let isSimple = upper.count == 1 && scalar != "\u{131}"
      result.append(isSimple ? upper[upper.startIndex] : scalar)
    }
    return String(result)
  }

  /// Whether the text comes before another one, by UTF-16 units, case aside.
  func precedesInComparison(_ other: String) -> Bool {
    uppercasedForComparison.utf16.lexicographicallyPrecedes(other.uppercasedForComparison.utf16)
  }

  /// Whether two texts have the same characters, case aside. Other than for `==`, composed and
  /// decomposed characters differ.
  func equalsInComparison(_ other: String) -> Bool {
    uppercasedForComparison.utf16.elementsEqual(other.uppercasedForComparison.utf16)
  }
}

/// Replaces the numbers in braces of a format by texts.
///
/// Source: actions/languageservices, `expressions/src/funcs/format.ts`.
struct ExpressionFormat {
  /// A part of the result.
  enum Part: Hashable {
    case text(String)
    case argument(Int)
  }

  private(set) var parts: [Part] = []

  /// Reads a format; throws the words of the problem.
  init(_ format: String) throws(Problem) {
    let bytes = Array(format.utf8)
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") else {
        text.append(byte)
        index += 1
        continue
      }
      if index + 1 < bytes.count, bytes[index + 1] == byte {
        text.append(byte)
        index += 2
        continue
      }
      let digits = bytes[(index + 1)...].prefix { (0x30...0x39).contains($0) }
      guard byte == UInt8(ascii: "{"), digits.endIndex < bytes.count,
        bytes[digits.endIndex] == UInt8(ascii: "}"),
        let number = Int(String(decoding: digits, as: UTF8.self))
      else { throw Problem(message: "'\(format)' is no valid format") }
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
      parts.append(.argument(number))
      index = digits.endIndex + 1
    }
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
  }

  struct Problem: Error { let message: String }
}
