internal import Expressions

extension String {
  /// The names behind `secrets.` in the expressions of a text, as they are written; the context as a
  /// whole, a computed name, and an expression that nobody can read count as `*`.
  var secretNames: [String] {
    guard contains("${{") else { return [] }
    guard let template = try? ExpressionTemplate(parsing: self) else { return ["*"] }
    return template.parts.flatMap { part -> [String] in
      guard case .expression(let text, _) = part else { return [] }
      return (try? ExpressionNode(parsing: text))?.secretNames
        ?? (text.lowercased().contains("secrets") ? ["*"] : [])
    }
  }
}

extension ExpressionNode {
  fileprivate var secretNames: [String] {
    if case .index(let context, let name) = kind, context.path == ["secrets"],
      case .literal(.string(let text)) = name.kind
    {
      return [text]
    }
    return path == ["secrets"] ? ["*"] : children.flatMap(\.secretNames)
  }
}
