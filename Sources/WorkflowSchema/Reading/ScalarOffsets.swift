internal import SourceText
internal import YAML

/// Where the bytes of a scalar's value stand in its file.
struct ScalarOffsets {
  private let node: Node
  private let file: SourceFile

  init(_ node: Node, in file: SourceFile) {
    self.node = node
    self.file = file
  }

  /// The range of a part of the value; `nil` where escapes or folds make that hard to tell.
  func range(of part: SourceRange) -> SourceRange? {
    guard let value = node.utf8 else { return nil }
    let written = file.bytes[node.range.start..<node.range.end]
    switch node.style {
    case .plain:
      guard written.elementsEqual(value) else { return nil }
      return SourceRange(node.range.start + part.start, node.range.start + part.end)
    case .singleQuoted, .doubleQuoted:
      guard written.count == value.count + 2, written.dropFirst().dropLast().elementsEqual(value)
      else { return nil }
      return SourceRange(node.range.start + 1 + part.start, node.range.start + 1 + part.end)
    case .literal: return rangeInBlock(part, Array(value))
    default: return nil
    }
  }

  /// In a literal block every line of the value is a line of the file behind its indentation.
  private func rangeInBlock(_ part: SourceRange, _ value: [UInt8]) -> SourceRange? {
    let lineBreak = UInt8(ascii: "\n")
    let bytes = file.bytes
    guard var place = bytes[node.range.start...].firstIndex(of: lineBreak).map({ $0 + 1 }) else {
      return nil
    }
    let line = value[..<part.start].count { $0 == lineBreak }
    for _ in 0..<line {
      guard let next = bytes[place...].firstIndex(of: lineBreak) else { return nil }
      place = next + 1
    }
    let start = value[..<part.start].lastIndex(of: lineBreak).map { $0 + 1 } ?? 0
    let end = value[start...].firstIndex(of: lineBreak) ?? value.count
    let content = value[start..<end]
    let stop = bytes[place...].firstIndex(of: lineBreak) ?? bytes.count
    var written = bytes[place..<stop]
    if written.last == UInt8(ascii: "\r") { written = written.dropLast() }
    guard written.count >= content.count, written.suffix(content.count).elementsEqual(content)
    else {
      return nil
    }
    let first = written.endIndex - content.count + part.start - start
    return SourceRange(first, min(first + part.count, written.endIndex))
  }
}
