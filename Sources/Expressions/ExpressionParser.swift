internal import SourceText

extension ExpressionNode {
  /// Reads the text between `${{` and `}}`, or that of an `if`.
  ///
  /// Throws an `ExpressionError` for what GitHub refuses: of several problems the first.
  public init(parsing text: String, names: ExpressionNames = .all) throws(ExpressionError) {
    var lexer = ExpressionLexer(text)
    var parser = ExpressionParser(tokens: try lexer.tokenize(), names: names)
    self = try parser.parse()
  }
}

/// Puts tokens together.
///
/// Source: actions/languageservices, `expressions/src/parser.ts`: precedence, and how deep an
/// expression may nest.
struct ExpressionParser {
  static let deepest = 50

  let tokens: [ExpressionToken]
  let names: ExpressionNames
  private var offset = 0
  private var depth = 0

  init(tokens: [ExpressionToken], names: ExpressionNames) {
    self.tokens = tokens
    self.names = names
  }

  mutating func parse() throws(ExpressionError) -> ExpressionNode {
    guard current.kind != .end else {
      throw ExpressionError(.parsing, "an expression was expected", at: current.range)
    }
    let node = try expression()
    guard current.kind == .end else { throw unexpected() }
    return node
  }

  private mutating func expression() throws(ExpressionError) -> ExpressionNode {
    try descend()
    defer { depth -= 1 }
    return try terms(.or) { (parser) throws(ExpressionError) in
      try parser.terms(.and) { (parser) throws(ExpressionError) in try parser.equality() }
    }
  }

  /// Terms between `||`, or between `&&`.
  private mutating func terms(
    _ separator: ExpressionToken.Kind,
    _ term: (inout ExpressionParser) throws(ExpressionError) -> ExpressionNode
  ) throws(ExpressionError) -> ExpressionNode {
    let first = try term(&self)
    guard current.kind == separator else { return first }
    try descend()
    defer { depth -= 1 }
    var terms = [first]
    while take(separator) { terms.append(try term(&self)) }
    return ExpressionNode(separator == .or ? .or(terms) : .and(terms), at: range(from: first))
  }

  private mutating func equality() throws(ExpressionError) -> ExpressionNode {
    var left = try relation()
    while case .comparison(let operation) = current.kind, operation.isEquality {
      offset += 1
      let right = try relation()
      left = ExpressionNode(.compare(left, operation, right), at: range(from: left))
    }
    return left
  }

  private mutating func relation() throws(ExpressionError) -> ExpressionNode {
    var left = try negation()
    while case .comparison(let operation) = current.kind, !operation.isEquality {
      offset += 1
      let right = try negation()
      left = ExpressionNode(.compare(left, operation, right), at: range(from: left))
    }
    return left
  }

  private mutating func negation() throws(ExpressionError) -> ExpressionNode {
    let start = current.range
    guard take(.not) else { return try access() }
    try descend()
    defer { depth -= 1 }
    let value = try negation()
    return ExpressionNode(.not(value), at: start.union(value.range))
  }

  private mutating func access() throws(ExpressionError) -> ExpressionNode {
    let before = depth
    defer { depth = before }
    let isLiteral = isAtLiteral
    var value = try primary()
    guard !isLiteral else { return value }
    while true {
      if take(.openBracket) {
        let index = take(.star) ? nil : try expression()
        try expect(.closeBracket)
        try descend()
        value = ExpressionNode(
          index.map { .index(value, $0) } ?? .all(value), at: range(from: value))
      } else if take(.dot) {
        try descend()
        guard let kind = property(of: value) else { throw unexpected() }
        value = ExpressionNode(kind, at: range(from: value))
      } else {
        return value
      }
    }
  }

  private mutating func property(of value: ExpressionNode) -> ExpressionNode.Kind? {
    if take(.star) { return .all(value) }
    guard case .name(let name) = current.kind else { return nil }
    defer { offset += 1 }
    return .index(value, ExpressionNode(.literal(.string(name)), at: current.range))
  }

  private mutating func primary() throws(ExpressionError) -> ExpressionNode {
    let token = current
    switch token.kind {
    case .number(let number): return literal(.number(number))
    case .string(let text): return literal(.string(text))
    case .boolean(let value): return literal(.bool(value))
    case .null: return literal(.null)
    case .openParenthesis:
      offset += 1
      let inner = try expression()
      try expect(.closeParenthesis)
      return ExpressionNode(inner.kind, at: token.range.union(previous.range))
    case .name(let name):
      offset += 1
      if take(.openParenthesis) { return try call(name, token) }
      if let known = names.contexts, !known.contains(name.lowercased()) {
        throw ExpressionError(
          .parsing, "there is no context '\(name)' here", at: token.range)
      }
      return ExpressionNode(.context(name), at: token.range)
    default: throw unexpected()
    }
  }

  private mutating func call(
    _ name: String, _ token: ExpressionToken
  ) throws(ExpressionError) -> ExpressionNode {
    var arguments: [ExpressionNode] = []
    if current.kind != .closeParenthesis {
      repeat { arguments.append(try expression()) } while take(.comma)
    }
    try expect(.closeParenthesis)
    if let problem = problem(of: name, arguments.count) {
      throw ExpressionError(.parsing, problem, at: token.range)
    }
    return ExpressionNode(.call(name, arguments), at: token.range.union(previous.range))
  }

  private func problem(of name: String, _ count: Int) -> String? {
    guard let arity = names.functions[name.lowercased()] else {
      return "there is no function '\(name)' here"
    }
    let given = count == 1 ? "1 argument" : "\(count) arguments"
    if count < arity.least { return "'\(name)' needs at least \(arity.least), and has \(given)" }
    if count > arity.most { return "'\(name)' takes at most \(arity.most), and has \(given)" }
    if arity.isOdd, count.isMultiple(of: 2) {
      return "'\(name)' needs an odd number of arguments, the last of them for all other cases"
    }
    return nil
  }
}

extension ExpressionParser {
  private var current: ExpressionToken { tokens[offset] }
  private var previous: ExpressionToken { tokens[max(0, offset - 1)] }

  private var isAtLiteral: Bool {
    switch current.kind {
    case .number, .string, .boolean, .null: true
    default: false
    }
  }

  private mutating func literal(_ value: ExpressionNode.Literal) -> ExpressionNode {
    defer { offset += 1 }
    return ExpressionNode(.literal(value), at: current.range)
  }

  private mutating func take(_ kind: ExpressionToken.Kind) -> Bool {
    guard current.kind == kind else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ kind: ExpressionToken.Kind) throws(ExpressionError) {
    guard take(kind) else { throw unexpected() }
  }

  private mutating func descend() throws(ExpressionError) {
    depth += 1
    guard depth <= Self.deepest else {
      throw ExpressionError(
        .parsing, "the expression nests deeper than \(Self.deepest) levels", at: current.range)
    }
  }

  private func range(from node: ExpressionNode) -> SourceRange { node.range.union(previous.range) }

  private func unexpected() -> ExpressionError {
    guard current.kind != .end else {
      return ExpressionError(.parsing, "the expression ends too early", at: previous.range)
    }
    return ExpressionError(.parsing, "this cannot stand here", at: current.range)
  }
}

extension ExpressionNode.Comparison {
  /// Whether it binds less tightly than the others.
  var isEquality: Bool { self == .equal || self == .notEqual }
}
