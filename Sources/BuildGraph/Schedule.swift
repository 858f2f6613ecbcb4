/// When each node runs, in seconds.
public struct Schedule: Sendable {
  /// What a node waited for last.
  public enum Cause: Hashable, Sendable {
    /// Nothing but the start of it all.
    case start
    /// This parent to finish.
    case parent(NodeID)
    /// This node to give up its place under a cap, or its turn.
    case place(NodeID)
    /// The group before to finish, of which this node was the last.
    case barrier(NodeID)

    /// The node that was waited for.
    public var node: NodeID? {
      switch self {
      case .start: nil
      case .parent(let node), .place(let node), .barrier(let node): node
      }
    }
  }

  /// One node's run.
  public struct Run: Hashable, Sendable {
    /// The node.
    public let id: NodeID
    /// When it starts.
    public let start: Int
    /// When it finishes.
    public let finish: Int
    /// Why it does not start earlier.
    public let cause: Cause
  }

  /// Nodes that run at the same time.
  public struct Peak: Hashable, Sendable {
    /// When they first all run.
    public let time: Int
    /// Who they are, by start.
    public let nodes: [NodeID]
    /// How many they are.
    public var width: Int { nodes.count }
  }

  /// The runs by start, then in topological order.
  public let runs: [Run]
  /// When the first nodes may start.
  public let start: Int
  /// When the last node finishes; `start` when there is none.
  public let finish: Int
  private let indexOfRun: [NodeID: Int]

  init(_ runs: [Run], start: Int) {
    self.runs = runs
    self.start = start
    finish = runs.reduce(start) { max($0, $1.finish) }
    var index: [NodeID: Int] = [:]
    index.reserveCapacity(runs.count)
    for (number, run) in runs.enumerated() { index[run.id] = number }
    indexOfRun = index
  }

  /// The time from start to finish.
  public var duration: Int { finish - start }

  /// When a node runs.
  public subscript(_ id: NodeID) -> Run? { indexOfRun[id].map { runs[$0] } }

  /// The chain of runs that makes it take as long as it does: each waited for the one before.
  ///
  /// Where several end last, the one that starts first. Beside edges the chain may follow places
  /// under a cap and barriers; see ``Run/cause``.
  public var criticalPath: [NodeID] {
    guard var run = runs.first(where: { $0.finish == finish }) else { return [] }
    var path = [run.id]
    while let before = run.cause.node.flatMap({ self[$0] }) {
      path.append(before.id)
      run = before
    }
    return path.reversed()
  }

  /// The most nodes that run at once, the first time that they do. A node without any duration
  /// never runs at the same time as another.
  public var peak: Peak {
    let visible = runs.filter { $0.finish > $0.start }
    let finishes = visible.map(\.finish).sorted()
    var finished = 0
    var width = 0
    var time = start
    for (started, run) in visible.enumerated() {
      while finishes[finished] <= run.start { finished += 1 }
      guard started + 1 - finished > width else { continue }
      width = started + 1 - finished
      time = run.start
    }
    let nodes = visible.filter { $0.start <= time && time < $0.finish }.map(\.id)
    return Peak(time: time, nodes: nodes)
  }
}
