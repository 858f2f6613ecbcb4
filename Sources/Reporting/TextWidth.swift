extension Unicode.Scalar {
  /// How many columns of a terminal it takes: 0 for a combining mark or a format character, 2 for a
  /// wide East Asian character or an emoji, 1 for all else.
  var columns: Int {
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if properties.isEmojiPresentation { return 2 }
    return Self.wide.contains { $0.contains(value) } ? 2 : 1
  }

  /// The large blocks of Unicode whose characters are wide (East Asian Width W or F, UAX #11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]

  /// The scalar, or for one that could move the cursor, hide or reorder text, a visible stand-in.
  ///
  /// A tab stays: it only moves to the right. Stand-ins are one scalar, so that columns still count.
  var visible: Unicode.Scalar {
    switch value {
    case 0x09: return self
    case 0x00..<0x20: return Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: return "\u{2421}"
    case 0x80..<0xA0, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
      return "\u{FFFD}"
    default: return self
    }
  }
}

extension String {
  /// How many columns of a terminal the text takes; a tab counts as one.
  var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

  /// The text with a visible stand-in for each scalar that could do something to a terminal; line
  /// breaks become spaces.
  var visible: String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r": result.append(" ")
      default: result.append(scalar.visible)
      }
      previous = scalar
    }
    return String(result)
  }

  /// The text in at most so many columns: what does not fit is replaced by `…`.
  func cut(toColumns limit: Int) -> String {
    guard columns > limit else { return self }
    var result = String.UnicodeScalarView()
    var used = 1
    for scalar in unicodeScalars {
      used += scalar.columns
      if used > limit { break }
      result.append(scalar)
    }
    return limit > 0 ? String(result) + "…" : ""
  }

  /// So many copies of the text.
  static func * (text: String, count: Int) -> String {
    String(repeating: text, count: Swift.max(count, 0))
  }
}

/// `1 error`, `2 errors`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
