public import SourceText

/// Finds parts of a scalar's text in the file.
public struct ScalarPlaces {
  private let node: Node
  private let file: SourceFile

  /// Looks at a scalar of a file.
  public init(of node: Node, in file: SourceFile) {
    self.node = node
    self.file = file
  }

  /// The range in the file of a range of the text's bytes, cut at the end of its first line; that
  /// of the whole scalar when the text is not in the file as it is.
  public func range(_ part: Range<Int>) -> SourceRange { exactRange(part) ?? node.range }

  /// The same; `nil` when the text is not in the file as it is.
  public func exactRange(_ part: Range<Int>) -> SourceRange? {
    guard let text = node.utf8 else { return nil }
    let bytes = Array(text)
    let start = min(part.lowerBound, bytes.count)
    var end = start
    while end < min(part.upperBound, bytes.count), bytes[end] != UInt8(ascii: "\n") { end += 1 }
    while end > start, " \t\r\\".utf8.contains(bytes[end - 1]) { end -= 1 }
    guard let offset = offset(of: start, in: bytes) else { return nil }
    return SourceRange(offset, offset + end - start)
  }

  private func offset(of position: Int, in text: [UInt8]) -> Int? {
    switch node.style {
    case .plain, .singleQuoted, .doubleQuoted:
      let quote = node.style == .plain ? 0 : 1
      let isVerbatim = node.range.count == text.count + 2 * quote
      return isVerbatim ? node.range.start + quote + position : nil
    case .literal: return offsetInLiteral(of: position, in: text)
    case .folded, .block, .flow: return nil
    }
  }

  /// A literal block has the lines of its text, each behind the same indentation.
  private func offsetInLiteral(of position: Int, in text: [UInt8]) -> Int? {
    let before = text[..<position]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let lineEnd = text[position...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
    var start = node.range.start
    for _ in 0...line {
      guard let end = file.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
    }
    var end = file.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
    if end > start, file.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let indentation = end - start - (lineEnd - lineStart)
    return indentation >= 0 ? start + indentation + position - lineStart : nil
  }
}
