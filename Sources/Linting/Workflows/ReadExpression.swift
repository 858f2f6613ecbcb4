import Expressions
import SourceText
import YAML

/// One expression of a workflow.
struct ReadExpression {
  /// The scalar that holds it.
  var scalar: Node
  /// The expression.
  var node: ExpressionNode
  /// Where it starts, in bytes of the scalar's text.
  var start: Int
  /// Finds parts of the scalar in the file.
  var places: ScalarPlaces

  /// The place in the file of a part of the expression.
  func range(of part: ExpressionNode) -> SourceRange {
    places.range((start + part.range.start)..<(start + part.range.end))
  }

  /// The outermost parts that are as asked for.
  func all(_ isWanted: (ExpressionNode) -> Bool) -> [ExpressionNode] {
    var found: [ExpressionNode] = []
    func visit(_ node: ExpressionNode) {
      if isWanted(node) { found.append(node) } else { node.children.forEach(visit) }
    }
    visit(node)
    return found
  }
}

extension WorkflowFile {
  /// The expressions at a node and beneath it that can be read: those in `${{ }}`, and conditions
  /// without. What an alias repeats comes once, where it is written.
  func readExpressions(in node: Node) -> [ReadExpression] {
    var found: [ReadExpression] = []
    collect(node, isCondition: false, into: &found)
    return found
  }

  private func collect(_ node: Node, isCondition: Bool, into found: inout [ReadExpression]) {
    guard node.alias == nil else { return }
    switch node.kind {
    case .sequence: for item in node.items { collect(item, isCondition: false, into: &found) }
    case .mapping:
      for entry in node.entries {
        collect(entry.value, isCondition: entry.key.hasText("if"), into: &found)
      }
    case .scalar:
      guard let bytes = node.utf8, isCondition || bytes.contains(UInt8(ascii: "{")),
        let text = node.text
      else { return }
      let places = ScalarPlaces(of: node, in: file)
      if bytes.holds("${{") {
        guard let template = try? ExpressionTemplate(parsing: text) else { return }
        for case .expression(let content, let range) in template.parts {
          guard let parsed = try? ExpressionNode(parsing: content) else { continue }
          found.append(
            ReadExpression(scalar: node, node: parsed, start: range.start, places: places))
        }
      } else if isCondition, let parsed = try? ExpressionNode(parsing: text) {
        found.append(ReadExpression(scalar: node, node: parsed, start: 0, places: places))
      }
    }
  }
}
