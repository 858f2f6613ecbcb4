import SourceText

/// Everything read from one file, as flat arrays.
///
/// A class, so that each of the many node views costs one reference; immutable, hence `Sendable`.
final class Tree: Sendable {
  /// One node, or one alias that stands for a node.
  struct Record: Sendable {
    enum Shape: UInt8, Sendable { case scalar, sequence, mapping, alias }

    /// The offset of the first byte.
    var start: Int32
    /// The offset behind the last byte.
    var end: Int32
    /// Of a scalar the offset of its text, of a collection that of its children, of an alias the
    /// record it stands for.
    var content: Int32
    /// Of a scalar the bytes of its text, of a collection the number of its children.
    var count: Int32
    /// What it is.
    var shape: Shape
    /// How it is written.
    var style: Node.Style
    /// Whether the text lies in `decoded`, because it is not in the file byte for byte.
    var isDecoded: Bool
    /// Whether it has an anchor or a tag, to be found in `properties`.
    var hasProperties: Bool

    /// The bytes it covers.
    var range: SourceRange { SourceRange(Int(start), Int(end)) }
  }

  /// The places of what may stand before a node.
  struct Properties: Sendable {
    /// The anchor with its `&`.
    var anchor: SourceRange?
    /// The tag with its `!`.
    var tag: SourceRange?
  }

  /// A comment's place.
  struct CommentRecord: Sendable {
    /// The offset of its `#`.
    var start: Int32
    /// The offset behind its last byte that is not white space.
    var end: Int32
    /// Whether it stands alone on its line.
    var isAlone: Bool
  }

  /// The file.
  let file: SourceFile
  /// Every node and alias; the root first.
  let records: [Record]
  /// The children of all collections, as indices of records; keys and values alternate.
  let children: [Int32]
  /// The texts that are not in the file byte for byte.
  let decoded: [UInt8]
  /// Anchors and tags by record.
  let properties: [Int32: Properties]
  /// The comments, in order.
  let comments: [CommentRecord]

  init(
    file: SourceFile, records: [Record], children: [Int32], decoded: [UInt8],
    properties: [Int32: Properties], comments: [CommentRecord]
  ) {
    self.file = file
    self.records = records
    self.children = children
    self.decoded = decoded
    self.properties = properties
    self.comments = comments
  }

  /// The text of a scalar's record.
  func text(of record: Record) -> ArraySlice<UInt8> {
    let range = Int(record.content)..<Int(record.content) + Int(record.count)
    return record.isDecoded ? decoded[range] : file.bytes[range]
  }

  /// The position of the first entry of a mapping whose key is a text; `nil` when there is none.
  ///
  /// Rules ask for keys again and again, so no view of a node is made on the way.
  func position(ofKey text: String, in mapping: Record) -> Int? {
    guard mapping.shape == .mapping else { return nil }
    let wanted = text.utf8
    let count = wanted.count
    let first = Int(mapping.content)
    for position in 0..<Int(mapping.count) / 2 {
      var key = records[Int(children[first + 2 * position])]
      if key.shape == .alias { key = records[Int(key.content)] }
      guard key.shape == .scalar, Int(key.count) == count else { continue }
      if self.text(of: key).elementsEqual(wanted) { return position }
    }
    return nil
  }
}
