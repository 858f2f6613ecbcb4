/// A graph whose nodes are groups of nodes of another: one needs another where any of its members
/// needs a member of the other.
public struct Quotient<Group: Hashable & Comparable & Sendable>: Sendable {
  /// The groups, in ascending order.
  public let groups: [Group]
  /// Who is in each group, by name.
  public let members: [Group: [NodeID]]

  let shape: DirectedGraph
  private let levelOfGroup: [Int?]
  private let indexOfGroup: [Group: Int]

  fileprivate init(_ graph: BuildGraph, grouping: (NodeID) -> Group) {
    let groupOfNode = graph.nodes.map { grouping($0.id) }
    var members: [Group: [NodeID]] = [:]
    for (node, group) in zip(graph.nodes, groupOfNode) {
      members[group, default: []].append(node.id)
    }
    groups = members.keys.sorted()
    var index: [Group: Int] = [:]
    for (number, group) in groups.enumerated() { index[group] = number }
    shape = graph.shape.contracted(
      to: groups.count, by: groupOfNode.map { index[$0, default: 0] })
    levelOfGroup = shape.levels()
    indexOfGroup = index
    self.members = members
  }

  /// Whether groups need each other in a circle, so that none of them can be first.
  public var isCyclic: Bool { levelOfGroup.contains(nil) }

  /// A shortest cycle for each set of groups that can all reach each other: each group is needed by
  /// the next, the last by the first.
  public var cycles: [[Group]] {
    shape.cyclicComponents().map { shape.shortestCycle(within: $0).map { groups[$0] } }
  }

  /// The groups that a group needs directly, in ascending order.
  public func parents(of group: Group) -> [Group] {
    indexOfGroup[group].map { shape.parents(of: $0).map { groups[$0] } } ?? []
  }

  /// The groups that need a group directly, in ascending order.
  public func children(of group: Group) -> [Group] {
    indexOfGroup[group].map { shape.children(of: $0).map { groups[$0] } } ?? []
  }

  /// How many links the longest way to a group has; `nil` on a cycle or behind one.
  public func level(of group: Group) -> Int? { indexOfGroup[group].flatMap { levelOfGroup[$0] } }

  /// The groups of each level: those of one level can run in parallel. Groups on a cycle, or behind
  /// one, have no level.
  public var levels: [[Group]] {
    var rows: [[Group]] = []
    for (group, level) in zip(groups, levelOfGroup) {
      guard let level else { continue }
      while rows.count <= level { rows.append([]) }
      rows[level].append(group)
    }
    return rows
  }
}

extension BuildGraph {
  /// The graph of the groups that a function sorts the nodes into.
  public func quotient<Group: Hashable & Comparable & Sendable>(
    by grouping: (NodeID) -> Group
  ) -> Quotient<Group> {
    Quotient(self, grouping: grouping)
  }
}
