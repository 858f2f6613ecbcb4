public import SourceText

/// A parsed expression.
public struct ExpressionNode: Hashable, Sendable {
  /// How two values are compared. Text is compared without regard to case.
  public enum Comparison: String, Hashable, Sendable {
    /// `==`
    case equal = "=="
    /// `!=`
    case notEqual = "!="
    /// `<`
    case less = "<"
    /// `<=`
    case atMost = "<="
    /// `>`
    case greater = ">"
    /// `>=`
    case atLeast = ">="
  }

  /// A value that is written out.
  public enum Literal: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number; `NaN` and `Infinity` are numbers, too.
    case number(Double)
    /// A text in single quotes.
    case string(String)
  }

  /// What an expression is made of.
  public indirect enum Kind: Hashable, Sendable {
    /// A value that is written out.
    case literal(Literal)
    /// A context by its name, as it is written.
    case context(String)
    /// `value.name` or `value[index]`; the name is a literal.
    case index(ExpressionNode, ExpressionNode)
    /// `value.*` or `value[*]`: all elements of a list, or all values of an object.
    case all(ExpressionNode)
    /// A call of a function by its name, as it is written.
    case call(String, [ExpressionNode])
    /// `!value`
    case not(ExpressionNode)
    /// A comparison.
    case compare(ExpressionNode, Comparison, ExpressionNode)
    /// `a && b && …`, at least two.
    case and([ExpressionNode])
    /// `a || b || …`, at least two.
    case or([ExpressionNode])
  }

  /// What it is made of.
  public var kind: Kind
  /// Where it stands, as UTF-8 offsets into the text of the expression, parentheses included.
  public var range: SourceRange

  init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// The nodes right below.
  public var children: [ExpressionNode] {
    switch kind {
    case .literal, .context: []
    case .index(let value, let index): [value, index]
    case .all(let value), .not(let value): [value]
    case .call(_, let arguments): arguments
    case .compare(let left, _, let right): [left, right]
    case .and(let terms), .or(let terms): terms
    }
  }

  /// Whether some node of the tree is as asked for.
  public func contains(where isWanted: (ExpressionNode) -> Bool) -> Bool {
    isWanted(self) || children.contains { $0.contains(where: isWanted) }
  }

  /// The lower-cased path of names from a context on, as in `needs.build.result`; `nil` when a step
  /// of it is not written out.
  public var path: [String]? {
    switch kind {
    case .context(let name): return [name.lowercased()]
    case .index(let value, let index):
      guard case .literal(.string(let name)) = index.kind, let start = value.path else {
        return nil
      }
      return start + [name.lowercased()]
    default: return nil
    }
  }
}
