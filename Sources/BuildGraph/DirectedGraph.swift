/// The bare shape of a graph: nodes `0..<count` and links without repetition, in both directions.
///
/// All algorithms run on it, so that none of them hashes or compares a name. The links of one node
/// lie side by side in one array, in ascending order.
struct DirectedGraph: Sendable {
  /// The number of nodes.
  let count: Int
  /// The child of each link; links are ordered by parent, then child.
  let targets: [Int]
  private let childStarts: [Int]
  private let sources: [Int]
  private let parentStarts: [Int]

  /// Creates a graph; repeated links count once.
  init(count: Int, links: [(parent: Int, child: Int)]) {
    // Two passes of a counting sort, the minor key first, order the links in linear time.
    let byChild = Self.sorted(links, count: count, by: { $0.child })
    var unique = Self.sorted(byChild, count: count, by: { $0.parent })
    var kept = 0
    for link in unique where kept == 0 || unique[kept - 1] != link {
      unique[kept] = link
      kept += 1
    }
    unique.removeLast(unique.count - kept)
    self.count = count
    targets = unique.map(\.child)
    childStarts = Self.starts(unique, count: count, of: { $0.parent })
    sources = Self.sorted(unique, count: count, by: { $0.child }).map(\.parent)
    parentStarts = Self.starts(unique, count: count, of: { $0.child })
  }

  /// Where in `targets` the links from a node lie.
  func links(from node: Int) -> Range<Int> { childStarts[node]..<childStarts[node + 1] }

  /// Which link leads from one node to another.
  func link(from parent: Int, to child: Int) -> Int? {
    let links = links(from: parent)
    var low = links.lowerBound
    var high = links.upperBound
    while low < high {
      let middle = (low + high) / 2
      if targets[middle] < child { low = middle + 1 } else { high = middle }
    }
    return low < links.upperBound && targets[low] == child ? low : nil
  }

  /// The children of a node, in ascending order.
  func children(of node: Int) -> ArraySlice<Int> { targets[links(from: node)] }

  /// The parents of a node, in ascending order.
  func parents(of node: Int) -> ArraySlice<Int> {
    sources[parentStarts[node]..<parentStarts[node + 1]]
  }

  /// The length of the longest chain of links that leads to each node; `nil` for the nodes that
  /// are on a cycle or behind one.
  func levels() -> [Int?] {
    var levels = [Int?](repeating: nil, count: count)
    var waiting = (0..<count).map { parents(of: $0).count }
    var queue = (0..<count).filter { waiting[$0] == 0 }
    for node in queue { levels[node] = 0 }
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for child in children(of: node) {
        waiting[child] -= 1
        guard waiting[child] == 0 else { continue }
        // Links are taken level by level, so the last parent to arrive is the deepest.
        levels[child] = levels[node].map { $0 + 1 }
        queue.append(child)
      }
    }
    return levels
  }

  /// Each node after all its parents, of those that could come next the smallest first; without
  /// the nodes that are on a cycle or behind one.
  func smallestFirstOrder() -> [Int] {
    var waiting = (0..<count).map { parents(of: $0).count }
    var ready = PriorityQueue<Int>()
    for node in 0..<count where waiting[node] == 0 { ready.insert(node) }
    var order: [Int] = []
    while let node = ready.popFirst() {
      order.append(node)
      for child in children(of: node) {
        waiting[child] -= 1
        if waiting[child] == 0 { ready.insert(child) }
      }
    }
    return order
  }

  /// The graph of the groups, `0..<groups`, that nodes are in; links within a group are left out.
  func contracted(to groups: Int, by groupOfNode: [Int]) -> DirectedGraph {
    var links: [(parent: Int, child: Int)] = []
    for node in 0..<count {
      for child in children(of: node) where groupOfNode[node] != groupOfNode[child] {
        links.append((groupOfNode[node], groupOfNode[child]))
      }
    }
    return DirectedGraph(count: groups, links: links)
  }

  /// The nodes that can be reached from some nodes, those included, and the nodes they were first
  /// reached from, along the shortest way (`nil` for the nodes to start from).
  func reached(from starts: [Int], along next: (Int) -> ArraySlice<Int>) -> [(node: Int, by: Int?)]
  {
    var seen = [Bool](repeating: false, count: count)
    var queue: [(node: Int, by: Int?)] = []
    for start in starts where !seen[start] {
      seen[start] = true
      queue.append((start, nil))
    }
    var index = 0
    while index < queue.count {
      let node = queue[index].node
      index += 1
      for other in next(node) where !seen[other] {
        seen[other] = true
        queue.append((other, node))
      }
    }
    return queue
  }

  private typealias Pair = (parent: Int, child: Int)

  private static func starts(
    _ links: [Pair], count: Int, of key: (Pair) -> Int
  ) -> [Int] {
    var starts = [Int](repeating: 0, count: count + 1)
    for link in links { starts[key(link) + 1] += 1 }
    for node in 0..<count { starts[node + 1] += starts[node] }
    return starts
  }

  private static func sorted(
    _ links: [Pair], count: Int, by key: (Pair) -> Int
  ) -> [Pair] {
    var next = starts(links, count: count, of: key)
    var result = links
    for link in links {
      result[next[key(link)]] = link
      next[key(link)] += 1
    }
    return result
  }
}
