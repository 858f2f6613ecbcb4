public import BuildGraph

/// A graph and its figures, computed once for whatever format they are shown in.
public struct GraphReport: Sendable {
  /// A way to run the graph, and how long it takes.
  struct Way: Sendable {
    var title: String
    var estimate: Estimate
  }

  /// The graph.
  public let graph: BuildGraph
  /// The tiers in the order in which they can be built; empty when no node has one, or when the graph
  /// has a cycle. A node without a tier is a group of its own.
  public let tiers: [TierGroup]
  /// The nodes without minutes, in topological order. With any, there are no totals.
  public let unknown: [NodeID]

  /// What is to be said about a graph that was found in files; `nil` for a stated one.
  public var evidence: GraphEvidence?

  let oneByOne: Estimate?
  let byLevels: Estimate?
  let byTiers: Estimate?
  /// Each node after its own parents, under the caps.
  let byEdges: Estimate?
  /// Each node after its own parents, without caps: the critical path.
  let unlimited: Estimate?
  let hasCaps: Bool
  private let caps: [ParallelCap]

  /// Computes the figures.
  ///
  /// - Parameters:
  ///   - tiers: the tiers in the order in which they are declared.
  ///   - caps: how many nodes may run at once; hold for everything but `one by one`.
  public init(
    _ graph: BuildGraph, tiers declared: [String] = [], caps: [ParallelCap] = [],
    timing: Timing = Timing()
  ) {
    self.graph = graph
    self.caps = caps
    hasCaps = !caps.isEmpty
    let hasTiers = graph.nodes.contains { $0.tier != nil }
    let groups = hasTiers ? graph.tierGroups(declared: declared) ?? [] : []
    tiers = groups
    unknown = (graph.topologicalOrder + graph.unplaced).filter { graph[$0]?.duration == nil }
    let times = BuildTimes(graph, timing: timing)
    oneByOne = times?.oneByOne()
    byLevels = times?.levelBarriers(caps: caps)
    byEdges = times?.exactEdges(caps: caps)
    unlimited = times?.exactEdges()
    byTiers = groups.isEmpty ? nil : try? times?.groupBarriers(groups.map(\.members), caps: caps)
  }

  /// The ways in which the graph can be run, the slowest as a rule first; empty when it has a cycle.
  var ways: [Way] {
    [
      ("one by one", oneByOne),
      ("level by level", byLevels),
      ("tier by tier", byTiers),
      ("each after its own parents", byEdges),
      ("the same without limits", hasCaps ? unlimited : nil),
    ].compactMap { title, estimate in estimate.map { Way(title: title, estimate: $0) } }
  }

  /// How long some nodes take on their own: one by one, and each after its parents among them.
  func times(of members: [NodeID]) -> (oneByOne: Estimate, byEdges: Estimate)? {
    guard let times = BuildTimes(graph.restricted(to: Set(members))) else { return nil }
    return (times.oneByOne(), times.exactEdges(caps: caps))
  }

  /// The nodes that the critical path goes through, at either end of the ranges; empty when it is
  /// not known.
  var criticalNodes: Set<NodeID> {
    guard let unlimited, unlimited.unknown.isEmpty else { return [] }
    return Set(unlimited.low.criticalPath).union(unlimited.high.criticalPath)
  }
}

extension Estimate {
  /// The total; `nil` when some node has no minutes, for then it is not known.
  var knownTotal: TimeRange? { unknown.isEmpty ? total : nil }
}

/// All edges between two nodes, as one arrow of a diagram.
struct GraphArrow {
  var parent: NodeID
  var child: NodeID
  /// What stands at the arrow: every kind but the usual one, that the child is built on its parent.
  var label: String
  /// Whether the child is built on its parent.
  var isFrom: Bool
}

extension GraphReport {
  /// The arrows by parent, then child.
  var arrows: [GraphArrow] {
    var arrows: [GraphArrow] = []
    for edge in graph.edges {
      let label = edge.kind == .from ? "" : edge.kind.rawValue
      if let last = arrows.last, last.parent == edge.parent, last.child == edge.child {
        arrows[arrows.count - 1].label = [last.label, label].filter { !$0.isEmpty }
          .joined(separator: ", ")
        arrows[arrows.count - 1].isFrom = last.isFrom || edge.kind == .from
      } else {
        arrows.append(
          GraphArrow(
            parent: edge.parent, child: edge.child, label: label, isFrom: edge.kind == .from))
      }
    }
    return arrows
  }

  /// The nodes by group of a diagram: those of each tier, then those without.
  var diagramGroups: [(tier: String?, nodes: [BuildNode])] {
    var groups: [(tier: String?, nodes: [BuildNode])] = []
    var places: [String: Int] = [:]
    let names = tiers.compactMap(\.tier) + Set(graph.nodes.compactMap(\.tier)).sorted()
    for name in names where places[name] == nil {
      places[name] = groups.count
      groups.append((name, []))
    }
    var others: [BuildNode] = []
    for node in graph.nodes {
      if let place = node.tier.flatMap({ places[$0] }) {
        groups[place].nodes.append(node)
      } else {
        others.append(node)
      }
    }
    return groups + (others.isEmpty ? [] : [(nil, others)])
  }
}
