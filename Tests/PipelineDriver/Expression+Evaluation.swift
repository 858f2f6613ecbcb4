/// What the expressions of one place can see.
public struct Scope: Sendable {
  /// The contexts by name; a name that is not there is not available at this place.
  public var contexts: [String: Value]
  /// What the status functions say; absent where they are not available.
  public var status: Status?

  /// The answers of `success()`, `failure()` and `cancelled()`.
  public struct Status: Sendable {
    /// Whether all before it went well.
    public var success = true
    /// Whether something before it failed.
    public var failure = false
    /// Whether the run is being cancelled.
    public var cancelled = false

    /// By default nothing has gone wrong.
    public init(success: Bool = true, failure: Bool = false, cancelled: Bool = false) {
      self.success = success
      self.failure = failure
      self.cancelled = cancelled
    }
  }

  /// A scope.
  public init(_ contexts: [String: Value], status: Status? = nil) {
    self.contexts = contexts
    self.status = status
  }
}

/// An expression that cannot be evaluated, which on GitHub fails its job or its step.
public struct EvaluationFailure: Error {
  /// What GitHub would say.
  public let message: String
}

extension Scope {
  /// The value of an expression.
  public func value(of expression: Expression) throws -> Value {
    switch expression {
    case .literal(let value): return value
    case .context(let name):
      guard let value = contexts[name] else { throw Unsupported("the context '\(name)' here") }
      return value
    case .member(let base, let name): return try value(of: base)[name]
    case .not(let inner): return .bool(!(try value(of: inner).isTrue))
    case .and(let left, let right):
      let first = try value(of: left)
      return first.isTrue ? try value(of: right) : first
    case .or(let left, let right):
      let first = try value(of: left)
      return first.isTrue ? first : try value(of: right)
    case .equal(let left, let right):
      return .bool(try value(of: left).equals(value(of: right)))
    case .unequal(let left, let right):
      return .bool(!(try value(of: left).equals(value(of: right))))
    case .call(let name, let arguments):
      return try call(name, arguments.map(value(of:)))
    }
  }

  private func call(_ name: String, _ arguments: [Value]) throws -> Value {
    switch (name, arguments.count) {
    case ("fromJSON", 1):
      do { return try Value(json: arguments[0].text) } catch {
        throw EvaluationFailure(message: "fromJSON('\(arguments[0].text)') is no JSON")
      }
    case ("toJSON", 1): return .string(try arguments[0].json())
    case ("format", 2...):
      // Of what a format string can say, only the numbered places; no braces of its own.
      var text = arguments[0].text
      for (index, argument) in arguments.dropFirst().enumerated() {
        text = text.replacing("{\(index)}", with: argument.text)
      }
      guard !text.contains(where: "{}".contains) else { throw Unsupported("the format \(text)") }
      return .string(text)
    case ("success", 0), ("failure", 0), ("cancelled", 0), ("always", 0):
      guard let status else { throw Unsupported("\(name)() here") }
      return switch name {
      case "success": .bool(status.success)
      case "failure": .bool(status.failure)
      case "cancelled": .bool(status.cancelled)
      default: .bool(true)
      }
    default: throw Unsupported("the function \(name) with \(arguments.count) arguments")
    }
  }

  /// A text with its `${{ … }}` replaced.
  public func text(_ template: String) throws -> String {
    try parts(of: template).map(\.text).joined()
  }

  /// The value of a text that is one `${{ … }}` as a whole, or else of its text.
  public func value(_ template: String) throws -> Value {
    let parts = try parts(of: template)
    return parts.count == 1 ? parts[0] : .string(parts.map(\.text).joined())
  }

  private func parts(of template: String) throws -> [Value] {
    var parts: [Value] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "${{") {
      if open.lowerBound > rest.startIndex {
        parts.append(.string(String(rest[..<open.lowerBound])))
      }
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw Unsupported("'\(template)' without '}}'")
      }
      let inner = String(rest[open.upperBound..<close.lowerBound])
      parts.append(try value(of: Expression(parsing: inner)))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.string(String(rest))) }
    return parts
  }

  /// Whether an `if:` holds; `success()` is implied where it names no status function.
  public func holds(_ condition: String?) throws -> Bool {
    guard let condition else { return status?.success ?? true }
    var bare = condition[...]
    if bare.hasPrefix("${{"), bare.hasSuffix("}}") { bare = bare.dropFirst(3).dropLast(2) }
    guard !bare.contains("${{") else { throw Unsupported("the condition '\(condition)'") }
    let expression = try Expression(parsing: String(bare))
    if !expression.asksStatus, status?.success == false { return false }
    return try value(of: expression).isTrue
  }
}
