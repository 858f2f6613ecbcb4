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
