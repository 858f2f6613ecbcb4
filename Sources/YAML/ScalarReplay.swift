import SourceText

/// A scalar read a second time, byte by byte, with the place that each byte of its text comes from.
///
/// Source: YAML 1.2.2, chapters 7 and 8; libyaml, `scanner.c`.
struct ScalarReplay {
  /// The text.
  private(set) var text: [UInt8] = []
  /// For each byte of the text, where what it stands for begins in the file.
  private(set) var starts: [Int] = []
  /// For each byte of the text, where that ends.
  private(set) var ends: [Int] = []
  private let bytes: [UInt8]

  init(of node: Node, in file: SourceFile) {
    bytes = file.bytes
    let range = node.range
    switch node.style {
    case .plain: readFlow(range.start..<range.end, quote: nil)
    case .singleQuoted, .doubleQuoted:
      guard range.count >= 2 else { return }
      readFlow(
        range.start + 1..<range.end - 1,
        quote: node.style == .singleQuoted ? UInt8(ascii: "'") : UInt8(ascii: "\""))
    case .literal, .folded: readBlock(from: range.start, isFolded: node.style == .folded)
    case .block, .flow: break
    }
  }

  private mutating func add(_ byte: UInt8, _ start: Int, _ end: Int) {
    text.append(byte)
    starts.append(start)
    ends.append(end)
  }

  private func isBlank(_ index: Int) -> Bool {
    index < bytes.count && (bytes[index] == 0x20 || bytes[index] == 0x09)
  }

  /// The length of the line break at an offset; 0 for none.
  private func lineBreak(at index: Int) -> Int {
    guard index < bytes.count else { return 0 }
    if bytes[index] == 0x0A { return 1 }
    guard bytes[index] == 0x0D else { return 0 }
    return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
  }
}

extension ScalarReplay {
  /// Reads a plain or a quoted scalar, without its quotes.
  private mutating func readFlow(_ content: Range<Int>, quote: UInt8?) {
    var index = content.lowerBound
    while index < content.upperBound {
      let byte = bytes[index]
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        readGap(&index, content.upperBound)
      } else if quote == UInt8(ascii: "'"), byte == quote {
        add(byte, index, index + 2)
        index += 2
      } else if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
        guard readEscape(&index) else { return }
      } else {
        add(byte, index, index + 1)
        index += 1
      }
    }
  }

  /// Reads blanks and line breaks: one break is a blank, and of more the first is left out.
  private mutating func readGap(_ index: inout Int, _ end: Int) {
    let start = index
    while index < end, isBlank(index) { index += 1 }
    guard index < end, lineBreak(at: index) > 0 else {
      for blank in start..<index { add(bytes[blank], blank, blank + 1) }
      return
    }
    var breaks: [Range<Int>] = []
    while index < end {
      let length = lineBreak(at: index)
      if length > 0 { breaks.append(index..<index + length) }
      guard length > 0 || isBlank(index) else { break }
      index += max(1, length)
    }
    if breaks.count == 1 { add(0x20, start, index) }
    for found in breaks.dropFirst() { add(0x0A, found.lowerBound, found.upperBound) }
  }

  /// Reads a backslash and what it makes; whether that is known.
  private mutating func readEscape(_ index: inout Int) -> Bool {
    let start = index
    guard index + 1 < bytes.count else { return false }
    let length = lineBreak(at: index + 1)
    if length > 0 {
      // The line goes on in the next; empty lines between them stay.
      index += 1 + length
      while isBlank(index) || lineBreak(at: index) > 0 {
        let next = lineBreak(at: index)
        if next > 0 { add(0x0A, index, index + next) }
        index += max(1, next)
      }
      return true
    }
    let name = bytes[index + 1]
    index += 2
    let digits: Int
    switch name {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default:
      guard let scalar = Self.escapes[name] else { return false }
      addScalar(scalar, start, index)
      return true
    }
    let end = index + digits
    guard end <= bytes.count,
      let value = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { return false }
    index = end
    addScalar(scalar, start, end)
    return true
  }

  private mutating func addScalar(_ scalar: Unicode.Scalar, _ start: Int, _ end: Int) {
    for byte in UTF8.encode(scalar).map({ Array($0) }) ?? [] { add(byte, start, end) }
  }

  /// YAML 1.2.2, section 5.7.
  private static let escapes: [UInt8: Unicode.Scalar] = Dictionary(
    zip(
      "0abt\tnvfre \"/\\N_LP".utf8,
      "\0\u{7}\u{8}\t\t\n\u{B}\u{C}\r\u{1B} \"/\\\u{85}\u{A0}\u{2028}\u{2029}".unicodeScalars),
    uniquingKeysWith: { first, _ in first })
}

