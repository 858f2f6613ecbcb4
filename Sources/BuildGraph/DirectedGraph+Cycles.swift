extension DirectedGraph {
  /// The sets of nodes that can all reach each other, of two nodes or more, and the single nodes
  /// that lead to themselves: every cycle lies within one of them. Ascending, also within each set.
  ///
  /// Tarjan's algorithm with its recursion unrolled, since a chain may be longer than the stack.
  func cyclicComponents() -> [[Int]] {
    var number = [Int](repeating: -1, count: count)
    var lowest = [Int](repeating: -1, count: count)
    var isOpen = [Bool](repeating: false, count: count)
    var open: [Int] = []
    var calls: [(node: Int, link: Int)] = []
    var visited = 0
    var result: [[Int]] = []

    func enter(_ node: Int) {
      number[node] = visited
      lowest[node] = visited
      visited += 1
      open.append(node)
      isOpen[node] = true
      calls.append((node, links(from: node).lowerBound))
    }

    for start in 0..<count where number[start] < 0 {
      enter(start)
      while let (node, link) = calls.last {
        if link < links(from: node).upperBound {
          calls[calls.count - 1].link += 1
          let child = targets[link]
          if number[child] < 0 {
            enter(child)
          } else if isOpen[child] {
            lowest[node] = min(lowest[node], number[child])
          }
          continue
        }
        calls.removeLast()
        if let caller = calls.last?.node { lowest[caller] = min(lowest[caller], lowest[node]) }
        guard lowest[node] == number[node] else { continue }
        var component: [Int] = []
        while let member = open.popLast() {
          isOpen[member] = false
          component.append(member)
          if member == node { break }
        }
        if component.count > 1 || self.link(from: node, to: node) != nil {
          result.append(component.sorted())
        }
      }
    }
    return result.sorted { $0[0] < $1[0] }
  }

  /// A shortest cycle within a set of nodes, from its smallest node on; of several the one whose
  /// smallest node is smallest. Empty when there is none.
  func shortestCycle(within component: [Int]) -> [Int] {
    var search = CycleSearch(self, within: component)
    var best: [Int] = []
    for start in component where search.isCandidate(start) {
      let limit = best.isEmpty ? component.count : best.count - 1
      if let cycle = search.cycle(through: start, ofAtMost: limit) { best = cycle }
      if best.count == 1 { break }
      search.dismiss(start)
    }
    return best
  }
}

/// The nodes that may still lie on a cycle that has not been seen.
private struct CycleSearch {
  private let graph: DirectedGraph
  private var isMember: [Bool]
  private var parents: [Int]
  private var children: [Int]
  private var cameFrom: [Int]

  init(_ graph: DirectedGraph, within component: [Int]) {
    self.graph = graph
    isMember = [Bool](repeating: false, count: graph.count)
    parents = [Int](repeating: 0, count: graph.count)
    children = parents
    cameFrom = [Int](repeating: -1, count: graph.count)
    for node in component { isMember[node] = true }
    for node in component {
      for child in graph.children(of: node) where isMember[child] {
        children[node] += 1
        parents[child] += 1
      }
    }
  }

  func isCandidate(_ node: Int) -> Bool { isMember[node] }

  /// Takes a node out whose cycles are all known, and with it every node that is on no other cycle
  /// because it has no parent or no child left. A long circle thus takes one search, not one for
  /// each of its nodes.
  mutating func dismiss(_ node: Int) {
    isMember[node] = false
    var queue = [node]
    while let gone = queue.popLast() {
      for child in graph.children(of: gone) where isMember[child] {
        parents[child] -= 1
        if parents[child] > 0 { continue }
        isMember[child] = false
        queue.append(child)
      }
      for parent in graph.parents(of: gone) where isMember[parent] {
        children[parent] -= 1
        if children[parent] > 0 { continue }
        isMember[parent] = false
        queue.append(parent)
      }
    }
  }

  /// A shortest cycle through a node, of a limited number of nodes.
  mutating func cycle(through start: Int, ofAtMost limit: Int) -> [Int]? {
    var queue = [start]
    defer { for node in queue { cameFrom[node] = -1 } }
    var next = 0
    var length = 1
    while length <= limit, next < queue.count {
      for _ in next..<queue.count {
        let node = queue[next]
        next += 1
        for child in graph.children(of: node) where isMember[child] {
          if child == start {
            var cycle: [Int] = []
            var member = node
            while member != start {
              cycle.append(member)
              member = cameFrom[member]
            }
            return [start] + cycle.reversed()
          }
          guard cameFrom[child] < 0 else { continue }
          cameFrom[child] = node
          queue.append(child)
        }
      }
      length += 1
    }
    return nil
  }
}
