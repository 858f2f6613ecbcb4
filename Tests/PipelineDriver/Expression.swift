/// One expression, with the forms that generated workflows use and no others.
public indirect enum Expression: Hashable, Sendable {
  case literal(Value)
  case context(String)
  case member(Expression, String)
  case not(Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case equal(Expression, Expression)
  case unequal(Expression, Expression)
  case call(String, [Expression])

  /// Reads what stands between `${{` and `}}`, or a bare condition.
  public init(parsing text: String) throws {
    var parser = ExpressionParser(text)
    self = try parser.expression()
    try parser.end()
  }

  /// Whether a status function occurs, which turns the implied `success()` off.
  public var asksStatus: Bool {
    switch self {
    case .literal, .context: false
    case .member(let base, _), .not(let base): base.asksStatus
    case .and(let left, let right), .or(let left, let right), .equal(let left, let right),
      .unequal(let left, let right):
      left.asksStatus || right.asksStatus
    case .call(let name, let arguments):
      ["success", "failure", "cancelled", "always"].contains(name)
        || arguments.contains(where: \.asksStatus)
    }
  }
}

/// Reads expressions by recursive descent.
struct ExpressionParser {
  private let text: String
  private var rest: Substring

  init(_ text: String) {
    self.text = text
    rest = text[...]
  }

  mutating func end() throws {
    skip()
    if !rest.isEmpty { throw problem() }
  }

  mutating func expression() throws -> Expression {
    var left = try conjunction()
    while take("||") { left = .or(left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws -> Expression {
    var left = try comparison()
    while take("&&") { left = .and(left, try comparison()) }
    return left
  }

  private mutating func comparison() throws -> Expression {
    let left = try unary()
    if take("==") { return .equal(left, try unary()) }
    if take("!=") { return .unequal(left, try unary()) }
    return left
  }

  private mutating func unary() throws -> Expression {
    skip()
    if rest.hasPrefix("!"), !rest.hasPrefix("!=") {
      rest.removeFirst()
      return .not(try unary())
    }
    var value = try primary()
    while let sign = rest.first, sign == "." || sign == "[" {
      rest.removeFirst()
      if sign == "." {
        value = .member(value, try name())
      } else {
        // Of what can stand in brackets, only a name that is written out.
        guard rest.first == "'" else { throw problem() }
        value = .member(value, try string())
        guard take("]") else { throw problem() }
      }
    }
    return value
  }

  private mutating func primary() throws -> Expression {
    if take("(") {
      let inner = try expression()
      guard take(")") else { throw problem() }
      return inner
    }
    if rest.first == "'" { return .literal(.string(try string())) }
    let name = try name()
    guard rest.first == "(" else { return .context(name) }
    rest.removeFirst()
    var arguments: [Expression] = []
    while !take(")") {
      if !arguments.isEmpty, !take(",") { throw problem() }
      arguments.append(try expression())
    }
    return .call(name, arguments)
  }

  private mutating func string() throws -> String {
    var value = ""
    while rest.first == "'" {
      rest.removeFirst()
      guard let end = rest.firstIndex(of: "'") else { throw problem() }
      value += (value.isEmpty ? "" : "'") + rest[..<end]
      rest = rest[rest.index(after: end)...]
    }
    return value
  }

  private mutating func name() throws -> String {
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard let first = name.first, first.isLetter || first == "_" else { throw problem() }
    rest = rest.dropFirst(name.count)
    return String(name)
  }

  private mutating func take(_ token: String) -> Bool {
    skip()
    guard rest.hasPrefix(token) else { return false }
    rest = rest.dropFirst(token.count)
    return true
  }

  private mutating func skip() {
    rest = rest.drop { $0.isWhitespace }
  }

  private func problem() -> Unsupported {
    Unsupported("the expression '\(text)' at '\(rest)'")
  }
}
