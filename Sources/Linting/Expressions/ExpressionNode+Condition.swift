import Expressions
import YAML

extension ExpressionNode {
  /// Reads an `if`, with or without `${{ }}`; `nil` when it is not one expression.
  init?(condition node: Node) {
    guard let text = node.plainText else { return nil }
    self.init(condition: text)
  }

  /// Reads the text of an `if`, with or without `${{ }}`; `nil` when it is not one expression.
  init?(condition text: String) {
    guard text.contains("${{") else {
      guard let parsed = try? ExpressionNode(parsing: text) else { return nil }
      self = parsed
      return
    }
    self.init(single: text)
  }

  /// Reads a scalar that is one expression in `${{ }}` and nothing else; `nil` for any other.
  init?(single text: String) {
    guard text.contains("${{"), let template = try? ExpressionTemplate(parsing: text),
      template.isSingle, case .expression(let content, _)? = template.parts.first,
      let parsed = try? ExpressionNode(parsing: content)
    else { return nil }
    self = parsed
  }
}
