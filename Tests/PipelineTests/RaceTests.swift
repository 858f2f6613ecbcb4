import PipelineDriver
import Testing

@Suite("Runs that meet", .enabled(if: canRunPipelines), .serialized)
struct RaceTests {
  /// Of three pushes in a row, the second waits and the third takes its place.
  @Test(arguments: isFull ? [Order.first, .newest, .seeded(3), .seeded(4)] : [.newest])
  func thePushesThatFollowEachOtherEndAtTheTip(_ order: Order) async throws {
    try await TwoTiers.with { world, story in
      world.github.order = order
      for text in ["2", "3", "4"] {
        try world.clone.write(text, to: "leaf.txt")
        try await world.push(text, to: "base.txt")
      }
      try await story.expect(Outcome(built: ["base", "leaf"]), "three pushes at once")
      #expect(world.github.runs.contains { $0.conclusion == .cancelled })
    }
  }

  /// A second push arrives after the first run has looked and before it builds. The image of the
  /// first commit is built in vain, and nothing that follows takes it for the tip's.
  @Test(arguments: isFull ? [Order.first, .newest, .seeded(5)] : [.first])
  func aPushInTheMidstOfABuildEndsAtTheTip(_ order: Order) async throws {
    try await TwoTiers.with(assembles: true) { world, story in
      world.github.order = order
      world.github.machine.beforeBuild["base"] = {
        try world.clone.write("3", to: "leaf.txt")
        try await world.push("3", to: "base.txt")
      }
      try await world.push("2", to: "base.txt")
      try await story.expect(
        Outcome(built: ["base", "base", "leaf"]), "a push in the midst of a build")
    }
  }

  /// A base is built anew in between: the leaf that has already looked is built on the former one,
  /// as it says, and once more on the new one.
  @Test func aBaseBuiltAnewInTheMidstOfALeafIsFollowed() async throws {
    try await TwoTiers.with(assembles: true) { world, story in
      world.github.machine.beforeBuild["leaf"] = {
        try await world.github.dispatch("wfgen-base.yml", ["rebuild": "all"])
        while let job = try await world.github.running().first { try await world.github.end(job) }
      }
      try await world.push("2", to: "leaf.txt")
      try await story.expect(
        Outcome(built: ["base", "leaf", "leaf"]), "a base is rebuilt in the midst of a leaf")
    }
  }

  /// An old run works on the tip, too: it finds nothing to do, and moves no tag back.
  @Test func anOldRunThatIsRunAgainChangesNothing() async throws {
    try await TwoTiers.with { world, story in
      let old = world.github.runs.map(\.id)
      try await world.push("2", to: "base.txt")
      try await story.expect(Outcome(built: ["base", "leaf"]), "a newer push")
      for run in old { try world.github.rerun(run) }
      try await story.expect(Outcome(), "old runs again")
    }
  }
}
