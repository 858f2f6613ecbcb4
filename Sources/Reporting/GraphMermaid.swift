import BuildGraph

/// A graph as a Mermaid flow chart: a box per tier, the critical path with thick borders, tasks with
/// round ends, and a dotted arrow where the child is not built on its parent.
struct GraphMermaid {
  let report: GraphReport

  func render() -> String {
    var lines = ["flowchart TD"]
    for (tier, nodes) in report.diagramGroups {
      if let tier {
        lines.append("  subgraph \(Self.id("t", tier))[\"\(Self.escaped(tier))\"]")
      }
      lines += nodes.map { "  \(tier == nil ? "" : "  ")\(line($0))" }
      if tier != nil { lines.append("  end") }
    }
    for arrow in report.arrows {
      let shaft = arrow.isFrom ? "-->" : "-.->"
      let label = arrow.label.isEmpty ? "" : "|\(arrow.label)|"
      lines.append("  \(id(arrow.parent)) \(shaft)\(label) \(id(arrow.child))")
    }
    let critical = report.criticalNodes.sorted().map(id)
    if !critical.isEmpty {
      lines.append("  classDef critical stroke-width:4px")
      lines.append("  class \(critical.joined(separator: ",")) critical")
    }
    lines += (report.evidence?.lines(about: report.graph) ?? []).map { "%% \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ node: BuildNode) -> String {
    let time = node.duration.map { "<br/>\($0)" } ?? ""
    let label = "\"\(Self.escaped(node.id.description))\(time)\""
    return id(node.id) + (node.kind == .task ? "([\(label)])" : "[\(label)]")
  }

  private func id(_ id: NodeID) -> String { Self.id("n", id.description) }

  /// An id that depends on the name alone and differs for different names: letters and digits stay,
  /// every other byte becomes `_` and two digits. The prefix keeps Mermaid's own words free.
  private static func id(_ prefix: String, _ name: String) -> String {
    var result = prefix + "_"
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += "_\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
      }
    }
    return result
  }

  /// A text in a label, with Mermaid's entities for what has a meaning in Mermaid, HTML or Markdown.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.visible.unicodeScalars {
      switch scalar {
      case "\"", "#", "<", ">", "&", "`", "*", "\\": result += "#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
