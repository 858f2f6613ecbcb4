public import SourceText

/// A comment, from its `#` to the last character that is not white space.
public struct Comment: Sendable, Hashable {
  /// Where it stands, `#` included.
  public let range: SourceRange
  /// What it says: without the first `#` and the white space around.
  public let text: String
  /// Whether nothing but white space stands before it on its line.
  public let isAlone: Bool

  init(range: SourceRange, isAlone: Bool, file: SourceFile) {
    self.range = range
    self.isAlone = isAlone
    let content = file.bytes[range.start + 1..<range.end].drop { $0 == 0x20 || $0 == 0x09 }
    text = String(decoding: content, as: UTF8.self)
  }
}
