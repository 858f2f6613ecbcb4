import PipelineDriver
import Testing

@Suite("The chain of a small project", .enabled(if: canRunPipelines))
struct ChainTests {
  /// The project after its first build.
  private static func with(_ body: (World, Story) async throws -> Void) async throws {
    try await World.with(repository: "example/chatbot") { world in
      try await world.publishBase("library/python:3.12-slim", mark: "1")
      try world.take(fixture: "documents/001-workflow-chain")
      try await world.generate()
      try await world.push()
      let story = Story(world)
      try await story.expect(
        Outcome(built: ["base", "ci", "production"], ran: ["test", "lint"]), "first build")
      try await body(world, story)
    }
  }

  @Test func aFirstPushBuildsEverythingAndWithoutAChangeNothingIsBuilt() async throws {
    try await Self.with { world, story in
      try world.clone.write("Nothing that an image is made of.\n", to: "README.md")
      try await world.push()
      try await story.expect(Outcome(plansAtMost: 0), "a push of other files")
      try await world.github.schedule()
      try await story.expect(Outcome(plansAtMost: 5), "a night without a change")
      try await world.github.dispatch("wfgen-ci.yml")
      try await story.expect(Outcome(plansAtMost: 3), "a start by hand")
    }
  }

  @Test func aPushToTheBaseRebuildsTheTreeWithFewRuns() async throws {
    try await Self.with { world, story in
      try world.clone.write("torch==2.9\n", to: "torch.requirements.txt")
      try await world.push()
      try await story.expect(
        Outcome(built: ["base", "ci", "production"], ran: ["test", "lint"], plansAtMost: 4),
        "a new torch")
    }
  }

  @Test(arguments: [Order.first, .last("Base"), .seeded(1), .seeded(2)])
  func aPushToBaseAndLeavesBuildsTheLeavesOnceOnTheNewBase(_ order: Order) async throws {
    try await Self.with { world, story in
      world.github.order = order
      try world.clone.write("torch==2.9\n", to: "torch.requirements.txt")
      try world.clone.write("print('hello')\n", to: "src/bot.py")
      try world.clone.write("pytest\n", to: "requirements-dev.txt")
      try await world.push()
      try await story.expect(
        Outcome(built: ["base", "ci", "production"], ran: ["test", "lint"]), "base and leaves")
    }
  }
}
