internal import YAML

/// The entries of a mapping, each of which has to be taken: a key that nobody asked for ends the
/// test.
struct Fields {
  private let place: String
  private var left: [String: Node] = [:]
  private(set) var keys: [String] = []

  init(_ node: Node?, _ place: String) throws {
    self.place = place
    guard let node, node.kind == .mapping else { throw Unsupported("\(place) is no mapping") }
    for entry in node.entries {
      guard let key = entry.key.text, left[key] == nil else {
        throw Unsupported("a key of \(place)")
      }
      left[key] = entry.value
      keys.append(key)
    }
  }

  mutating func node(_ key: String) -> Node? {
    left.removeValue(forKey: key)
  }

  mutating func text(_ key: String) throws -> String? {
    guard let node = node(key) else { return nil }
    guard let text = node.text else { throw Unsupported("\(place).\(key) is no scalar") }
    return text
  }

  /// A list of texts; one alone needs no brackets.
  mutating func texts(_ key: String) throws -> [String]? {
    guard let node = node(key) else { return nil }
    if let text = node.text { return [text] }
    return try node.items.map { item in
      guard let text = item.text else { throw Unsupported("an item of \(place).\(key)") }
      return text
    }
  }

  /// A mapping of texts, in its order.
  mutating func pairs(_ key: String) throws -> [(name: String, value: String)]? {
    guard let node = node(key) else { return nil }
    return try node.entries.map { entry in
      guard let name = entry.key.text, let value = entry.value.text else {
        throw Unsupported("an entry of \(place).\(key)")
      }
      return (name, value)
    }
  }

  mutating func fields(_ key: String) throws -> Fields? {
    try node(key).map { try Fields($0, "\(place).\(key)") }
  }

  /// Whether the value is `true`; false when it is absent.
  mutating func flag(_ key: String) throws -> Bool? {
    switch try text(key) {
    case nil: nil
    case "true": true
    case "false": false
    case let other?: throw Unsupported("\(place).\(key): \(other)")
    }
  }

  func end() throws {
    if let key = left.keys.sorted().first { throw Unsupported("the key '\(key)' of \(place)") }
  }
}
