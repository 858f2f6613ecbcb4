import PipelineDriver
import Testing

@Suite("What others do to the registry", .enabled(if: canRunPipelines), .serialized)
struct RegistryEventTests {
  /// A push builds on what is published; the next night builds the base anew, and then, once, all
  /// that is built on it.
  @Test func aNewPublicBaseWaitsForTheNightAndHoldsNobodyUp() async throws {
    try await TwoTiers.with { world, story in
      try await world.publishBase("library/shell:1", mark: "2")
      try await world.push("2", to: "leaf.txt")
      try await story.expect(Outcome(built: ["leaf"]), "a leaf on the published base")
      try await world.github.schedule()
      try await story.expect(Outcome(built: ["base", "leaf"], comparesPublic: true), "the night")
      try await world.github.schedule()
      try await story.expect(Outcome(comparesPublic: true), "a night without news")
    }
  }

  @Test func aTagThatIsGoneIsBuiltAgain() async throws {
    try await TwoTiers.with { world, story in
      world.unpublish(try await world.contentReference(of: "leaf"))
      try await world.github.schedule()
      try await story.expect(Outcome(built: ["leaf"]), "the leaf's tag is gone")
      world.unpublish(try await world.contentReference(of: "base"))
      try await world.push("2", to: "leaf.txt")
      try await story.expect(Outcome(built: ["base", "leaf"]), "the base's tag is gone")
    }
  }

  /// Nothing is built on a guess, and once the registry answers again the next run does all.
  @Test func anUnreadableRegistryEndsThePlan() async throws {
    try await TwoTiers.with { world, story in
      let base = try await world.contentReference(of: "base")
      let kept = try world.spoil(base)
      try await world.push("2", to: "leaf.txt")
      try await story.expect(Outcome(red: ["Base", "Leaf"], unreadable: true), "no answer")
      try world.mend(base, kept)
      try await story.expect(Outcome(missing: ["leaf"]), "nothing was built meanwhile")
      try await world.github.schedule()
      try await story.expect(Outcome(built: ["leaf"]), "an answer again")
    }
  }
}
