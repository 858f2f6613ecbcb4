extension YAMLValue {
  /// The value of a node that was read, aliases replaced, comments left out.
  ///
  /// `nil` when a key is a collection.
  public init?(_ node: Node) {
    switch node.value {
    case .null: self.init(.null)
    case .bool(let value): self.init(.bool(value))
    case .int(let value): self.init(.int(value))
    case .float(let value): self.init(.float(value))
    case .string(let value): self.init(.string(value))
    case .sequence:
      var items: [YAMLValue] = []
      for item in node.items {
        guard let value = YAMLValue(item) else { return nil }
        items.append(value)
      }
      self.init(.sequence(items))
    case .mapping:
      var pairs: [Pair] = []
      for entry in node.entries {
        guard let key = entry.key.text, let value = YAMLValue(entry.value) else { return nil }
        pairs.append(Pair(key, value))
      }
      self.init(.mapping(pairs))
    }
    isFlow = node.style == .flow
  }
}
