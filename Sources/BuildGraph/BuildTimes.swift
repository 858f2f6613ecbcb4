/// How long the nodes of a graph take together, in each of the ways in which they can be run.
///
/// | run as | function |
/// |---|---|
/// | one job that builds one after the other | ``oneByOne()`` |
/// | one job per level, each waiting for the whole level before | ``levelBarriers(caps:)`` |
/// | one job per tier, each waiting for the whole tier before | ``groupBarriers(_:caps:)`` |
/// | one job per node, each waiting for its own parents | ``exactEdges(caps:)`` |
public struct BuildTimes: Sendable {
  /// Why nodes cannot be run group by group.
  public enum GroupFault: Error, Hashable, Sendable {
    /// The nodes are in no group.
    case ungrouped([NodeID])
    /// The nodes are in more than one group.
    case repeated([NodeID])
    /// A node is in an earlier group than one that it needs.
    case contradictsEdge(Link)
  }

  private let graph: BuildGraph
  private let network: Network
  private let low: [Int]
  private let high: [Int]
  private let unknown: [NodeID]

  /// Prepares the figures; `nil` when the graph has a cycle, so that it cannot be run at all.
  ///
  /// A node without a duration counts as taking no time, and is listed in every estimate.
  public init?(_ graph: BuildGraph, timing: Timing = Timing()) {
    guard let network = Network(graph, timing: timing) else { return nil }
    self.graph = graph
    self.network = network
    low = graph.nodes.map { $0.duration?.low ?? 0 }
    high = graph.nodes.map { $0.duration?.high ?? 0 }
    unknown = graph.nodes.filter { $0.duration == nil }.map(\.id)
  }

  /// One after the other in topological order. No latency counts: nothing is handed over.
  public func oneByOne() -> Estimate {
    estimate { durations in
      var clock = network.start
      var runs: [Schedule.Run] = []
      for node in network.order {
        runs.append(
          Schedule.Run(
            id: graph.nodes[node].id, start: clock, finish: clock + durations[node],
            cause: runs.last.map { .place($0.id) } ?? .start))
        clock += durations[node]
      }
      return Schedule(runs, start: network.start)
    }
  }

  /// Level by level: no node starts before all of the level before have finished.
  public func levelBarriers(caps: [ParallelCap] = []) -> Estimate {
    var levels: [[Int]] = []
    for node in network.order {
      if let level = graph.levelOfNode[node], level == levels.count { levels.append([]) }
      levels[levels.count - 1].append(node)
    }
    return run(levels, caps: caps)
  }

  /// Group by group in the given order: no node starts before all of the group before have
  /// finished, and within a group each waits for its own parents.
  ///
  /// Every node must be in one group, and none before a node that it needs. Nodes that are not in
  /// the graph are passed over.
  public func groupBarriers(
    _ groups: [[NodeID]], caps: [ParallelCap] = []
  ) throws(GroupFault) -> Estimate {
    let groups = groups.map { $0.compactMap(graph.index(of:)) }
    var groupOfNode = [Int?](repeating: nil, count: graph.nodes.count)
    var repeated: Set<Int> = []
    for (number, group) in groups.enumerated() {
      for node in group {
        if groupOfNode[node] != nil { repeated.insert(node) }
        groupOfNode[node] = number
      }
    }
    if !repeated.isEmpty { throw .repeated(graph.names(repeated.sorted())) }
    let ungrouped = graph.nodes.indices.filter { groupOfNode[$0] == nil }
    if !ungrouped.isEmpty { throw .ungrouped(graph.names(ungrouped)) }
    for node in network.order {
      for parent in network.shape.parents(of: node) {
        if let before = groupOfNode[parent], let after = groupOfNode[node], before > after {
          throw .contradictsEdge(Link(from: graph.nodes[parent].id, to: graph.nodes[node].id))
        }
      }
    }
    return run(groups, caps: caps)
  }

  /// Each node as soon as its own parents have finished and the caps leave a place for it, the one
  /// with the longest remaining path first.
  ///
  /// Without caps this is the critical path: no arrangement can be faster. Under caps it is list
  /// scheduling: what such a run takes, not the least that any order could take.
  public func exactEdges(caps: [ParallelCap] = []) -> Estimate {
    run([network.order], caps: caps)
  }

  /// The time from the start of a node to the end of the longest path from it, itself and the
  /// latencies included: what must start first has the longest. `nil` when it is not in the graph.
  public func remaining(of id: NodeID) -> TimeRange? {
    graph.index(of: id).map { remaining[$0] }
  }

  /// The nodes by remaining path, the longest first: by its longest time, then its shortest, then
  /// in topological order.
  public var longestRemainingFirst: [NodeID] {
    let remaining = remaining
    return graph.names(
      network.order.sorted { left, right in
        if remaining[left].high != remaining[right].high {
          return remaining[left].high > remaining[right].high
        }
        if remaining[left].low != remaining[right].low {
          return remaining[left].low > remaining[right].low
        }
        return network.rank[left] < network.rank[right]
      })
  }

  private var remaining: [TimeRange] {
    zip(network.longestPaths(low), network.longestPaths(high)).map { TimeRange(seconds: $0, $1) }
  }

  private func run(_ groups: [[Int]], caps: [ParallelCap]) -> Estimate {
    let table = CapTable(caps, of: graph)
    return estimate { durations in
      var scheduler = ListScheduler(network, durations: durations, caps: table)
      for group in groups { scheduler.run(group) }
      return schedule(scheduler)
    }
  }

  private func estimate(_ schedule: ([Int]) -> Schedule) -> Estimate {
    Estimate(low: schedule(low), high: schedule(high), unknown: unknown)
  }

  private func schedule(_ scheduler: ListScheduler) -> Schedule {
    let byStart = network.order.sorted { left, right in
      (scheduler.start[left], network.rank[left]) < (scheduler.start[right], network.rank[right])
    }
    let runs = byStart.map { node in
      let start = scheduler.start[node]
      let cause: Schedule.Cause =
        switch scheduler.cause[node] {
        case .start: .start
        case .parent(let parent): .parent(graph.nodes[parent].id)
        case .place(let other): .place(graph.nodes[other].id)
        case .barrier(let last): .barrier(graph.nodes[last].id)
        }
      return Schedule.Run(
        id: graph.nodes[node].id, start: start, finish: scheduler.finish[node] ?? start,
        cause: cause)
    }
    return Schedule(runs, start: network.start)
  }
}
