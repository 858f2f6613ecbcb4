import BuildGraph
import Testing

@Suite("What is true of every schedule")
struct SchedulePropertyTests {
  private func schedules(_ estimates: Estimate...) -> [[Schedule]] {
    [estimates.map(\.low), estimates.map(\.high)]
  }

  @Test func exactEdgesAreFastestAndOneByOneIsSlowest() throws {
    var random = SeededGenerator(seed: 20)
    for graph in RandomGraph.many(200, seed: 21, tiers: 3) {
      let times = try #require(BuildTimes(graph))
      let caps = graph.caps(perTier: [
        "tier-0": .random(in: 1...3, using: &random), "tier-1": .random(in: 1...3, using: &random),
      ])
      let groups = try #require(graph.tierGroups()).map(\.members)
      for run in schedules(
        times.exactEdges(), times.exactEdges(caps: caps), times.levelBarriers(),
        times.levelBarriers(caps: caps), try times.groupBarriers(groups), times.oneByOne())
      {
        let durations = run.map(\.duration)
        #expect(durations[0] <= durations[1] && durations[1] <= durations[5])
        #expect(durations[0] <= durations[2] && durations[2] <= durations[3])
        #expect(durations[0] <= durations[4] && durations[4] <= durations[5])
        #expect(durations[3] <= durations[5])
      }
    }
  }

  @Test func everyScheduleKeepsItsPromises() throws {
    var random = SeededGenerator(seed: 22)
    for graph in RandomGraph.many(200, seed: 23, tiers: 3) {
      let latency = Int.random(in: 0...30, using: &random)
      let times = try #require(BuildTimes(graph, timing: Timing(start: 7, latency: latency)))
      let caps =
        graph.caps(perTier: ["tier-0": 1, "tier-1": 2]) + [ParallelCap(3, graph.nodes.map(\.id))]
      for schedule in schedules(
        times.exactEdges(caps: caps), times.levelBarriers(caps: caps), times.exactEdges()
      ).joined() {
        #expect(schedule.runs.count == graph.nodes.count)
        for edge in graph.edges {
          let parent = try #require(schedule[edge.parent])
          #expect(try parent.finish + latency <= #require(schedule[edge.child]).start)
        }
        try checkCauses(schedule, latency: latency)
      }
      for cap in caps {
        let capped = times.exactEdges(caps: caps)
        #expect(width(of: capped.high, within: cap.members) <= cap.limit)
        #expect(capped.low.peak.width <= 3)
        #expect(
          capped.low.peak.width == width(of: capped.low, within: Set(graph.nodes.map(\.id))))
      }
    }
  }

  /// Each run starts the moment that what it says it waited for is over.
  private func checkCauses(_ schedule: Schedule, latency: Int) throws {
    for run in schedule.runs {
      switch run.cause {
      case .start: #expect(run.start == schedule.start)
      case .parent(let id), .barrier(let id):
        #expect(try run.start == #require(schedule[id]).finish + latency)
      case .place(let id): #expect(try run.start == #require(schedule[id]).finish)
      }
    }
    let path = schedule.criticalPath.compactMap { schedule[$0] }
    #expect(path.last?.finish ?? schedule.start == schedule.finish)
    #expect(path.first.map { $0.cause == .start } ?? true)
  }

  private func width(of schedule: Schedule, within ids: Set<NodeID>) -> Int {
    let runs = schedule.runs.filter { ids.contains($0.id) && $0.finish > $0.start }
    return runs.map { run in runs.count { $0.start <= run.start && run.start < $0.finish } }.max()
      ?? 0
  }

  @Test func theCriticalPathIsTheLongestPath() throws {
    var random = SeededGenerator(seed: 24)
    for graph in RandomGraph.many(200, seed: 25) {
      let latency = Int.random(in: 0...60, using: &random)
      let times = try #require(BuildTimes(graph, timing: Timing(latency: latency)))
      let exact = times.exactEdges()
      // Every edge is relaxed until nothing changes: slow, and nothing like the scheduler.
      var finish = Dictionary(
        uniqueKeysWithValues: graph.nodes.map { ($0.id, $0.duration?.high ?? 0) })
      var isChanging = true
      while isChanging {
        isChanging = false
        for edge in graph.edges {
          let own = graph[edge.child]?.duration?.high ?? 0
          let time = finish[edge.parent, default: 0] + latency + own
          if time > finish[edge.child, default: 0] {
            finish[edge.child] = time
            isChanging = true
          }
        }
      }
      #expect(exact.high.duration == finish.values.max() ?? 0)
      for run in exact.high.runs { #expect(run.finish == finish[run.id]) }
      let path = exact.high.criticalPath
      let length = path.reduce(0) { $0 + (graph[$1]?.duration?.high ?? 0) }
      #expect(length + latency * max(0, path.count - 1) == exact.high.duration)
      #expect(
        exact.high.duration == graph.nodes.compactMap { times.remaining(of: $0.id)?.high }.max()
          ?? 0)
    }
  }

  @Test func takingAwayADurationNeverTakesLonger() throws {
    var random = SeededGenerator(seed: 26)
    for graph in RandomGraph.many(100, seed: 27, tiers: 3) where !graph.nodes.isEmpty {
      var nodes = graph.nodes
      nodes[.random(in: nodes.indices, using: &random)].duration = nil
      let groups = try #require(graph.tierGroups()).map(\.members)
      let before = try #require(BuildTimes(graph))
      let after = try #require(BuildTimes(BuildGraph(nodes: nodes, edges: graph.edges)))
      for run in schedules(
        before.oneByOne(), after.oneByOne(), before.exactEdges(), after.exactEdges(),
        before.levelBarriers(), after.levelBarriers(), try before.groupBarriers(groups),
        try after.groupBarriers(groups))
      {
        for pair in stride(from: 0, to: run.count, by: 2) {
          #expect(run[pair + 1].duration <= run[pair].duration)
        }
      }
    }
  }

  /// Takes milliseconds in a release build; a step that is quadratic would show in any.
  @Test(.timeLimit(.minutes(1))) func thousandsOfNodesAreNoTrouble() throws {
    var random = SeededGenerator(seed: 28)
    let ids = (0..<6_000).map { NodeID("image-\($0)") }
    let nodes = ids.map {
      BuildNode($0, duration: TimeRange(seconds: .random(in: 1...900, using: &random)))
    }
    let edges = ids.indices.dropFirst().flatMap { child in
      (0..<2).map { _ in
        let parent = Int.random(in: max(0, child - 800)..<child, using: &random)
        return BuildEdge(from: ids[parent], to: ids[child])
      }
    }
    let times = try #require(BuildTimes(BuildGraph(nodes: nodes, edges: edges)))
    let exact = times.exactEdges().low.duration
    let capped = times.exactEdges(caps: [ParallelCap(20, ids)]).low
    #expect(exact < capped.duration && capped.duration < times.oneByOne().low.duration)
    #expect(capped.peak.width == 20)
    #expect(exact < times.levelBarriers().low.duration)
  }
}
