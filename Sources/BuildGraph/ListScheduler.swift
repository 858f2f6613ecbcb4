/// Runs nodes on a clock: whatever may start does, the longest remaining path first.
///
/// Without caps this is exact: every node starts when its last parent has finished. Under caps it is
/// list scheduling, as a matrix with `max-parallel` behaves: it never leaves a place empty while a
/// node waits for it. Its result is what such a run takes, not the least that any order could take;
/// with one cap over all nodes and no latency it is less than twice that (R. L. Graham, 1969).
struct ListScheduler {
  /// Why a node starts when it does; see `Schedule.Cause`.
  enum Cause {
    case start
    case parent(Int)
    case place(Int)
    case barrier(Int)
  }

  /// When each node has finished; `nil` before.
  private(set) var finish: [Int?]
  /// When each node starts.
  private(set) var start: [Int]
  /// Why it does not start earlier.
  private(set) var cause: [Cause]

  private let network: Network
  private let durations: [Int]
  private let urgency: [Int]
  private let caps: CapTable
  private var clock: Int
  /// The last node of the group before.
  private var barrier: Int?
  private var isMember: [Bool]
  private var waiting: [Int]
  private var isReadyAt: [Int]
  private var running: [Int]
  /// The first node to give up a place under each cap, of those that last did so together.
  private var vacating: [Int?]
  private var ready: [PriorityQueue<Claim>]
  private var events = PriorityQueue<Event>()

  init(_ network: Network, durations: [Int], caps: CapTable) {
    let count = network.shape.count
    self.network = network
    self.durations = durations
    self.caps = caps
    urgency = network.longestPaths(durations)
    clock = network.start
    finish = [Int?](repeating: nil, count: count)
    start = [Int](repeating: 0, count: count)
    cause = [Cause](repeating: .start, count: count)
    isMember = [Bool](repeating: false, count: count)
    waiting = [Int](repeating: 0, count: count)
    isReadyAt = [Int](repeating: network.start, count: count)
    running = [Int](repeating: 0, count: caps.limits.count)
    vacating = [Int?](repeating: nil, count: caps.limits.count)
    ready = caps.queues.map { _ in PriorityQueue() }
  }

  /// Runs some nodes to their end. Every parent of theirs must be among them or have run before.
  ///
  /// Later groups start `latency` after the last node of the group before.
  mutating func run(_ group: [Int]) {
    guard !group.isEmpty else { return }
    if barrier != nil { clock += network.latency }
    for node in group { isMember[node] = true }
    for node in group {
      waiting[node] = network.shape.parents(of: node).count { isMember[$0] }
      if isReadyAt[node] < clock || network.shape.parents(of: node).isEmpty {
        isReadyAt[node] = clock
        cause[node] = barrier.map { .barrier($0) } ?? .start
      }
      if waiting[node] == 0 { events.insert(event(node, .ready, at: isReadyAt[node])) }
    }
    while let time = events.first?.time {
      clock = time
      while let event = events.first, event.time == time {
        _ = events.popFirst()
        let node = network.order[event.rank]
        switch event.kind {
        case .finish: leave(node)
        case .ready: ready[caps.queueOfNode[node]].insert(claim(node))
        }
      }
      startWhatFits()
    }
    for node in group { isMember[node] = false }
    barrier = group.max { left, right in
      (finish[left] ?? 0, -network.rank[left]) < (finish[right] ?? 0, -network.rank[right])
    }
  }

  private mutating func leave(_ node: Int) {
    for cap in caps.queues[caps.queueOfNode[node]] {
      running[cap] -= 1
      let isFirst = vacating[cap].flatMap { finish[$0] } != clock
      if isFirst { vacating[cap] = node }
    }
    finish[node] = clock
    for link in network.shape.links(from: node) {
      let child = network.shape.targets[link]
      let time = clock + network.latencies[link]
      if time > isReadyAt[child] || time == isReadyAt[child] && !isWaitingForParent(child) {
        isReadyAt[child] = time
        cause[child] = .parent(node)
      }
      guard isMember[child] else { continue }
      waiting[child] -= 1
      if waiting[child] == 0 { events.insert(event(child, .ready, at: isReadyAt[child])) }
    }
  }

  private func isWaitingForParent(_ node: Int) -> Bool {
    if case .parent = cause[node] { true } else { false }
  }

  private mutating func startWhatFits() {
    while let queue = mostUrgentQueue(), let claim = ready[queue].popFirst() {
      let node = network.order[claim.rank]
      start[node] = clock
      if isReadyAt[node] < clock {
        // It was kept back by a full cap until now, so a place under one of them has just become
        // free.
        let freed = caps.queues[queue].compactMap { vacating[$0] }
        if let other = freed.first(where: { finish[$0] == clock }) { cause[node] = .place(other) }
      }
      for cap in caps.queues[queue] { running[cap] += 1 }
      events.insert(event(node, .finish, at: clock + durations[node]))
    }
  }

  /// Nodes under the same caps share a queue, so that no node is looked at twice while it waits.
  private func mostUrgentQueue() -> Int? {
    var best: (queue: Int, claim: Claim)?
    for (queue, heap) in ready.enumerated() {
      guard let claim = heap.first, best.map({ claim < $0.claim }) ?? true,
        caps.queues[queue].allSatisfy({ running[$0] < caps.limits[$0] })
      else { continue }
      best = (queue, claim)
    }
    return best?.queue
  }

  private func event(_ node: Int, _ kind: Event.Kind, at time: Int) -> Event {
    Event(time: time, kind: kind, rank: network.rank[node])
  }

  private func claim(_ node: Int) -> Claim {
    Claim(urgency: urgency[node], rank: network.rank[node])
  }
}

extension ListScheduler {
  /// What happens at a time: first places become free, then nodes ask for them.
  private struct Event: Comparable {
    enum Kind: Int { case finish, ready }

    var time: Int
    var kind: Kind
    /// The node's place in the topological order.
    var rank: Int

    static func < (left: Event, right: Event) -> Bool {
      if left.time != right.time { return left.time < right.time }
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      return left.rank < right.rank
    }
  }

  /// A node that wants to start.
  private struct Claim: Comparable {
    var urgency: Int
    var rank: Int

    static func < (left: Claim, right: Claim) -> Bool {
      left.urgency != right.urgency ? left.urgency > right.urgency : left.rank < right.rank
    }
  }
}
