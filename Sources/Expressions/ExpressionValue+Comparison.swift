extension ExpressionValue {
  /// Whether a comparison holds; `nil` when nobody can tell.
  ///
  /// Values of different kinds are compared as numbers, lists and objects with nothing but
  /// themselves. Source: GitHub docs, "Evaluate expressions in workflows and actions", operators.
  func compared(_ operation: ExpressionNode.Comparison, _ other: ExpressionValue) -> Bool? {
    if isUnknown || other.isUnknown { return nil }
    let order = self.order(to: other)
    return switch operation {
    case .equal: order == .same
    case .notEqual: order != .same
    case .less: order == .before
    case .atMost: order == .before || order == .same
    case .greater: order == .behind
    case .atLeast: order == .behind || order == .same
    }
  }

  private enum Order { case before, same, behind }

  /// How two known values are ordered; `nil` for values that cannot be compared.
  private func order(to other: ExpressionValue) -> Order? {
    switch (self, other) {
    case (.null, .null): return .same
    case (.bool(let left), .bool(let right)):
      return left == right ? .same : right ? .before : .behind
    case (.string(let left), .string(let right)):
      if left.equalsInComparison(right) { return .same }
      return left.precedesInComparison(right) ? .before : .behind
    case (.array(let left), .array(let right)): return left === right ? .same : nil
    case (.object(let left), .object(let right)): return left === right ? .same : nil
    default:
      guard let left = number, let right = other.number, !left.isNaN, !right.isNaN else {
        return nil
      }
      return left == right ? .same : left < right ? .before : .behind
    }
  }
}
