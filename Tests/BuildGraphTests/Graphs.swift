import BuildGraph

extension BuildGraph {
  /// A graph from lines such as `a → b c`; a line without an arrow adds nodes without edges.
  init(_ text: String, durations: [NodeID: TimeRange] = [:], tiers: [NodeID: String] = [:]) {
    var ids: Set<NodeID> = []
    var edges: [BuildEdge] = []
    for line in text.split(separator: "\n") {
      let sides = line.split(separator: "→").map {
        $0.split(separator: " ").map { NodeID(String($0)) }
      }
      ids.formUnion(sides.joined())
      guard sides.count == 2 else { continue }
      for parent in sides[0] {
        for child in sides[1] { edges.append(BuildEdge(from: parent, to: child)) }
      }
    }
    let nodes = ids.map { BuildNode($0, duration: durations[$0], tier: tiers[$0]) }
    self.init(nodes: nodes, edges: edges)
  }
}

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
