/// A text of which parts may be unknown, such as `ghcr.io/acme/base:` and then some tag.
struct PartialText: Hashable, Sendable {
  /// The text, with `hole` in the place of each unknown part.
  var pattern: String

  /// Stands for a part that is not known: U+FFFC, which no name of anything holds.
  static let hole: Unicode.Scalar = "\u{FFFC}"
  /// A text of which nothing is known.
  static let unknown = PartialText(pattern: "\u{FFFC}")

  /// Encloses the name of a value that each run has anew, such as the id of its commit: U+FFFB.
  ///
  /// Such a part is not known either, but it is the same wherever one run names it.
  static let perRun: Unicode.Scalar = "\u{FFFB}"

  /// The text of which only that name is known.
  static func perRun(_ name: String) -> PartialText {
    PartialText(pattern: "\u{FFFB}\(name)\u{FFFB}")
  }

  /// Whether every part is known.
  var isKnown: Bool {
    !pattern.unicodeScalars.contains { $0 == Self.hole || $0 == Self.perRun }
  }

  /// Whether every part is known to those who see the run.
  var isKnownInRun: Bool { !pattern.unicodeScalars.contains(Self.hole) }

  /// The text when every part is known.
  var text: String? { isKnown ? pattern : nil }

  /// The parts between separators, without white space around and without empty ones.
  func split(_ isSeparator: (Unicode.Scalar) -> Bool) -> [PartialText] {
    pattern.unicodeScalars.split(whereSeparator: isSeparator).compactMap { part in
      let trimmed = part.drop { $0.properties.isWhitespace }
      guard let last = trimmed.lastIndex(where: { !$0.properties.isWhitespace }) else {
        return nil
      }
      return PartialText(pattern: String(trimmed[...last]))
    }
  }

  /// The text of one line of a list without the quotes around the whole of it.
  ///
  /// The actions of Docker read their lists as CSV, where a quote within quotes stands twice.
  var withoutListQuotes: PartialText {
    guard pattern.count > 1, pattern.hasPrefix("\""), pattern.hasSuffix("\"") else { return self }
    return PartialText(
      pattern: String(pattern.dropFirst().dropLast()).replacing("\"\"", with: "\""))
  }

  /// The parts before and after the first `=`; the whole and `nil` when there is none.
  var assignment: (name: PartialText, value: PartialText?) {
    guard let equals = pattern.unicodeScalars.firstIndex(of: "=") else { return (self, nil) }
    return (
      PartialText(pattern: String(pattern[..<equals])),
      PartialText(pattern: String(pattern.unicodeScalars[equals...].dropFirst()))
    )
  }

  /// What stands behind a beginning; `nil` for a text that does not begin so.
  func withoutPrefix(_ prefix: String) -> PartialText? {
    guard pattern.hasPrefix(prefix) else { return nil }
    return PartialText(pattern: String(pattern.dropFirst(prefix.count)))
  }
}
