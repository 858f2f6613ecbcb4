/// One key of a mapping with its value.
public struct Entry: Sendable {
  /// The key.
  public let key: Node
  /// The value.
  public let value: Node
}

extension Node {
  /// The items of a sequence.
  public struct Items: RandomAccessCollection, Sendable {
    private let node: Node
    /// How many there are.
    public let count: Int

    init(of node: Node) {
      self.node = node
      count = node.record.shape == .sequence ? Int(node.record.count) : 0
    }

    /// The position of the first item: 0.
    public var startIndex: Int { 0 }
    /// The position behind the last item.
    public var endIndex: Int { count }
    /// The item at a position.
    public subscript(position: Int) -> Node {
      precondition(position >= 0 && position < count, "a sequence has no such item")
      return node.child(position)
    }
  }

  /// The entries of a mapping.
  public struct Entries: RandomAccessCollection, Sendable {
    private let node: Node
    /// How many there are.
    public let count: Int

    init(of node: Node) {
      self.node = node
      count = node.record.shape == .mapping ? Int(node.record.count) / 2 : 0
    }

    /// The position of the first entry: 0.
    public var startIndex: Int { 0 }
    /// The position behind the last entry.
    public var endIndex: Int { count }
    /// The entry at a position.
    public subscript(position: Int) -> Entry {
      precondition(position >= 0 && position < count, "a mapping has no such entry")
      return Entry(key: node.child(2 * position), value: node.child(2 * position + 1))
    }
  }
}
