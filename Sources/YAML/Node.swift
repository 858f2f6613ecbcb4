public import SourceText

/// A value in a YAML file: a light view that is cheap to make and to copy.
public struct Node: Sendable {
  /// What a node is made of.
  public enum Kind: Hashable, Sendable {
    /// A single text.
    case scalar
    /// A list.
    case sequence
    /// Keys and values.
    case mapping
  }

  /// How a node is written.
  public enum Style: UInt8, Hashable, Sendable {
    /// A scalar without quotes; also the empty text where a value is left out.
    case plain
    /// A scalar in `'…'`.
    case singleQuoted
    /// A scalar in `"…"`.
    case doubleQuoted
    /// A block scalar that keeps its lines: `|`.
    case literal
    /// A block scalar that joins its lines: `>`.
    case folded
    /// A collection by indentation.
    case block
    /// A collection in brackets, and a lone pair in a bracketed list.
    case flow
  }

  let tree: Tree
  let index: Int32
  /// The record of the alias on the way here; -1 for none.
  let aliasIndex: Int32

  init(tree: Tree, index: Int32, alias: Int32) {
    self.tree = tree
    self.index = index
    self.aliasIndex = alias
  }

  var record: Tree.Record { tree.records[Int(index)] }

  /// What it is made of.
  public var kind: Kind {
    switch record.shape {
    case .scalar, .alias: .scalar
    case .sequence: .sequence
    case .mapping: .mapping
    }
  }

  /// Where it is written, without anchor and tag.
  ///
  /// A quoted scalar's range includes the quotes, a block scalar's its `|` or `>` up to the end of
  /// its last line with text. A block collection's ends where its last content ends. A value that
  /// is left out is empty and stands behind its `:` or `-`.
  public var range: SourceRange { record.range }

  /// How it is written.
  public var style: Style { record.style }

  /// The place of the last alias on the way from the root to this node, `nil` when there is none.
  ///
  /// A node reached through an alias has the `range` of what the alias stands for, and can be
  /// reached without the alias too.
  public var alias: SourceRange? {
    aliasIndex < 0 ? nil : tree.records[Int(aliasIndex)].range
  }

  /// The tag as written, such as `!!str`.
  public var tag: String? {
    properties?.tag.map { tree.file[$0] }
  }

  /// The name of its anchor, without `&`.
  public var anchor: String? {
    properties?.anchor.map { tree.file[SourceRange($0.start + 1, $0.end)] }
  }

  private var properties: Tree.Properties? {
    record.hasProperties ? tree.properties[index] : nil
  }

  /// The text of a scalar, unquoted and unfolded; `nil` for a collection.
  public var text: String? {
    utf8.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of `text`, found without making a string.
  public var utf8: ArraySlice<UInt8>? {
    let record = record
    return record.shape == .scalar ? tree.text(of: record) : nil
  }

  /// Whether it is a scalar of exactly this text.
  public func hasText(_ text: String) -> Bool {
    let record = record
    guard record.shape == .scalar, Int(record.count) == text.utf8.count else { return false }
    return tree.text(of: record).elementsEqual(text.utf8)
  }

  /// The value of the first entry with this key; `nil` when there is none or this is no mapping.
  public subscript(key: String) -> Node? {
    entry(key)?.value
  }

  /// The first entry with this key; `nil` when there is none or this is no mapping.
  public func entry(_ key: String) -> Entry? {
    guard let position = tree.position(ofKey: key, in: record) else { return nil }
    return entries[position]
  }

  /// The items of a sequence; empty for anything else.
  public var items: Items { Items(of: self) }

  /// The entries of a mapping in order, duplicates included; empty for anything else.
  public var entries: Entries { Entries(of: self) }

  /// The child at a position among all keys and values, or among the items.
  func child(_ position: Int) -> Node {
    let child = tree.children[Int(record.content) + position]
    let record = tree.records[Int(child)]
    return record.shape == .alias
      ? Node(tree: tree, index: record.content, alias: child)
      : Node(tree: tree, index: child, alias: aliasIndex)
  }
}
