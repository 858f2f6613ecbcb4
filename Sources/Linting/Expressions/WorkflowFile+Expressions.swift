import Expressions
import SourceText
import YAML

extension WorkflowFile {
  /// The expressions of the workflow that can be read, in the order of the file, those behind
  /// aliases once.
  ///
  /// - Parameter words: Of the scalars only those are read that hold one of these.
  func expressions(holding words: [StaticString]) -> [PlacedExpression] {
    guard let root = document.root, words.contains(where: { file.bytes[...].holds($0) }) else {
      return []
    }
    return expressions(of: root, holding: words)
  }

  /// The expressions of a part of the workflow.
  ///
  /// - Parameter words: Of the scalars only those are read that hold one of these; `nil` for all.
  func expressions(of node: Node, holding words: [StaticString]? = nil) -> [PlacedExpression] {
    var found: [PlacedExpression] = []
    collect(node, key: nil, holding: words, into: &found)
    return found
  }

  private func collect(
    _ node: Node, key: Node?, holding words: [StaticString]?,
    into found: inout [PlacedExpression]
  ) {
    guard node.alias == nil else { return }
    for item in node.items { collect(item, key: nil, holding: words, into: &found) }
    for entry in node.entries {
      // Nothing under `on` is evaluated but inputs and outputs of calls, which know no event.
      if entry.key.hasText("on"), node.range == document.root?.range { continue }
      collect(entry.value, key: entry.key, holding: words, into: &found)
    }
    guard let bytes = node.utf8, words?.contains(where: { bytes.holds($0) }) ?? true else { return }
    found += PlacedExpression.all(in: node, key: key)
  }
}
