import Expressions
import SourceText
import YAML

extension ValueScope {
  /// An input of a called workflow or of an action.
  struct Input: Sendable {
    /// Its text.
    var text: PartialText
    /// The value as expressions see it.
    var value: ExpressionValue
    /// The value of the caller's matrix that it was made from.
    var origin: Node?
  }

  /// The value of an expression that is more than a name.
  ///
  /// Where only a part of a text is known, as in `format('{0}:{1}', env.IMAGE, github.sha)`, the rest
  /// is a hole.
  func compute(_ expression: String, depth: Int) -> (text: PartialText, origin: Node?) {
    guard let node = try? ExpressionNode(parsing: expression) else { return (.unknown, nil) }
    return text(of: node, depth: depth)
  }

  /// Whether a condition is met; `nil` when only a run can tell.
  ///
  /// In a fork, conditions about the repository's name come out otherwise, so they count as open.
  ///
  /// - Parameter condition: the text of an `if`, with or without `${{ }}`.
  func truth(of condition: String) -> Bool? {
    guard let node = ExpressionNode(condition: condition) else { return nil }
    var anywhere = self
    anywhere.slug = nil
    return anywhere.value(of: node, depth: 0).truth
  }

  /// The list or the mapping that a scalar such as `${{ fromJSON(inputs.images) }}` stands for; `nil`
  /// when it is none, or is not known. Its places are not those of any file.
  func collection(_ node: Node) -> Node? {
    guard let text = node.text, let expression = ExpressionNode(single: text) else { return nil }
    switch value(of: expression, depth: 0) {
    case .array(let array):
      return ExpressionValue.array(array).json.flatMap(Self.node)
    case .object(let object):
      return ExpressionValue.object(object).json.flatMap(Self.node)
    default: return nil
    }
  }

  private static func node(_ json: JSONValue) -> Node? {
    YAMLDocument(parsing: SourceFile(name: "", text: json.text())).root
  }

  private func text(of node: ExpressionNode, depth: Int) -> (text: PartialText, origin: Node?) {
    if let path = Self.path(of: node) { return value(at: path, depth: depth) }
    switch node.kind {
    case .or(let terms): return choice(of: terms, until: true, depth: depth)
    case .and(let terms): return choice(of: terms, until: false, depth: depth)
    case .call(let name, let arguments) where name.lowercased() == "format":
      return format(arguments, depth: depth)
    default:
      return (value(of: node, depth: depth).text.map { PartialText(pattern: $0) } ?? .unknown, nil)
    }
  }

  /// The first term that counts as `stop`, or the last one; unknown where a term may be either.
  private func choice(
    of terms: [ExpressionNode], until stop: Bool, depth: Int
  ) -> (text: PartialText, origin: Node?) {
    for term in terms.dropLast() {
      let found = text(of: term, depth: depth)
      // A text of which a part is known is not empty.
      let isText = found.text.pattern.unicodeScalars.contains { $0 != PartialText.hole }
      let isPartial = isText && !found.text.isKnown
      guard let truth = isPartial ? true : value(of: term, depth: depth).truth else {
        return (.unknown, nil)
      }
      if truth == stop { return found }
    }
    return terms.last.map { text(of: $0, depth: depth) } ?? (.unknown, nil)
  }

  private func format(
    _ arguments: [ExpressionNode], depth: Int
  ) -> (text: PartialText, origin: Node?) {
    guard let first = arguments.first, case .literal(.string(let format)) = first.kind else {
      return (.unknown, nil)
    }
    let values = arguments.dropFirst().map { text(of: $0, depth: depth) }
    var result = ""
    var rest = format[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      result += rest[..<brace]
      let behind = rest[brace...].dropFirst()
      if behind.first == rest[brace] {
        result.append(rest[brace])
        rest = behind.dropFirst()
        continue
      }
      let digits = behind.prefix { $0.isWholeNumber }
      guard let number = Int(digits), values.indices.contains(number),
        behind[digits.endIndex...].first == "}"
      else { return (.unknown, nil) }
      result += values[number].text.pattern
      rest = behind[digits.endIndex...].dropFirst()
    }
    return (PartialText(pattern: result + rest), values.lazy.compactMap(\.origin).first)
  }

  private func value(of node: ExpressionNode, depth: Int) -> ExpressionValue {
    (try? node.evaluate(in: ExpressionScope(contexts: contexts(for: node, depth: depth))))
      ?? .unknown
  }

  /// What is known of the contexts that an expression reads.
  private func contexts(for node: ExpressionNode, depth: Int) -> [String: ExpressionValue] {
    var paths: [[Substring]] = []
    Self.collectPaths(of: node, into: &paths)
    var contexts: [String: ExpressionValue] = [:]
    if let values = leg.values {
      contexts["matrix"] = .object(
        values.map { ($0.key, expressionValue(of: $0.value, depth: depth)) })
    }
    if let inputs { contexts["inputs"] = .object(inputs.map { ($0.key, $0.value.value) }) }
    // Of the others only the names that are written out are looked up.
    for context in ["env", "github"] {
      let names = Set(
        paths.filter { $0.count == 2 && $0[0].lowercased() == context }.map { $0[1] })
      let known = names.compactMap { name -> (String, ExpressionValue)? in
        value(at: [context[...], name], depth: depth).text.text.map { (String(name), .string($0)) }
      }
      contexts[context] = .object(ExpressionObject(known, isOpen: true))
    }
    let steps = outputs.map { id, outputs -> (String, ExpressionValue) in
      let known = outputs.compactMap { name, text in
        text.text.map { (name, ExpressionValue.string($0)) }
      }
      let open = ExpressionValue.object(ExpressionObject(known, isOpen: true))
      return (id, .object(ExpressionObject([("outputs", open)], isOpen: true)))
    }
    contexts["steps"] = .object(ExpressionObject(steps, isOpen: true))
    return contexts
  }

  /// A value of the matrix as expressions see it.
  private func expressionValue(of node: Node, depth: Int) -> ExpressionValue {
    switch node.value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .number(Double(value))
    case .float(let value): .number(value)
    case .string(let text):
      text.contains("${{")
        ? resolve(node, depth: depth + 1).text.text.map(ExpressionValue.string) ?? .unknown
        : .string(text)
    case .sequence: .array(node.items.map { expressionValue(of: $0, depth: depth) })
    case .mapping:
      .object(
        node.entries.compactMap { entry in
          entry.key.text.map { ($0, expressionValue(of: entry.value, depth: depth)) }
        })
    }
  }

  private static func collectPaths(of node: ExpressionNode, into paths: inout [[Substring]]) {
    if let path = path(of: node) {
      paths.append(path)
    } else {
      for child in node.children { collectPaths(of: child, into: &paths) }
    }
  }

  /// The names from a context on, as they are written; `nil` when one of them is computed.
  private static func path(of node: ExpressionNode) -> [Substring]? {
    switch node.kind {
    case .context(let name): return [name[...]]
    case .index(let value, let index):
      guard case .literal(.string(let name)) = index.kind else { return nil }
      return path(of: value).map { $0 + [name[...]] }
    default: return nil
    }
  }
}
