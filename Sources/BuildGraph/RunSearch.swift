/// Finds the fewest runs in which coloured nodes can be taken, where a run takes nodes of one colour
/// and no node comes before one that it needs.
///
/// Groups of one colour each that do not need each other in a circle can be put in a row, and a row
/// of runs is such a set of groups; so the fewest runs are the fewest groups. A run takes every node
/// of its colour that it can: to have done more never takes more runs afterwards. A run that is the
/// last of its colour can be taken at once, for one of that colour must come anyway. What remains is
/// an A* search over which colour comes next.
struct RunSearch {
  /// How many states are looked at before the search goes on with what looks best. Beyond it the
  /// answer is still valid and the same each time, but there may be a better one.
  private static let budget = 2_000

  private let parents: [[Int]]
  private let nodesOfColour: [[Int]]
  /// For each node how many runs of its colour a single path from it takes.
  private let runsFromNode: [Int]

  /// Creates a search over nodes `0..<parents.count` in topological order, colours `0...`.
  init(parents: [[Int]], colours: [Int]) {
    self.parents = parents
    var nodesOfColour = [[Int]](repeating: [], count: (colours.max() ?? -1) + 1)
    for (node, colour) in colours.enumerated() { nodesOfColour[colour].append(node) }
    var runsFromNode = [Int](repeating: 1, count: parents.count)
    for (colour, members) in nodesOfColour.enumerated() where members.count > 1 {
      var runs = [Int](repeating: 0, count: parents.count)
      for node in parents.indices.reversed() {
        if colours[node] == colour { runs[node] = max(1, runs[node]) }
        for parent in parents[node] {
          let isNewRun = colours[parent] == colour && colours[node] != colour
          runs[parent] = max(runs[parent], runs[node] + (isNewRun ? 1 : 0))
        }
      }
      for node in members { runsFromNode[node] = runs[node] }
    }
    self.nodesOfColour = nodesOfColour
    self.runsFromNode = runsFromNode
  }

  /// The nodes of each run in order. All nodes of a run are of one colour.
  func fewestRuns() -> [[Int]] {
    var frontier = PriorityQueue<State>()
    var seen: Set<[Bool]> = []
    var serial = 0
    frontier.insert(settled(State(done: parents.map { _ in false })))
    while var state = frontier.popFirst() {
      guard seen.insert(state.done).inserted else { continue }
      if seen.count > Self.budget { state = finished(greedily: state) }
      if state.isComplete { return state.runs }
      for next in followers(of: state) {
        serial += 1
        var next = next
        next.serial = serial
        frontier.insert(next)
      }
    }
    return []
  }

  private func followers(of state: State) -> [State] {
    nodesOfColour.indices.compactMap { colour in
      let run = run(of: colour, after: state)
      return run.isEmpty ? nil : settled(state.taking(run))
    }
  }

  private func finished(greedily state: State) -> State {
    var state = state
    while !state.isComplete {
      guard let next = followers(of: state).min() else { break }
      state = next
    }
    return state
  }

  private func run(of colour: Int, after state: State) -> [Int] {
    var run: [Int] = []
    var done = state.done
    for node in nodesOfColour[colour] where !done[node] && parents[node].allSatisfy({ done[$0] }) {
      done[node] = true
      run.append(node)
    }
    return run
  }

  /// Takes every run that is the last of its colour, and says how many runs are needed at least.
  private func settled(_ state: State) -> State {
    var state = state
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (colour, nodes) in nodesOfColour.enumerated() {
        let left = nodes.count { !state.done[$0] }
        if left == 0 { continue }
        let run = run(of: colour, after: state)
        guard run.count == left else { continue }
        state = state.taking(run)
        isSettled = false
      }
    }
    state.bound = state.runs.count
    for nodes in nodesOfColour {
      state.bound += nodes.reduce(0) { state.done[$1] ? $0 : max($0, runsFromNode[$1]) }
    }
    return state
  }

  private struct State: Comparable {
    var done: [Bool]
    var runs: [[Int]] = []
    /// How many runs it takes in all, at least.
    var bound = 0
    /// When it was found: the earlier comes first, so that the answer is always the same.
    var serial = 0

    var isComplete: Bool { !done.contains(false) }

    func taking(_ run: [Int]) -> State {
      var state = self
      for node in run { state.done[node] = true }
      state.runs.append(run)
      return state
    }

    static func < (left: State, right: State) -> Bool {
      if left.bound != right.bound { return left.bound < right.bound }
      if left.runs.count != right.runs.count { return left.runs.count > right.runs.count }
      return left.serial < right.serial
    }
  }
}
