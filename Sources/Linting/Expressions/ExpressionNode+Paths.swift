import Expressions
import YAML

extension ExpressionNode {
  /// The lower-cased names from a context on, with `*` for each step that is not written out.
  var loosePath: [String]? {
    switch kind {
    case .context(let name): return [name.lowercased()]
    case .index(let value, let index):
      guard let start = value.loosePath else { return nil }
      if case .literal(.string(let name)) = index.kind { return start + [name.lowercased()] }
      return start + ["*"]
    case .all(let value): return value.loosePath.map { $0 + ["*"] }
    default: return nil
    }
  }

  /// The paths whose text may become part of the text of this expression's value.
  ///
  /// Comparisons and tests give `true` or `false` whatever they look at.
  var carriedPaths: [[String]] {
    if let path = loosePath { return [path] }
    switch kind {
    case .literal, .not, .compare, .context, .index, .all: return []
    case .and(let terms), .or(let terms): return terms.flatMap(\.carriedPaths)
    case .call(let name, let arguments):
      switch name.lowercased() {
      case "format", "join", "tojson", "fromjson": return arguments.flatMap(\.carriedPaths)
      case "case":
        let isResult = { (index: Int) in index % 2 == 1 || index == arguments.count - 1 }
        return arguments.indices.filter(isResult).flatMap { arguments[$0].carriedPaths }
      default: return []
      }
    }
  }

  /// Whether the value of a secret may be part of this one's text.
  var carriesSecret: Bool {
    carriedPaths.contains { $0.first == "secrets" || $0 == ["github", "token"] }
  }
}

extension Node {
  /// Whether the value of a secret may be part of this scalar's text.
  var carriesSecret: Bool {
    PlacedExpression.all(in: self).contains { $0.node.carriesSecret }
  }
}
