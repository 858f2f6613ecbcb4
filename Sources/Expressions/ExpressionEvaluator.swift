internal import SourceText

/// The values that an expression is evaluated with.
public struct ExpressionScope: Sendable {
  /// A function of the host, such as `success`; given its values it answers with one.
  public typealias Function = @Sendable ([ExpressionValue]) -> ExpressionValue

  /// The contexts, by their names in lower case. One that is missing is unknown.
  public var contexts: [String: ExpressionValue]
  /// The functions that depend on a run, by their names in lower case. A call of one that is missing
  /// is unknown.
  public var functions: [String: Function]

  /// Creates a scope.
  public init(
    contexts: [String: ExpressionValue] = [:], functions: [String: Function] = [:]
  ) {
    self.contexts = contexts
    self.functions = functions
  }
}

extension ExpressionNode {
  /// The value in a scope. What depends on something unknown is unknown, unless either of its values
  /// leads to the same.
  ///
  /// Throws an `ExpressionError` of the kind `evaluation` where a run would fail.
  public func evaluate(in scope: ExpressionScope) throws(ExpressionError) -> ExpressionValue {
    var evaluator = ExpressionEvaluator(scope: scope)
    return try evaluator.value(of: self)
  }
}

struct ExpressionEvaluator {
  /// The most memory that the values of one expression may take at a time, in bytes.
  ///
  /// Source: actions/runner, `EvaluationOptions.MaxMemory`.
  static let mostMemory = 1_048_576

  let scope: ExpressionScope
  /// The bytes of the texts that have been made and are still in use.
  private var memory = 0

  init(scope: ExpressionScope) { self.scope = scope }

  mutating func value(of node: ExpressionNode) throws(ExpressionError) -> ExpressionValue {
    let before = memory
    let result = try evaluated(node)
    memory = before
    if case .call = node.kind, case .string(let text) = result {
      // .NET counts two bytes for each unit, and some for the object around them.
      memory += 26 + 2 * text.utf16.count
      guard memory <= Self.mostMemory else {
        throw ExpressionError(
          .evaluation, "the expression needs more than \(Self.mostMemory) bytes of memory",
          at: node.range)
      }
    }
    return result
  }

  private mutating func evaluated(_ node: ExpressionNode) throws(ExpressionError) -> ExpressionValue
  {
    switch node.kind {
    case .literal(.null): return .null
    case .literal(.bool(let value)): return .bool(value)
    case .literal(.number(let number)): return .number(number)
    case .literal(.string(let text)): return .string(text)
    case .context(let name): return scope.contexts[name.lowercased()] ?? .unknown
    case .index(let value, let index):
      return try self.value(of: value).element(try self.value(of: index))
    case .all(let value): return try self.value(of: value).elements
    case .not(let value):
      return try self.value(of: value).truth.map { .bool(!$0) } ?? .unknown
    case .compare(let left, let operation, let right):
      let values = (try value(of: left), try value(of: right))
      return values.0.compared(operation, values.1).map(ExpressionValue.bool) ?? .unknown
    case .and(let terms): return try value(of: terms, until: false)
    case .or(let terms): return try value(of: terms, until: true)
    case .call(let name, let arguments): return try call(name, arguments, node)
    }
  }

  /// The first value that counts as `stop`, or the last one.
  private mutating func value(
    of terms: [ExpressionNode], until stop: Bool
  ) throws(ExpressionError) -> ExpressionValue {
    var isOpen = false
    var result = ExpressionValue.null
    for term in terms {
      result = try value(of: term)
      if result.truth == stop { return isOpen ? .unknown(truth: stop) : result }
      if result.truth == nil { isOpen = true }
    }
    // A term whose truth is not known may have been the result already.
    return isOpen ? .unknown : result
  }

  private mutating func call(
    _ name: String, _ arguments: [ExpressionNode], _ node: ExpressionNode
  ) throws(ExpressionError) -> ExpressionValue {
    let name = name.lowercased()
    var values: [ExpressionValue] = []
    if name == "case" { return try choose(arguments) }
    for argument in arguments { values.append(try value(of: argument)) }
    if let function = scope.functions[name] { return function(values) }
    do {
      return try ExpressionFunctions.value(of: name, values)
    } catch {
      throw ExpressionError(.evaluation, error.message, at: node.range)
    }
  }

  private mutating func choose(
    _ arguments: [ExpressionNode]
  ) throws(ExpressionError) -> ExpressionValue {
    var rest = arguments[...]
    while rest.count > 1, let condition = rest.popFirst(), let result = rest.popFirst() {
      switch try value(of: condition) {
      case .bool(true): return try value(of: result)
      case .bool(false): continue
      case .unknown: return .unknown
      default:
        throw ExpressionError(
          .evaluation, "a condition of 'case' must be true or false", at: condition.range)
      }
    }
    return try rest.first.map { (node) throws(ExpressionError) in try value(of: node) } ?? .null
  }
}
