extension ExpressionNode {
  /// The condition of an `if`, as GitHub takes it: one that asks for no status is met only when
  /// everything before has succeeded.
  ///
  /// Source: GitHub docs, "Evaluate expressions in workflows and actions", status check functions.
  public var asCondition: ExpressionNode {
    guard !asksForStatus else { return self }
    let success = ExpressionNode(.call("success", []), at: range)
    return ExpressionNode(.and([success, self]), at: range)
  }

  /// Whether it calls a status function anywhere.
  public var asksForStatus: Bool {
    contains { node in
      guard case .call(let name, _) = node.kind else { return false }
      return ExpressionNames.statusFunctions[name.lowercased()] != nil
    }
  }
}
