internal import SourceText

/// One token of an expression.
struct ExpressionToken: Hashable {
  enum Kind: Hashable {
    case openParenthesis, closeParenthesis, openBracket, closeBracket, comma, dot, star
    case not, and, or
    case comparison(ExpressionNode.Comparison)
    case number(Double)
    case string(String)
    /// The name of a context, a function or a property.
    case name(String)
    case boolean(Bool)
    case null
    case end
  }

  var kind: Kind
  /// UTF-8 offsets into the text of the expression.
  var range: SourceRange

  /// Whether a value may end here, so that a `.` behind it leads to a property.
  var endsValue: Bool {
    switch kind {
    case .name, .closeParenthesis, .closeBracket, .star: true
    default: false
    }
  }
}
