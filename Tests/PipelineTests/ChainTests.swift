import PipelineDriver
import Testing

@Suite("The chain of a small project", .enabled(if: canRunPipelines), .serialized)
struct ChainTests {
  /// First build; nothing changed; a new torch; base and leaves at once. One after the other,
  /// because a build of everything takes its time.
  @Test(arguments: isFull ? [Order.first, .last("Base"), .seeded(1), .seeded(2)] : [.first])
  func everyPushBuildsWhatItChangesAndNothingElse(_ order: Order) async throws {
    try await World.with(repository: "example/chatbot") { world in
      try await world.publishBase("library/python:3.12-slim", mark: "1")
      try world.take(fixture: "documents/001-workflow-chain")
      try await world.generate()
      let story = Story(world)
      let all = Outcome(built: ["base", "ci", "production"], ran: ["test", "lint"])
      world.github.order = order

      try await world.push()
      try await story.expect(all, "first build of everything")

      try world.clone.write("Nothing that an image is made of.\n", to: "README.md")
      try await world.push()
      try await story.expect(Outcome(plansAtMost: 0), "a push of other files")
      try await world.github.schedule()
      try await story.expect(Outcome(plansAtMost: 5), "a night without a change")

      try world.clone.write("torch==2.9\n", to: "torch.requirements.txt")
      try await world.push()
      var few = all
      few.plansAtMost = 4
      try await story.expect(few, "a new torch")

      try world.clone.write("torch==2.10\n", to: "torch.requirements.txt")
      try world.clone.write("print('hello')\n", to: "src/bot.py")
      try world.clone.write("pytest\n", to: "requirements-dev.txt")
      try await world.push()
      try await story.expect(all, "base and leaves at once")
    }
  }

  @Test func aDispatchOnAnotherBranchTakesNobodysPlace() async throws {
    try await World.with(repository: "example/chatbot") { world in
      try await world.publishBase("library/python:3.12-slim", mark: "1")
      try world.take(fixture: "documents/001-workflow-chain")
      try await world.generate()
      let story = Story(world)
      try await world.push("topic", isSkipped: true)
      try await world.push()
      try world.clone.write("torch==2.9\n", to: "torch.requirements.txt")
      try await world.push()
      try await world.github.dispatch("wfgen-base.yml", on: "topic")
      try await story.expect(
        Outcome(built: ["base", "ci", "production"], ran: ["test", "lint"]), "a dispatch in between"
      )
      #expect(!world.github.runs.contains { $0.conclusion == .cancelled })
    }
  }

  @Test func elsewhereThanOnTheBranchOfTheRepositoryNothingIsDone() async throws {
    for (repository, branch) in [("somebody/chatbot", "main"), ("example/chatbot", "topic")] {
      try await World.with(repository: repository) { world in
        try world.take(fixture: "documents/001-workflow-chain")
        try await world.generate()
        try await world.push("main", isSkipped: true)
        try await world.push(branch)
        try await world.github.dispatch("wfgen-base.yml", on: branch, ["rebuild": "all"])
        try await world.github.dispatch("wfgen-test.yml", on: branch)
        try await world.github.settle()
        #expect(world.github.runs.allSatisfy { $0.conclusion == .skipped })
        #expect(world.github.runs.count >= 2)
        #expect(try await world.registry.repositories().isEmpty)
      }
    }
  }
}
