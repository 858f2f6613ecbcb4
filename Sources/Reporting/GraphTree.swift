import BuildGraph

/// A graph as a tree: each node under the parent that puts it on its level, and a mere mention under
/// its other parents.
struct GraphTree {
  /// A line of the tree.
  struct Row {
    var id: NodeID
    /// The branches and the name.
    var text: String
    /// Whether the node has its place here; otherwise it is only mentioned.
    var isPlace: Bool
  }

  /// The lines, by root, then depth first. Nodes on a cycle, or behind one, are not in it.
  private(set) var rows: [Row] = []

  init(_ graph: BuildGraph) {
    for root in graph.roots { add(root, of: graph, head: "", indent: "") }
  }

  private mutating func add(_ id: NodeID, of graph: BuildGraph, head: String, indent: String) {
    let mark = graph[id]?.kind == .task ? " (task)" : ""
    rows.append(Row(id: id, text: "\(head)\(id)\(mark)", isPlace: true))
    let children = graph.children(of: id).filter { graph.level(of: $0) != nil }
    for (index, child) in children.enumerated() {
      let isLast = index == children.count - 1
      let branch = indent + (isLast ? "└─ " : "├─ ")
      if let place = graph.placingParent(of: child), place != id {
        rows.append(Row(id: child, text: "\(branch)\(child), see \(place)", isPlace: false))
      } else {
        add(child, of: graph, head: branch, indent: indent + (isLast ? "   " : "│  "))
      }
    }
  }
}
