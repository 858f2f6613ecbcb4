import BuildGraph
import Testing

@Suite("Schedules say what each node waited for")
struct BuildTimesTests {
  private func minutes(_ durations: [NodeID: Int]) -> [NodeID: TimeRange] {
    durations.mapValues { TimeRange(minutes: $0) }
  }

  @Test func aCyclicGraphHasNoSchedule() {
    #expect(BuildTimes(BuildGraph("a → b\nb → a")) == nil)
  }

  @Test func anEmptyGraphTakesNoTime() throws {
    let times = try #require(
      BuildTimes(BuildGraph(nodes: [], edges: []), timing: Timing(start: 5)))
    for estimate in [times.oneByOne(), times.levelBarriers(), times.exactEdges()] {
      #expect(estimate.total == .zero)
      #expect(estimate.finish.clock == "00:05")
      #expect(estimate.low.criticalPath.isEmpty)
      #expect(estimate.low.peak.width == 0)
    }
    #expect(Saving(from: 0, to: 0).percent == 0)
  }

  @Test func nodesWithoutADurationAreNamed() throws {
    let graph = BuildGraph("a → b\nb → c", durations: minutes(["a": 1, "c": 2]))
    let exact = try #require(BuildTimes(graph)).exactEdges()
    #expect(exact.unknown == ["b"])
    #expect(exact.total == TimeRange(minutes: 3))
    #expect(exact.low.criticalPath == ["a", "b", "c"])
  }

  @Test func theLongestRemainingPathStartsFirst() throws {
    let graph = BuildGraph(
      "a\nb\nc → d", durations: minutes(["a": 3, "b": 4, "c": 1, "d": 5]))
    let times = try #require(BuildTimes(graph))
    #expect(times.longestRemainingFirst == ["c", "d", "b", "a"])
    let run = times.exactEdges(caps: [ParallelCap(1, graph.nodes.map(\.id))]).low
    #expect(run.runs.map(\.id) == ["c", "d", "b", "a"])
    #expect(run["d"]?.cause == .parent("c"))
    #expect(run["b"]?.cause == .place("d"))
    #expect(run.criticalPath == ["c", "d", "b", "a"])
    #expect(run.peak.width == 1)
  }

  @Test func aNodeCanBeUnderSeveralCaps() throws {
    let graph = BuildGraph(
      "a b c d", durations: minutes(["a": 4, "b": 3, "c": 2, "d": 1]),
      tiers: ["a": "heavy", "b": "heavy"])
    let caps = graph.caps(perTier: ["heavy": 1]) + [ParallelCap(2, graph.nodes.map(\.id))]
    let run = try #require(BuildTimes(graph)).exactEdges(caps: caps).low
    #expect(run["c"]?.start == 0)
    #expect(run["d"]?.start == 120)
    #expect(run["b"]?.cause == .place("a"))
    #expect(run.finish == 420)
  }

  @Test func aCapBelowOneCountsAsOne() {
    #expect(ParallelCap(0, ["a"]).limit == 1)
  }

  @Test func barriersCostTheirLatencyToo() throws {
    let graph = BuildGraph("a → b\nc", durations: minutes(["a": 1, "b": 1, "c": 3]))
    let times = try #require(BuildTimes(graph, timing: Timing(start: 2, latency: 5)))
    let run = times.levelBarriers().low
    #expect(run["b"]?.start == 187)
    #expect(run["b"]?.cause == .barrier("c"))
    #expect(run.criticalPath == ["c", "b"])
  }

  @Test func withinAGroupEachWaitsForItsOwnParents() throws {
    let graph = BuildGraph(
      "a → b\nb → c\nd → e", durations: minutes(["a": 1, "b": 1, "c": 1, "d": 5, "e": 1]))
    let times = try #require(BuildTimes(graph))
    #expect(try times.groupBarriers([["a", "b", "d"], [], ["c", "e"]]).total.clock == "06:00")
  }

  @Test func groupsMustHoldEveryNodeOnceAndInOrder() throws {
    let times = try #require(BuildTimes(BuildGraph("a → b")))
    #expect(throws: BuildTimes.GroupFault.ungrouped(["b"])) { try times.groupBarriers([["a"]]) }
    #expect(throws: BuildTimes.GroupFault.repeated(["a"])) {
      try times.groupBarriers([["a"], ["a", "b"]])
    }
    #expect(throws: BuildTimes.GroupFault.contradictsEdge(Link(from: "a", to: "b"))) {
      try times.groupBarriers([["b"], ["a"]])
    }
  }

  @Test func aTotalCoversBothEndsEvenWhereShorterBuildsTakeLonger() throws {
    let graph = BuildGraph(
      "n2 → n3 n4 n5\nn0 → n4\nn1 → n5\nn4 → n6",
      durations: [
        "n0": TimeRange(minutes: 4), "n1": TimeRange(minutes: 4), "n2": TimeRange(minutes: 4, 5),
        "n3": TimeRange(minutes: 1, 2), "n4": TimeRange(minutes: 2), "n5": TimeRange(minutes: 3),
        "n6": TimeRange(minutes: 1, 2),
      ])
    let capped = try #require(BuildTimes(graph)).exactEdges(
      caps: [ParallelCap(2, graph.nodes.map(\.id))])
    #expect(capped.low.duration == 12 * 60)
    #expect(capped.high.duration == 11 * 60)
    #expect(capped.total == TimeRange(minutes: 11, 12))
  }
}
