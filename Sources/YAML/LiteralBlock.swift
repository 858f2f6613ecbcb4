/// A text of several lines that can be written behind `|`.
struct LiteralBlock {
  /// The lines, without indentation and line breaks.
  let lines: [Substring]
  /// Whether a reader cannot tell the indentation from the first line with text.
  let needsIndentation: Bool
  private let chomping: String

  /// Splits a text; `nil` when only a quoted scalar can hold it.
  init?(_ text: String) {
    var hasText = false
    for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\t" {
      guard ScalarText.isPrintable(scalar) else { return nil }
      if scalar != " " { hasText = true }
    }
    guard hasText else { return nil }
    var lines = text.split(separator: "\n" as Unicode.Scalar)
    if text.unicodeScalars.last == "\n" {
      lines.removeLast()
      chomping = lines.last?.isEmpty == true ? "+" : ""
    } else {
      chomping = "-"
    }
    self.lines = lines
    let first = lines.first { !$0.isEmpty }?.unicodeScalars.first
    needsIndentation = first == " " || first == "\t"
  }

  /// The indicator, such as `|-`.
  func indicator(indentation: Int) -> String {
    "|" + (needsIndentation ? String(indentation) : "") + chomping
  }
}

extension String {
  /// The parts between separators, compared scalar by scalar: `\r\n` is no single character here.
  fileprivate func split(separator: Unicode.Scalar) -> [Substring] {
    unicodeScalars.split(separator: separator, omittingEmptySubsequences: false).map(Substring.init)
  }
}
