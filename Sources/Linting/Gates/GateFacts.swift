import Expressions

/// What is known of a run when a condition is evaluated.
struct GateFacts {
  /// What is known of a value, by its path of names in lower case, such as `github.ref`.
  var values: [String: GateValue] = [:]
  /// The values of status functions that are known, by their names in lower case.
  var status: [String: Bool] = ["always": true]
  /// What is known of a value that is not in `values`, by its path.
  var fallback: @Sendable ([String]) -> GateValue = { _ in .unknown }
  /// Comparisons that are taken for met or not, by what `GateFacts.name(of:)` calls them.
  var assumed: [String: Bool] = [:]
  /// The results of all jobs that are needed; `nil` when there may be others.
  var results: [GateValue]?

  /// What is known of the value of a part of a condition.
  func value(of node: ExpressionNode) -> GateValue {
    if case .literal = node.kind {
      return (try? node.evaluate(in: ExpressionScope())).map(GateValue.known) ?? .unknown
    }
    if let path = node.path {
      return values[path.joined(separator: ".")] ?? fallback(path)
    }
    switch node.kind {
    case .not, .compare: return truth(of: node).map { .known(.bool($0)) } ?? .bool
    case .call(let name, _):
      let isLogical = [
        "contains", "startswith", "endswith", "success", "failure", "always", "cancelled",
      ].contains(name.lowercased())
      if isLogical { return truth(of: node).map { .known(.bool($0)) } ?? .bool }
      let value = try? node.evaluate(in: ExpressionScope())
      if let value, case .unknown = value { return .unknown }
      return value.map(GateValue.known) ?? .unknown
    default: return .unknown
    }
  }

  /// Whether a part of a condition is met; `nil` when nobody can tell.
  func truth(of node: ExpressionNode) -> Bool? {
    switch node.kind {
    case .not(let value): return truth(of: value).map { !$0 }
    case .and(let terms):
      let truths = terms.map { truth(of: $0) }
      if truths.contains(false) || Self.contradicts(terms, .equal) { return false }
      return truths.contains(nil) ? nil : true
    case .or(let terms):
      let truths = terms.map { truth(of: $0) }
      if truths.contains(true) || Self.contradicts(terms, .notEqual) { return true }
      return truths.contains(nil) ? nil : false
    case .compare(let left, let operation, let right):
      let assumption = assumed.isEmpty ? nil : Self.name(of: node).flatMap { assumed[$0] }
      guard let isEqual = equality(of: left, right) ?? assumption else { return nil }
      switch operation {
      case .equal: return isEqual
      case .notEqual: return !isEqual
      default: return nil
      }
    case .call(let name, let arguments): return truth(ofCall: name.lowercased(), arguments)
    default: return value(of: node).truth
    }
  }

  /// What a comparison of a value with a text is called, whether for `==` or `!=`; `nil` for another.
  static func name(of node: ExpressionNode) -> String? {
    guard case .compare(let left, let operation, let right) = node.kind,
      operation == .equal || operation == .notEqual, let path = left.path,
      let text = right.literalText
    else { return nil }
    return path.joined(separator: ".") + "=" + text.lowercased()
  }

  private func equality(of left: ExpressionNode, _ right: ExpressionNode) -> Bool? {
    let values = (value(of: left), value(of: right))
    switch values {
    case (.known(let one), .known(let other)): return one.equals(other)
    case (let value, .known(.string(let text))), (.known(.string(let text)), let value):
      return value.equals(text)
    case (.oneOf(let texts), .known(let other)), (.known(let other), .oneOf(let texts)):
      let found = Set(texts.map { ExpressionValue.string($0).equals(other) })
      return found.count == 1 ? found.first ?? nil : nil
    case (.starting, .known(.bool)), (.known(.bool), .starting): return false
    default: return nil
    }
  }

  private func truth(ofCall name: String, _ arguments: [ExpressionNode]) -> Bool? {
    switch name {
    case "success", "failure", "always", "cancelled":
      return arguments.isEmpty ? status[name] : nil
    case "startswith":
      guard arguments.count == 2, let text = arguments[1].literalText else { return nil }
      return value(of: arguments[0]).starts(with: text)
    case "contains":
      guard arguments.count == 2 else { return nil }
      if arguments[0].isEveryResult, let text = arguments[1].literalText {
        return found(text, among: results)
      }
      if case .known(.array(let list)) = value(of: arguments[0]) {
        let value = value(of: arguments[1])
        return found(list.elements.map { $0.text.map(value.equals) ?? nil })
      }
      guard case .known(let text) = value(of: arguments[0]), let text = text.text,
        case .known(let part) = value(of: arguments[1]), let part = part.text
      else { return nil }
      return part.isEmpty || text.lowercased().contains(part.lowercased())
    default: return nil
    }
  }

  private func found(_ text: String, among results: [GateValue]?) -> Bool? {
    guard let results else { return GateValue.anyResult.equals(text) == false ? false : nil }
    return found(results.map { $0.equals(text) })
  }

  private func found(_ matches: [Bool?]) -> Bool? {
    if matches.contains(true) { return true }
    return matches.contains(nil) ? nil : false
  }

  /// Whether one value is compared with two different texts, which cannot all be so.
  private static func contradicts(
    _ terms: [ExpressionNode], _ operation: ExpressionNode.Comparison
  ) -> Bool {
    var texts: [[String]: String] = [:]
    for term in terms {
      guard case .compare(let left, operation, let right) = term.kind, let path = left.path,
        let text = right.literalText?.lowercased()
      else { continue }
      if let other = texts.updateValue(text, forKey: path), other != text { return true }
    }
    return false
  }
}

extension GateValue {
  /// How a job ends: `needs.<id>.result`.
  ///
  /// Source: GitHub docs, "Contexts reference", `needs`.
  static let anyResult = GateValue.oneOf(["success", "failure", "cancelled", "skipped"])
}
