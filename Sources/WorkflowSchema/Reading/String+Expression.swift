internal import YAML

extension StringProtocol {
  /// Whether an expression begins in the text: bytes are compared, for most texts have none.
  var holdsExpression: Bool { utf8.holdsExpression }
}

extension Collection<UInt8> {
  /// Whether an expression begins in these bytes.
  var holdsExpression: Bool {
    var rest = self[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "$")) {
      rest = rest[start...].dropFirst()
      if rest.starts(with: "{{".utf8) { return true }
    }
    return false
  }
}

extension Node {
  /// Whether an expression begins in it, or in any value in it.
  var holdsExpression: Bool {
    switch kind {
    case .scalar: utf8?.holdsExpression ?? false
    case .sequence: items.contains { $0.holdsExpression }
    case .mapping: entries.contains { $0.value.holdsExpression }
    }
  }
}
