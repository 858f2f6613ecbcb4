public import SourceText

/// Why GitHub refuses an expression, or why evaluating it fails.
public struct ExpressionError: Error, Hashable, Sendable {
  /// When it fails.
  public enum Kind: String, Hashable, Sendable {
    /// While the text is split into tokens.
    case lexing
    /// While the tokens are put together; the whole workflow file is then refused.
    case parsing
    /// While a job runs.
    case evaluation
  }

  /// When it fails.
  public var kind: Kind
  /// What is wrong; lower case, no full stop.
  public var message: String
  /// Where, as UTF-8 offsets into the text of the expression.
  public var range: SourceRange

  /// Creates an error.
  public init(_ kind: Kind, _ message: String, at range: SourceRange) {
    self.kind = kind
    self.message = message
    self.range = range
  }
}
