import BuildGraph

extension BuildGraph {
  /// A graph from lines such as `a → b c`.
  init(_ text: String, minutes: [String: (Int, Int)] = [:], tiers: [String: String] = [:]) {
    var names: Set<String> = []
    var edges: [BuildEdge] = []
    for line in text.split(separator: "\n") {
      let sides = line.split(separator: "→").map { $0.split(separator: " ").map(String.init) }
      names.formUnion(sides.joined())
      guard sides.count == 2 else { continue }
      for parent in sides[0] {
        for child in sides[1] { edges.append(BuildEdge(from: NodeID(parent), to: NodeID(child))) }
      }
    }
    let nodes = names.map { name in
      BuildNode(
        NodeID(name), duration: minutes[name].map { TimeRange(minutes: $0.0, $0.1) },
        tier: tiers[name])
    }
    self.init(nodes: nodes, edges: edges)
  }

  /// The base images of a voice application, with the minutes of its own document and the edges of
  /// its Dockerfiles.
  static let voice = BuildGraph(
    """
    python-base → python-audio python-ml tools mcp-toolchain
    python-ml → python-ml-audio python-ml-torch python-ml-transformers
    """,
    minutes: [
      "python-base": (3, 4), "python-audio": (3, 4), "python-ml": (4, 5), "tools": (8, 10),
      "mcp-toolchain": (5, 7), "python-ml-audio": (2, 3), "python-ml-torch": (2, 3),
      "python-ml-transformers": (2, 3),
    ],
    tiers: [
      "python-base": "foundation", "python-audio": "tier-1", "python-ml": "tier-1",
      "tools": "tier-1", "mcp-toolchain": "tier-3", "python-ml-audio": "tier-2",
      "python-ml-torch": "tier-2", "python-ml-transformers": "tier-2",
    ])
}
