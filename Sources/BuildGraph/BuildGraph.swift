/// What must be built, tested and deployed, and what needs what.
///
/// Everything it answers depends on the set of nodes and edges alone, never on the order in which
/// they were given. Questions about a node that is not in the graph are answered with nothing.
public struct BuildGraph: Sendable {
  /// The nodes, by identity.
  public let nodes: [BuildNode]
  /// The edges by parent, child and kind; edges that agree in all three are one, with the evidence
  /// of all.
  public let edges: [BuildEdge]
  /// Edges that name a node that does not exist; they are no part of the graph.
  public let strayEdges: [BuildEdge]

  let shape: DirectedGraph
  let levelOfNode: [Int?]
  /// The nodes that have a level, by level, then name.
  let order: [Int]
  /// Where in `edges` the edges of each link start, and the end of the last.
  private let edgeStarts: [Int]
  private let indexOfNode: [NodeID: Int]

  /// Creates a graph. Of two nodes of the same identity the first counts, and the second fills in
  /// what the first leaves open.
  public init(nodes: [BuildNode], edges: [BuildEdge]) {
    let nodes = Self.merged(nodes)
    var index: [NodeID: Int] = [:]
    index.reserveCapacity(nodes.count)
    for (number, node) in nodes.enumerated() { index[node.id] = number }

    var strays: [BuildEdge] = []
    var places: [Place] = []
    places.reserveCapacity(edges.count)
    for (number, edge) in edges.enumerated() {
      guard let parent = index[edge.parent], let child = index[edge.child] else {
        strays.append(edge)
        continue
      }
      places.append(Place(parent: parent, child: child, kind: edge.kind.rank, given: number))
    }
    places.sort()
    var merged: [BuildEdge] = []
    merged.reserveCapacity(places.count)
    var edgeStarts: [Int] = []
    var last: Place?
    for place in places {
      if let last, last.isSameEdge(as: place) {
        let reasons = edges[place.given].reasons
        for reason in reasons where !merged[merged.count - 1].reasons.contains(reason) {
          merged[merged.count - 1].reasons.append(reason)
        }
      } else {
        if last.map({ !$0.isSameLink(as: place) }) ?? true { edgeStarts.append(merged.count) }
        merged.append(edges[place.given])
        last = place
      }
    }
    edgeStarts.append(merged.count)

    shape = DirectedGraph(count: nodes.count, links: places.map { ($0.parent, $0.child) })
    let levels = shape.levels()
    levelOfNode = levels
    order = Self.byLevel(levels)
    indexOfNode = index
    strayEdges = strays.sorted {
      ($0.parent, $0.child, $0.kind.rank) < ($1.parent, $1.child, $1.kind.rank)
    }
    self.edgeStarts = edgeStarts
    self.edges = merged
    self.nodes = nodes
  }

  /// The node of an identity.
  public subscript(_ id: NodeID) -> BuildNode? { index(of: id).map { nodes[$0] } }

  /// The edges between two nodes: one for each kind.
  public func edges(from parent: NodeID, to child: NodeID) -> ArraySlice<BuildEdge> {
    guard let parent = index(of: parent), let child = index(of: child) else { return [] }
    return edges(from: parent, to: child)
  }

  /// The part of the graph that consists of some nodes and the edges between them.
  public func restricted(to ids: Set<NodeID>) -> BuildGraph {
    BuildGraph(
      nodes: nodes.filter { ids.contains($0.id) },
      edges: edges.filter { ids.contains($0.parent) && ids.contains($0.child) })
  }

  func index(of id: NodeID) -> Int? { indexOfNode[id] }

  func edges(from parent: Int, to child: Int) -> ArraySlice<BuildEdge> {
    guard let link = shape.link(from: parent, to: child) else { return [] }
    return edges[edgeStarts[link]..<edgeStarts[link + 1]]
  }
}

extension BuildGraph {
  /// Where an edge belongs.
  private struct Place: Comparable {
    var parent: Int
    var child: Int
    var kind: Int
    /// Its number among the edges given: evidence is kept in that order.
    var given: Int

    func isSameLink(as other: Place) -> Bool { parent == other.parent && child == other.child }
    func isSameEdge(as other: Place) -> Bool { isSameLink(as: other) && kind == other.kind }

    static func < (left: Place, right: Place) -> Bool {
      if left.parent != right.parent { return left.parent < right.parent }
      if left.child != right.child { return left.child < right.child }
      if left.kind != right.kind { return left.kind < right.kind }
      return left.given < right.given
    }
  }

  private static func merged(_ nodes: [BuildNode]) -> [BuildNode] {
    var result: [BuildNode] = []
    result.reserveCapacity(nodes.count)
    // Swift's sort is stable, so the first one given comes first.
    for node in nodes.sorted(by: { $0.id < $1.id }) {
      guard let last = result.last, last.id == node.id else {
        result.append(node)
        continue
      }
      result[result.count - 1].duration = last.duration ?? node.duration
      result[result.count - 1].tier = last.tier ?? node.tier
      result[result.count - 1].origin = last.origin ?? node.origin
    }
    return result
  }

  private static func byLevel(_ levels: [Int?]) -> [Int] {
    var rows: [[Int]] = []
    for (node, level) in levels.enumerated() {
      guard let level else { continue }
      while rows.count <= level { rows.append([]) }
      rows[level].append(node)
    }
    return rows.flatMap { $0 }
  }
}

extension BuildEdge.Kind {
  /// The position in the declaration: the order in which edges between two nodes are listed.
  var rank: Int {
    switch self {
    case .from: 0
    case .copy: 1
    case .mount: 2
    case .context: 3
    case .input: 4
    case .uses: 5
    case .stated: 6
    }
  }
}
