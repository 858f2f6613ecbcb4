extension BuildGraph {
  /// What a node needs directly, by name.
  public func parents(of id: NodeID) -> [NodeID] {
    index(of: id).map { names(shape.parents(of: $0)) } ?? []
  }

  /// What needs a node directly, by name.
  public func children(of id: NodeID) -> [NodeID] {
    index(of: id).map { names(shape.children(of: $0)) } ?? []
  }

  /// Everything a node needs, directly or through others, by name; without the node itself.
  public func ancestors(of id: NodeID) -> [NodeID] {
    index(of: id).map { reached(from: $0, along: shape.parents) } ?? []
  }

  /// Everything that needs a node, directly or through others, by name; without the node itself.
  public func descendants(of id: NodeID) -> [NodeID] {
    index(of: id).map { reached(from: $0, along: shape.children) } ?? []
  }

  /// The nodes that need nothing, by name.
  public var roots: [NodeID] {
    names(nodes.indices.filter { shape.parents(of: $0).isEmpty })
  }

  /// The nodes that nothing needs, by name.
  public var leaves: [NodeID] {
    names(nodes.indices.filter { shape.children(of: $0).isEmpty })
  }

  /// Every node after all it needs: by level, then name. Nodes on a cycle, or behind one, have no
  /// place in it; see ``unplaced``.
  public var topologicalOrder: [NodeID] { names(order) }

  /// The nodes on a cycle or behind one: there is no order in which they can be built.
  public var unplaced: [NodeID] {
    names(nodes.indices.filter { levelOfNode[$0] == nil })
  }

  /// The nodes of each level, by name; those of one level do not need each other. See ``unplaced``
  /// for those without a level.
  public var levels: [[NodeID]] {
    var rows: [[NodeID]] = []
    for node in order {
      if let level = levelOfNode[node], level == rows.count { rows.append([]) }
      rows[rows.count - 1].append(nodes[node].id)
    }
    return rows
  }

  /// How many links the longest way from a root to a node has; `nil` on a cycle or behind one.
  public func level(of id: NodeID) -> Int? {
    index(of: id).flatMap { levelOfNode[$0] }
  }

  /// The parent that puts a node on its level: the deepest one, the first by name of several.
  /// `nil` for a root, and for a node without a level.
  public func placingParent(of id: NodeID) -> NodeID? {
    guard let node = index(of: id), let level = levelOfNode[node] else { return nil }
    return shape.parents(of: node).first { levelOfNode[$0] == level - 1 }.map { nodes[$0].id }
  }

  func names(_ indices: some Sequence<Int>) -> [NodeID] { indices.map { nodes[$0].id } }

  private func reached(from node: Int, along next: (Int) -> ArraySlice<Int>) -> [NodeID] {
    names(shape.reached(from: [node], along: next).dropFirst().map(\.node).sorted())
  }
}
