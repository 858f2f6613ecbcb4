/// A graph without cycles, with what time passes on its links: what schedules are computed on.
struct Network: Sendable {
  /// The nodes and links.
  let shape: DirectedGraph
  /// The nodes in topological order.
  let order: [Int]
  /// Where in `order` each node is.
  let rank: [Int]
  /// The latency of each link of `shape`, in seconds.
  let latencies: [Int]
  /// The latency of barriers, in seconds.
  let latency: Int
  /// When the first nodes may start, in seconds.
  let start: Int

  /// `nil` when the graph has a cycle.
  init?(_ graph: BuildGraph, timing: Timing) {
    guard graph.order.count == graph.nodes.count else { return nil }
    shape = graph.shape
    order = graph.order
    var rank = [Int](repeating: 0, count: order.count)
    for (place, node) in order.enumerated() { rank[node] = place }
    self.rank = rank
    var latencies = [Int](repeating: timing.latency, count: shape.targets.count)
    for (link, latency) in timing.exceptions {
      guard let parent = graph.index(of: link.parent), let child = graph.index(of: link.child),
        let place = shape.link(from: parent, to: child)
      else { continue }
      latencies[place] = latency
    }
    self.latencies = latencies
    latency = timing.latency
    start = timing.start
  }

  /// The time from the start of each node to the end of the longest path from it.
  func longestPaths(_ durations: [Int]) -> [Int] {
    var paths = durations
    for node in order.reversed() {
      var longest = 0
      for link in shape.links(from: node) {
        longest = max(longest, latencies[link] + paths[shape.targets[link]])
      }
      paths[node] += longest
    }
    return paths
  }
}

/// Which caps each node is under.
struct CapTable: Sendable {
  /// The limit of each cap.
  let limits: [Int]
  /// The sets of caps that nodes are under.
  let queues: [[Int]]
  /// Under which of these sets each node is.
  let queueOfNode: [Int]

  init(_ caps: [ParallelCap], of graph: BuildGraph) {
    var capsOfNode = [[Int]](repeating: [], count: graph.nodes.count)
    for (number, cap) in caps.enumerated() {
      for node in cap.members.compactMap(graph.index(of:)) { capsOfNode[node].append(number) }
    }
    var queues: [[Int]] = []
    var known: [[Int]: Int] = [:]
    queueOfNode = capsOfNode.map { set in
      if let queue = known[set] { return queue }
      known[set] = queues.count
      queues.append(set)
      return queues.count - 1
    }
    self.queues = queues
    limits = caps.map(\.limit)
  }
}
