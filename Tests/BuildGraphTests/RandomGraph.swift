import BuildGraph

/// Graphs without cycles whose names say nothing about their order.
enum RandomGraph {
  /// A graph of some nodes, each with a duration and one of some tiers; without tiers when there
  /// are none.
  static func make(
    nodes count: Int, tiers: Int = 0, using random: inout SeededGenerator
  ) -> BuildGraph {
    let ids = (0..<count).map { NodeID("n\($0)") }.shuffled(using: &random)
    let density = Int.random(in: 1...max(1, 40 / max(1, count / 4)), using: &random)
    let nodes = ids.map { id in
      BuildNode(
        id,
        duration: TimeRange(
          seconds: .random(in: 0...600, using: &random), .random(in: 0...900, using: &random)),
        tier: tiers == 0 ? nil : "tier-\(Int.random(in: 0..<tiers, using: &random))")
    }
    var edges: [BuildEdge] = []
    for child in ids.indices {
      for parent in 0..<child where Int.random(in: 0..<100, using: &random) < density {
        edges.append(BuildEdge(from: ids[parent], to: ids[child]))
      }
    }
    return BuildGraph(nodes: nodes, edges: edges.shuffled(using: &random))
  }

  /// As many graphs as asked for, small and middling.
  static func many(_ count: Int, seed: UInt64, tiers: Int = 0) -> [BuildGraph] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      make(nodes: .random(in: 0...40, using: &random), tiers: tiers, using: &random)
    }
  }
}
