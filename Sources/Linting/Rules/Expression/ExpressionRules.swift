extension Rule {
  /// The rules about what expressions read and give, sorted by id.
  static let expression: [Rule] = [
    doubtfulExpression,
    malformedExpression,
    misplacedExpression,
    settledCondition,
  ]
}
