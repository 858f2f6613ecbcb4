import Expressions

extension ExpressionNode {
  /// The outermost parts that are as asked for.
  func outermost(_ isWanted: (ExpressionNode) -> Bool) -> [ExpressionNode] {
    isWanted(self) ? [self] : children.flatMap { $0.outermost(isWanted) }
  }

  /// The paths that decide what the expression gives, without those that another part stands in
  /// for: what is empty there is meant to be.
  ///
  /// `a || b` gives `b` when `a` is empty, and what follows a question for the event is not asked
  /// in other events.
  var reads: [ExpressionNode] {
    switch kind {
    case .literal: []
    case .context: [self]
    case .index, .all: path == nil ? children.flatMap(\.reads) : [self]
    case .or: []
    case .and(let terms):
      terms.contains(where: \.asksForEvent) ? [] : terms.flatMap(\.reads)
    case .call(let name, _) where name.lowercased() == "case": []
    case .call(_, let arguments): arguments.flatMap(\.reads)
    case .not, .compare: children.flatMap(\.reads)
    }
  }

  /// Whether it asks which event it is.
  private var asksForEvent: Bool {
    contains { $0.path?.starts(with: ["github", "event_name"]) ?? false }
  }
}
