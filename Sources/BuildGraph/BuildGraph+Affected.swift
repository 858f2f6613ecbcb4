/// What has to be built again after a change, and why.
public struct AffectedNodes: Sendable {
  /// The changed nodes and all that need them, directly or through others. In the order in which
  /// they can be built; nodes on a cycle, or behind one, come last.
  public let nodes: [NodeID]
  private let cause: [NodeID: NodeID?]

  fileprivate init(nodes: [NodeID], cause: [NodeID: NodeID?]) {
    self.nodes = nodes
    self.cause = cause
  }

  /// Whether a node is affected.
  public func contains(_ id: NodeID) -> Bool { cause[id] != nil }

  /// The shortest way from a node back to something that changed: the node itself first. `nil` for
  /// a node that is not affected.
  public func chain(for id: NodeID) -> [NodeID]? {
    guard var next = cause[id] else { return nil }
    var chain = [id]
    while let parent = next {
      chain.append(parent)
      next = cause[parent] ?? nil
    }
    return chain
  }

  /// The chain in words: `python-ml ← python-base`.
  public func reason(for id: NodeID) -> String? {
    chain(for: id)?.map(\.description).joined(separator: " ← ")
  }
}

extension BuildGraph {
  /// What has to be built again when some nodes change. Nodes that are not in the graph count for
  /// nothing.
  public func affected(by changed: Set<NodeID>) -> AffectedNodes {
    let starts = changed.compactMap(index(of:)).sorted()
    var cause: [NodeID: NodeID?] = [:]
    var isAffected = [Bool](repeating: false, count: nodes.count)
    for (node, by) in shape.reached(from: starts, along: shape.children) {
      isAffected[node] = true
      cause.updateValue(by.map { nodes[$0].id }, forKey: nodes[node].id)
    }
    let unplaced = nodes.indices.filter { levelOfNode[$0] == nil }
    return AffectedNodes(
      nodes: names((order + unplaced).filter { isAffected[$0] }), cause: cause)
  }
}
