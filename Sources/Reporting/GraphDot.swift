import BuildGraph

/// A graph for Graphviz: a box per tier, the critical path with thick borders, tasks with round
/// corners, and a dashed arrow where the child is not built on its parent.
struct GraphDot {
  let report: GraphReport

  func render() -> String {
    let critical = report.criticalNodes
    var lines = ["digraph wfgen {", "  node [shape=box];"]
    for (tier, nodes) in report.diagramGroups {
      let indent = tier == nil ? "  " : "    "
      if let tier {
        lines.append("  subgraph \(Self.quoted("cluster_\(tier)")) {")
        lines.append("    label=\(Self.quoted(tier));")
      }
      lines += nodes.map { "\(indent)\(line($0, isCritical: critical.contains($0.id)))" }
      if tier != nil { lines.append("  }") }
    }
    for arrow in report.arrows {
      var attributes = arrow.isFrom ? [] : ["style=dashed"]
      if !arrow.label.isEmpty { attributes.append("label=\(Self.quoted(arrow.label))") }
      let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
      let ends = [arrow.parent, arrow.child].map { Self.quoted($0.description) }
      lines.append("  \(ends.joined(separator: " -> "))\(list);")
    }
    lines += (report.evidence?.lines(about: report.graph) ?? []).map { "  // \($0)" }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private func line(_ node: BuildNode, isCritical: Bool) -> String {
    let name = node.id.description
    let label = [name] + (node.duration.map { ["\($0)"] } ?? [])
    var attributes = ["label=\(Self.quoted(label))"]
    if node.kind == .task { attributes.append("style=rounded") }
    if isCritical { attributes.append("penwidth=3") }
    return "\(Self.quoted(name)) [\(attributes.joined(separator: ", "))];"
  }

  private static func quoted(_ text: String) -> String { quoted([text]) }

  /// Some lines as one string of the DOT language. A backslash would begin an escape sequence.
  private static func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      var result = ""
      for scalar in line.visible.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
      return result
    }
    return "\"\(escaped.joined(separator: "\\n"))\""
  }
}
