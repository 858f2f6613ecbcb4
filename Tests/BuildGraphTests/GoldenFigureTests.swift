import BuildGraph
import Testing

/// A base image and its children in tiers: an application for speech with machine learning.
///
/// The durations are those of the project's own build document (gabrielpreston/discord-voice-lab,
/// `docs/operations/build-and-ci-architecture.md`, "Base Image Build Pipeline"). The edges are those
/// of its Dockerfiles at 3bacf71; the image that the document calls `specialized-services` is
/// `mcp-toolchain` there, and `python-ml-compiled`, which the document does not time, is left out.
private let voice = BuildGraph(
  """
  python-base → python-audio python-ml tools mcp-toolchain
  python-ml → python-ml-audio python-ml-torch python-ml-transformers
  """,
  durations: [
    "python-base": TimeRange(minutes: 3, 4),
    "python-audio": TimeRange(minutes: 3, 4),
    "python-ml": TimeRange(minutes: 4, 5),
    "tools": TimeRange(minutes: 8, 10),
    "mcp-toolchain": TimeRange(minutes: 5, 7),
    "python-ml-audio": TimeRange(minutes: 2, 3),
    "python-ml-torch": TimeRange(minutes: 2, 3),
    "python-ml-transformers": TimeRange(minutes: 2, 3),
  ],
  tiers: [
    "python-base": "foundation", "python-audio": "tier-1", "python-ml": "tier-1",
    "tools": "tier-1", "mcp-toolchain": "tier-3", "python-ml-audio": "tier-2",
    "python-ml-torch": "tier-2", "python-ml-transformers": "tier-2",
  ])

@Suite("The voice application takes as long as its own numbers say")
struct VoiceFigureTests {
  private let caps = voice.caps(perTier: ["tier-2": 2])
  private let tiers: [[NodeID]]
  private let times: BuildTimes

  init() throws {
    times = try #require(BuildTimes(voice))
    tiers = try #require(
      voice.tierGroups(declared: ["foundation", "tier-1", "tier-2", "tier-3"])
    ).map(\.members)
  }

  @Test func oneByOneTakes29To39() {
    #expect(times.oneByOne().total == TimeRange(minutes: 29, 39))
  }

  @Test func levelBarriersTake13To17() {
    #expect(times.levelBarriers().total == TimeRange(minutes: 13, 17))
  }

  @Test func itsFourTiersAsBarriersTake18To24() throws {
    #expect(tiers.map(\.count) == [1, 3, 3, 1])
    #expect(try times.groupBarriers(tiers).total == TimeRange(minutes: 18, 24))
  }

  @Test func exactEdgesTake11To14ThroughTools() {
    let exact = times.exactEdges()
    #expect(exact.total == TimeRange(minutes: 11, 14))
    #expect(exact.low.criticalPath == ["python-base", "tools"])
    #expect(exact.high.criticalPath == ["python-base", "tools"])
    #expect(times.remaining(of: "python-base") == exact.total)
    #expect(
      times.longestRemainingFirst.prefix(4) == [
        "python-base", "tools", "python-ml", "mcp-toolchain",
      ])
    let peak = exact.high.peak
    #expect(peak.time == 9 * 60)
    #expect(
      peak.nodes == [
        "mcp-toolchain", "tools", "python-ml-audio", "python-ml-torch", "python-ml-transformers",
      ])
  }

  @Test func twoAtOnceInTierTwoTake11To15() {
    let capped = times.exactEdges(caps: caps)
    #expect(capped.total == TimeRange(minutes: 11, 15))
    // At the high end the third image of the tier waits for a place, and that takes longest.
    #expect(
      capped.high.criticalPath == [
        "python-base", "python-ml", "python-ml-audio", "python-ml-transformers",
      ])
    #expect(capped.high["python-ml-transformers"]?.cause == .place("python-ml-audio"))
    #expect(capped.high["python-ml-audio"]?.cause == .parent("python-ml"))
    // At the low end both ways take 11 minutes.
    #expect(capped.low["tools"]?.finish == 660)
    #expect(capped.low["python-ml-transformers"]?.finish == 660)
  }

  @Test func levelBarriersWithTheCapTake15To20() {
    #expect(times.levelBarriers(caps: caps).total == TimeRange(minutes: 15, 20))
  }

  @Test func itsFourTiersWithTheCapTake20To27() throws {
    let tiered = try times.groupBarriers(tiers, caps: caps)
    #expect(tiered.total == TimeRange(minutes: 20, 27))
    #expect(tiered.low["mcp-toolchain"]?.cause == .barrier("python-ml-transformers"))
    let saving = times.exactEdges(caps: caps).saving(over: tiered)
    #expect(saving.low == Saving(from: 20 * 60, to: 11 * 60))
    #expect(saving.low.seconds == 9 * 60 && saving.low.percent == 45)
    #expect(saving.high.seconds == 12 * 60 && saving.high.percent == 44)
  }

  @Test func withoutTheImagesNobodyUsesItTakesJustAsLong() throws {
    let rest = voice.restricted(
      to: Set(voice.nodes.map(\.id).filter { !$0.name.hasPrefix("python-ml-") }))
    #expect(rest.nodes.count == 5)
    #expect(try #require(BuildTimes(rest)).exactEdges().total == TimeRange(minutes: 11, 14))
  }
}

