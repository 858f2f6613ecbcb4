/// The name and the bytes of one text file.
///
/// The bytes need not be valid UTF-8; `text` repairs what is not.
public struct SourceFile: Hashable, Sendable {
  /// The path as it is shown to the user, relative to the repository where there is one.
  public var name: String
  /// The content, byte for byte.
  public var bytes: [UInt8]

  /// Creates a file from its bytes.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Creates a file from a text.
  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The content as a string, each invalid byte sequence replaced by U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text of a range; offsets beyond the end are cut off.
  public subscript(_ range: SourceRange) -> String {
    let start = min(range.start, bytes.count)
    return String(decoding: bytes[start..<min(max(range.end, start), bytes.count)], as: UTF8.self)
  }

  /// The range of the whole content.
  public var range: SourceRange { SourceRange(0, bytes.count) }
}
