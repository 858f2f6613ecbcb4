public import SourceText

/// Something in an expression that GitHub accepts, and that has another effect than it says.
public struct ExpressionDoubt: Hashable, Sendable {
  /// What will happen; lower case, no full stop.
  public var message: String
  /// Where, as UTF-8 offsets into the text of the expression.
  public var range: SourceRange
  /// What may have been meant.
  public var help: String?

  /// Creates a doubt.
  public init(message: String, range: SourceRange, help: String? = nil) {
    self.message = message
    self.range = range
    self.help = help
  }
}

extension ExpressionNode {
  /// What is known of the value, and what is doubtful about the way to it.
  ///
  /// - Parameter contexts: what is known of each context, by its name in lower case; nothing is said
  ///   of one that is missing.
  public func type(
    in contexts: [String: ExpressionType]
  ) -> (type: ExpressionType, doubts: [ExpressionDoubt]) {
    var checker = ExpressionTypeChecker(contexts: contexts)
    let type = checker.type(of: self)
    return (type, checker.doubts)
  }
}

struct ExpressionTypeChecker {
  let contexts: [String: ExpressionType]
  private(set) var doubts: [ExpressionDoubt] = []

  init(contexts: [String: ExpressionType]) { self.contexts = contexts }

  mutating func type(of node: ExpressionNode) -> ExpressionType {
    switch node.kind {
    case .literal(let literal): return ExpressionType(literal)
    case .context(let name): return contexts[name.lowercased()] ?? .any
    case .index(let value, let index): return element(of: value, index, node)
    case .all(let value): return elements(of: type(of: value))
    case .not(let value):
      _ = type(of: value)
      return .bool
    case .compare(let left, let operation, let right):
      compare(type(of: left), operation, type(of: right), node)
      return .bool
    case .and(let terms), .or(let terms):
      let types = Set(terms.map { type(of: $0) })
      return types.count == 1 ? types.first ?? .any : .any
    case .call(let name, let arguments): return call(name.lowercased(), arguments)
    }
  }

  private mutating func element(
    of value: ExpressionNode, _ index: ExpressionNode, _ node: ExpressionNode
  ) -> ExpressionType {
    let container = type(of: value)
    let key = type(of: index)
    switch container {
    case .any: return .any
    case .array(let item):
      // A list that comes from `.*` has the properties of its items.
      if case .literal(.string(let name)) = index.kind {
        return value.isFiltered ? .array(property(name, of: item, at: index) ?? .any) : .null
      }
      return item
    case .object(let keys, let others):
      guard case .literal(.string(let name)) = index.kind else {
        if [.bool, .number, .null].contains(key) || key.isCollection {
          doubt("\(key.name) is no name of a property, so this is null", at: index)
        }
        return keys.isEmpty ? others ?? .null : .any
      }
      return property(name, of: container, at: index) ?? .null
    case .null: return .null
    case .bool, .number, .string:
      doubt("\(container.name) has no properties, so this is null", at: index)
      return .null
    }
  }

  private mutating func property(
    _ name: String, of type: ExpressionType, at node: ExpressionNode
  ) -> ExpressionType? {
    guard case .object(let keys, let others) = type else { return .any }
    if let known = keys[name.lowercased()] ?? others { return known }
    let meant = closestSpelling(of: name.lowercased(), among: keys.keys.sorted())
    doubts.append(
      ExpressionDoubt(
        message: "there is no '\(name)', so this is null", range: node.range,
        help: meant.map { "did you mean '\($0)'?" }
          ?? (keys.isEmpty ? nil : "there are " + keys.keys.sorted().joined(separator: ", "))))
    return nil
  }

  private func elements(of type: ExpressionType) -> ExpressionType {
    switch type {
    case .array(let item): return .array(item)
    case .object(let keys, let others):
      let types = Set(keys.values).union(others.map { [$0] } ?? [])
      return .array(types.count == 1 ? types.first ?? .any : .any)
    default: return .array(.any)
    }
  }

  private mutating func compare(
    _ left: ExpressionType, _ operation: ExpressionNode.Comparison, _ right: ExpressionType,
    _ node: ExpressionNode
  ) {
    let isKnown = left != .any && right != .any
    guard isKnown, left.isCollection != right.isCollection else { return }
    let outcome = operation == .notEqual ? "always true" : "never true"
    doubt("\(left.name) is compared with \(right.name), which is \(outcome)", at: node)
  }

  private mutating func call(_ name: String, _ arguments: [ExpressionNode]) -> ExpressionType {
    let types = arguments.map { type(of: $0) }
    switch name {
    case "contains", "startswith", "endswith", "success", "failure", "always", "cancelled":
      return .bool
    case "format":
      checkFormat(arguments)
      return .string
    case "join", "tojson", "hashfiles": return .string
    case "fromjson": return parsed(arguments[0])
    case "case":
      let results = Set(
        types.indices.filter { $0 % 2 == 1 || $0 == types.count - 1 }.map { types[$0] })
      return results.count == 1 ? results.first ?? .any : .any
    default: return .any
    }
  }

  private mutating func parsed(_ argument: ExpressionNode) -> ExpressionType {
    guard case .literal(.string(let text)) = argument.kind else { return .any }
    do {
      return ExpressionType(ExpressionValue(try JSONValue(parsing: text.utf8)))
    } catch {
      doubt("this is no JSON, and the run fails here: \(error.message)", at: argument)
      return .any
    }
  }

  private mutating func checkFormat(_ arguments: [ExpressionNode]) {
    guard case .literal(.string(let text)) = arguments[0].kind else { return }
    let format: ExpressionFormat
    do { format = try ExpressionFormat(text) } catch {
      doubt("\(error.message), and the run fails here", at: arguments[0])
      return
    }
    let places = Set(
      format.parts.compactMap { part in
        if case .argument(let number) = part { number } else { nil }
      })
    for place in places.sorted() where place + 1 >= arguments.count {
      doubt("there is no argument for '{\(place)}', and the run fails here", at: arguments[0])
    }
    for index in arguments.indices.dropFirst() where !places.contains(index - 1) {
      doubt("'{\(index - 1)}' is not in the format, so this is left out", at: arguments[index])
    }
  }

  private mutating func doubt(_ message: String, at node: ExpressionNode) {
    doubts.append(ExpressionDoubt(message: message, range: node.range))
  }
}

extension ExpressionType {
  init(_ literal: ExpressionNode.Literal) {
    switch literal {
    case .null: self = .null
    case .bool: self = .bool
    case .number: self = .number
    case .string: self = .string
    }
  }
}

extension ExpressionNode {
  /// Whether it is a list that comes from `.*`.
  fileprivate var isFiltered: Bool {
    switch kind {
    case .all: true
    case .index(let value, _): value.isFiltered
    default: false
    }
  }
}
