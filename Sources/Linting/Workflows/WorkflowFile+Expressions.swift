import Expressions
import SourceText
import YAML

/// An expression of a workflow.
struct PlacedExpression {
  /// The scalar that it stands in.
  let scalar: Node
  /// The key that the scalar is the value of.
  let key: Node?
  /// Where it starts in the text of the scalar, in bytes.
  let start: Int
  /// What it says.
  let node: ExpressionNode

  /// Where a part of it stands in a file.
  func range(of part: ExpressionNode, in file: SourceFile) -> SourceRange {
    ScalarPlaces(of: scalar, in: file).range(start + part.range.start..<start + part.range.end)
  }
}

extension WorkflowFile {
  /// The expressions of the workflow that can be read, in the order of the file, those behind
  /// aliases once.
  ///
  /// - Parameter words: Of the scalars only those are read that hold one of these.
  func expressions(holding words: [StaticString]) -> [PlacedExpression] {
    guard let root = document.root, words.contains(where: { file.bytes[...].holds($0) }) else {
      return []
    }
    var found: [PlacedExpression] = []
    collect(root, key: nil, holding: words, into: &found)
    return found
  }

  /// The expressions of a part of the workflow.
  func expressions(of node: Node, holding words: [StaticString]) -> [PlacedExpression] {
    var found: [PlacedExpression] = []
    collect(node, key: nil, holding: words, into: &found)
    return found
  }

  private func collect(
    _ node: Node, key: Node?, holding words: [StaticString],
    into found: inout [PlacedExpression]
  ) {
    guard node.alias == nil else { return }
    for item in node.items { collect(item, key: nil, holding: words, into: &found) }
    for entry in node.entries {
      // Nothing under `on` is evaluated but inputs and outputs of calls, which know no event.
      if entry.key.hasText("on"), node.range == document.root?.range { continue }
      collect(entry.value, key: entry.key, holding: words, into: &found)
    }
    guard let bytes = node.utf8, words.contains(where: { bytes.holds($0) }) else { return }
    if key?.hasText("if") ?? false, !bytes.holds("${{") {
      if let expression = try? ExpressionNode(parsing: String(decoding: bytes, as: UTF8.self)) {
        found.append(PlacedExpression(scalar: node, key: key, start: 0, node: expression))
      }
      return
    }
    guard bytes.holds("${{"),
      let template = try? ExpressionTemplate(parsing: String(decoding: bytes, as: UTF8.self))
    else { return }
    for case .expression(let text, let range) in template.parts {
      guard let expression = try? ExpressionNode(parsing: text) else { continue }
      found.append(
        PlacedExpression(scalar: node, key: key, start: range.start, node: expression))
    }
  }
}

extension ExpressionNode {
  /// The paths that decide what the expression gives, without those that another part stands in
  /// for: what is empty there is meant to be.
  ///
  /// `a || b` gives `b` when `a` is empty, and what follows a question for the event is not asked
  /// in other events.
  var reads: [ExpressionNode] {
    switch kind {
    case .literal: []
    case .context: [self]
    case .index, .all: path == nil ? children.flatMap(\.reads) : [self]
    case .or: []
    case .and(let terms):
      terms.contains(where: \.asksForEvent) ? [] : terms.flatMap(\.reads)
    case .call(let name, _) where name.lowercased() == "case": []
    case .call(_, let arguments): arguments.flatMap(\.reads)
    case .not, .compare: children.flatMap(\.reads)
    }
  }

  /// Whether it asks which event it is.
  private var asksForEvent: Bool {
    contains { $0.path?.starts(with: ["github", "event_name"]) ?? false }
  }
}
