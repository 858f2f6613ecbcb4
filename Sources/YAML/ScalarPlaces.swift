public import SourceText

/// Finds parts of a scalar's text in the file, whatever escapes and folds stand in between.
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
    let replay = ScalarReplay(of: node, in: file)
    // Whatever the replay does not know, such as rare line breaks, shows in its result.
    guard replay.text == bytes else { return nil }
    guard start < bytes.count else {
      return replay.ends.last.map { SourceRange.at($0) } ?? SourceRange.at(node.range.start)
    }
    let first = replay.starts[start]
    let last = end > start ? replay.ends[end - 1] : first
    // A fold in the text is a line break in the file.
    let line = file.bytes[first..<last].prefix {
      $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r")
    }
    let length = line.reversed().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
    return SourceRange(first, first + length)
  }
}
