/// When a run begins and how long it takes to get from one node to the next.
public struct Timing: Hashable, Sendable {
  /// When the first nodes start, in seconds.
  public var start: Int
  /// The time from the end of a parent to the start of its child, in seconds; also that from the
  /// end of a group to the start of the next behind a barrier.
  public var latency: Int
  /// Links for which `latency` does not hold, and theirs, in seconds.
  public var exceptions: [Link: Int]

  /// Creates a timing. Negative latencies count as none.
  public init(start: Int = 0, latency: Int = 0, exceptions: [Link: Int] = [:]) {
    self.start = start
    self.latency = max(0, latency)
    self.exceptions = exceptions.mapValues { max(0, $0) }
  }
}

/// A limit to how many of some nodes run at once, such as `max-parallel` of a matrix.
///
/// A node may be under several caps, such as that of its tier and that of the runners in all.
public struct ParallelCap: Hashable, Sendable {
  /// How many run at once; at least 1.
  public var limit: Int
  /// The nodes that are limited.
  public var members: Set<NodeID>

  /// Creates a cap; a limit below 1 counts as 1.
  public init(_ limit: Int, _ members: some Sequence<NodeID>) {
    self.limit = max(1, limit)
    self.members = Set(members)
  }
}

extension BuildGraph {
  /// A cap for each tier that has a limit.
  public func caps(perTier limits: [String: Int]) -> [ParallelCap] {
    limits.sorted { $0.key < $1.key }.map { tier, limit in
      ParallelCap(limit, nodes.filter { $0.tier == tier }.map(\.id))
    }
  }
}