@Suite("A chain of five workflows keeps its timetable")
struct ChainFigureTests {
  private let graph = BuildGraph(
    "base → ci deploy\nci → test lint",
    durations: [
      "base": TimeRange(minutes: 15), "ci": TimeRange(minutes: 5),
      "deploy": TimeRange(minutes: 8), "test": TimeRange(minutes: 2),
      "lint": TimeRange(minutes: 1),
    ])

  @Test func oneByOneTakes31() throws {
    #expect(try #require(BuildTimes(graph)).oneByOne().total.clock == "31:00")
  }

  @Test func levelBarriersTake25() throws {
    #expect(try #require(BuildTimes(graph)).levelBarriers().total.clock == "25:00")
  }

  @Test func exactEdgesOneSecondApartEndAt2301() throws {
    let times = try #require(BuildTimes(graph, timing: Timing(latency: 1)))
    let run = times.exactEdges().low
    #expect(TimeRange.clock(run.finish) == "23:01")
    #expect(run.criticalPath == ["base", "deploy"])
    let stamps = run.runs.map {
      "\($0.id) \(TimeRange.clock($0.start)) \(TimeRange.clock($0.finish))"
    }
    #expect(
      stamps == [
        "base 00:00 15:00", "ci 15:01 20:01", "deploy 15:01 23:01", "lint 20:02 21:02",
        "test 20:02 22:02",
      ])
    let two = times.exactEdges(caps: [ParallelCap(2, graph.nodes.map(\.id))])
    #expect(TimeRange.clock(two.low["test"]?.start ?? 0) == "20:02")
  }

  @Test func oneLevelHasAtMostTwoSoThatACapOfTwoChangesNothing() throws {
    let times = try #require(BuildTimes(graph, timing: Timing(latency: 1)))
    let caps = graph.levels.map { ParallelCap(2, $0) }
    #expect(times.exactEdges(caps: caps).low.finish == 23 * 60 + 1)
  }

  @Test func oneSlowHandOverMovesOnlyWhatIsBehindIt() throws {
    let timing = Timing(latency: 1, exceptions: [Link(from: "ci", to: "test"): 121])
    let run = try #require(BuildTimes(graph, timing: timing)).exactEdges().low
    #expect(TimeRange.clock(run["test"]?.start ?? 0) == "22:02")
    #expect(run["lint"]?.start == 20 * 60 + 2)
    #expect(run.criticalPath == ["base", "ci", "test"])
  }
}

@Suite("Three bases and three lambdas take as long as their numbers say")
struct LambdaFigureTests {
  private static let edges = """
    dynamo
    agent → metadata_harmonizer label_validation
    label → create_labels
    """
  private static let lambda = TimeRange(seconds: 90)
  private static let lambdas: [NodeID: TimeRange] = [
    "metadata_harmonizer": lambda, "label_validation": lambda, "create_labels": lambda,
  ]

  private let ranged = BuildGraph(
    edges,
    durations: lambdas.merging(
      ["dynamo", "label", "agent"].map { ($0, TimeRange(minutes: 3, 4)) }, uniquingKeysWith: { $1 }
    ))
  private let timed = BuildGraph(
    edges,
    durations: lambdas.merging(
      [
        "dynamo": TimeRange(seconds: 200), "label": TimeRange(seconds: 290),
        "agent": TimeRange(seconds: 380),
      ], uniquingKeysWith: { $1 }))
  private let late = Timing(start: 10)

  @Test func withThreeToFourMinuteBases() throws {
    let times = try #require(BuildTimes(ranged))
    let caps = [ParallelCap(2, ranged.levels[1])]
    #expect(times.oneByOne().total.clock == "13:30–16:30")
    #expect(times.levelBarriers().total.clock == "04:30–05:30")
    #expect(times.exactEdges().total.clock == "04:30–05:30")
    #expect(times.levelBarriers(caps: caps).total.clock == "06:00–07:00")
    #expect(times.exactEdges(caps: caps).total.clock == "06:00–07:00")
    let saving = times.exactEdges().saving(over: times.oneByOne())
    #expect(saving.low.percent == 67 && saving.high.percent == 67)
    #expect(times.exactEdges().low.peak.width == 3)
  }

  @Test func withATimeForEachBase() throws {
    let times = try #require(BuildTimes(timed, timing: late))
    let caps = [ParallelCap(2, timed.levels[1])]
    #expect(times.oneByOne().finish.clock == "19:10")
    #expect(times.levelBarriers().finish.clock == "08:00")
    #expect(times.exactEdges(caps: caps).finish.clock == "08:00")
    #expect(times.levelBarriers(caps: caps).finish.clock == "09:30")
    let exact = times.exactEdges()
    #expect(exact.finish.clock == "08:00")
    #expect(exact.total.clock == "07:50")
    let labels = try #require(exact.low["create_labels"])
    #expect(TimeRange.clock(labels.start) == "05:00")
    #expect(TimeRange.clock(labels.finish) == "06:30")
  }

  @Test func asAChainOfBases() throws {
    let chain = BuildGraph(
      """
      dynamo → label
      label → agent create_labels
      agent → metadata_harmonizer label_validation
      """,
      durations: Self.lambdas.merging(
        ["dynamo": TimeRange(seconds: 200), "label": Self.lambda, "agent": Self.lambda],
        uniquingKeysWith: { $1 }))
    let exact = try #require(BuildTimes(chain, timing: late)).exactEdges()
    #expect(exact.finish.clock == "08:00")
    #expect(exact.low.criticalPath == ["dynamo", "label", "agent", "label_validation"])
  }
}
