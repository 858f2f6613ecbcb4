import SourceText
import YAML

/// Takes the marks `⟦…⟧` out of a text and tells which ranges they marked, in order of their ends.
func unmark(_ marked: String) -> (text: String, ranges: [SourceRange]) {
  var bytes: [UInt8] = []
  var open: [Int] = []
  var ranges: [SourceRange] = []
  for scalar in marked.unicodeScalars {
    switch scalar {
    case "⟦": open.append(bytes.count)
    case "⟧": if let start = open.popLast() { ranges.append(SourceRange(start, bytes.count)) }
    default: bytes += Array(String(scalar).utf8)
    }
  }
  return (String(decoding: bytes, as: UTF8.self), ranges)
}

/// Reads a text.
func parse(_ text: String) -> YAMLDocument {
  YAMLDocument(parsing: SourceFile(name: "a.yml", text: text))
}

/// Every node below and including this one, keys before their values, collections before content.
func allNodes(_ node: Node) -> [Node] {
  switch node.kind {
  case .scalar: [node]
  case .sequence: [node] + node.items.flatMap(allNodes)
  case .mapping: [node] + node.entries.flatMap { allNodes($0.key) + allNodes($0.value) }
  }
}
