import Expressions
import SourceText
import YAML

/// An expression of a workflow.
struct PlacedExpression {
  /// The scalar that it stands in.
  let scalar: Node
  /// The key that the scalar is the value of.
  let key: Node?
  /// Where it stands in the text of the scalar, without braces, in bytes.
  let range: Range<Int>
  /// What it says.
  let node: ExpressionNode

  /// Where it stands with its braces, in bytes of the scalar's text.
  var bracedRange: Range<Int> { (range.lowerBound - 3)..<(range.upperBound + 2) }

  /// Where a part of it stands in a file.
  func range(of part: ExpressionNode, in file: SourceFile) -> SourceRange {
    let start = range.lowerBound
    return ScalarPlaces(of: scalar, in: file)
      .range((start + part.range.start)..<(start + part.range.end))
  }

  /// The expressions of a scalar, in order; those that GitHub refuses are left out.
  ///
  /// - Parameter key: The key that it is the value of; that of `if` is one without braces, too.
  static func all(in scalar: Node?, key: Node? = nil) -> [PlacedExpression] {
    guard let scalar, let bytes = scalar.utf8 else { return [] }
    let isCondition = key?.hasText("if") ?? false
    guard isCondition || bytes.holds("${{") else { return [] }
    let text = String(decoding: bytes, as: UTF8.self)
    func placed(_ content: String, _ range: Range<Int>) -> PlacedExpression? {
      (try? ExpressionNode(parsing: content)).map {
        PlacedExpression(scalar: scalar, key: key, range: range, node: $0)
      }
    }
    if isCondition, !bytes.holds("${{") {
      return placed(text, 0..<bytes.count).map { [$0] } ?? []
    }
    guard let template = try? ExpressionTemplate(parsing: text) else { return [] }
    return template.parts.compactMap { part in
      guard case .expression(let content, let range) = part else { return nil }
      return placed(content, range.start..<range.end)
    }
  }

  /// The expressions in braces of a node and of all that is in it, also of what aliases stand for.
  static func everywhere(in node: Node) -> [PlacedExpression] {
    switch node.kind {
    case .scalar: all(in: node)
    case .sequence: node.items.flatMap { everywhere(in: $0) }
    case .mapping: node.entries.flatMap { everywhere(in: $0.value) }
    }
  }
}