extension ScalarReplay {
  /// Reads a block scalar from its `|` or `>` on.
  private mutating func readBlock(from start: Int, isFolded: Bool) {
    var index = start + 1
    var keepsEnd = false
    var dropsEnd = false
    while index < bytes.count, lineBreak(at: index) == 0 {
      // What stands behind a number sign is a comment.
      if bytes[index] == UInt8(ascii: "#") { break }
      if bytes[index] == UInt8(ascii: "+") { keepsEnd = true }
      if bytes[index] == UInt8(ascii: "-") { dropsEnd = true }
      index += 1
    }
    while index < bytes.count, lineBreak(at: index) == 0 { index += 1 }
    index += lineBreak(at: index)
    guard let indentation = indentation(ofBlockFrom: start, contentAt: index) else { return }
    var breaks = readBreaks(&index, indentation)
    var last: Range<Int>?
    var startsBlank = false
    while index < bytes.count, self.indentation(at: index) >= indentation {
      index += indentation
      let isBlankNow = isBlank(index)
      if let last {
        let isFold = isFolded && !startsBlank && !isBlankNow
        if !isFold {
          add(0x0A, last.lowerBound, last.upperBound)
        } else if breaks.isEmpty {
          add(0x20, last.lowerBound, last.upperBound)
        }
      }
      for found in breaks { add(0x0A, found.lowerBound, found.upperBound) }
      startsBlank = isBlankNow
      while index < bytes.count, lineBreak(at: index) == 0 {
        add(bytes[index], index, index + 1)
        index += 1
      }
      let length = lineBreak(at: index)
      last = length > 0 ? index..<index + length : nil
      index += length
      breaks = readBreaks(&index, indentation)
    }
    if !dropsEnd, let last { add(0x0A, last.lowerBound, last.upperBound) }
    if keepsEnd { for found in breaks { add(0x0A, found.lowerBound, found.upperBound) } }
  }

  /// The number of blanks in front of each line of a block: that of the first line with content, or
  /// what the number behind the `|` or `>` adds to the line above, which only few know.
  private func indentation(ofBlockFrom start: Int, contentAt first: Int) -> Int? {
    let header = bytes[start..<first].prefix { $0 != UInt8(ascii: "#") }
    guard !header.contains(where: { (0x31...0x39).contains($0) }) else { return nil }
    var index = first
    while index < bytes.count {
      let indentation = indentation(at: index)
      let length = lineBreak(at: index + indentation)
      guard length > 0 else { return indentation > 0 ? indentation : nil }
      index += indentation + length
    }
    return nil
  }

  private func indentation(at index: Int) -> Int {
    bytes[min(index, bytes.count)...].prefix { $0 == 0x20 }.count
  }

  /// Reads lines that are empty, or hold fewer blanks than the block is indented by.
  private func readBreaks(_ index: inout Int, _ indentation: Int) -> [Range<Int>] {
    var breaks: [Range<Int>] = []
    while index < bytes.count {
      let blanks = min(indentation, self.indentation(at: index))
      let length = lineBreak(at: index + blanks)
      guard length > 0 else { break }
      breaks.append(index + blanks..<index + blanks + length)
      index += blanks + length
    }
    return breaks
  }
}
