import PipelineDriver
import Testing

@Suite("Tasks and the commits that they see", .enabled(if: canRunPipelines), .serialized)
struct TaskTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/app
    registry: ghcr.io/example/app
    images: {app: {}}
    tasks: {test: {uses: app, paths: [words], steps: [run: cat words]}}
    """,
    "Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY app.txt /\n", "app.txt": "1",
    "words": "first",
  ]

  private static func with(
    tools: [String] = ["sh", "cat"], _ body: (World, Story) async throws -> Void
  ) async throws {
    try await World.with(repository: "example/app") { world in
      try await world.publishBase("library/shell:1", mark: "1", tools: tools)
      try world.take(files)
      try await world.generate()
      let story = Story(world)
      try await world.push()
      try await story.expect(Outcome(built: ["app"], ran: ["test"], said: "first"), "first build")
      try await body(world, story)
    }
  }

  /// A revert brings back an image that is there: nothing builds it, so nothing that ends would
  /// start the task.
  @Test func aRevertIsTested() async throws {
    try await Self.with { world, story in
      try world.clone.write("2", to: "app.txt")
      try world.clone.write("with 2", to: "words")
      try await world.push()
      try await story.expect(
        Outcome(built: ["app"], ran: ["test"], said: "with 2"), "image and words change")
      try world.clone.write("1", to: "app.txt")
      try await world.push()
      try await story.expect(Outcome(ran: ["test"], said: "with 2"), "the image changes back")
    }
  }

  /// A re-run of one job repeats its plan: when the branch has moved on, that is the past. Only
  /// where there is git in the image can the job tell.
  @Test(arguments: [true, false])
  func anOldExecutionIsNotRepeated(_ hasGit: Bool) async throws {
    try await Self.with(tools: ["sh", "cat"] + (hasGit ? ["git"] : [])) { world, story in
      try await world.git("rm", "--quiet", "words")
      try await world.push()
      try await story.expect(Outcome(ran: ["test"], red: ["Test"]), "a test that fails")
      let failed = try #require(world.github.runs.last { $0.conclusion == .failure })

      #expect(try await again(failed, in: world).contains("words"))

      try world.clone.write("new", to: "words")
      try await world.push()
      try await story.expect(Outcome(ran: ["test"], said: "new"), "words again")
      let refusal = try await again(failed, in: world)
      #expect(refusal.contains("main has moved on to") == hasGit)
      #expect(refusal.contains("cat: words") != hasGit)
    }
  }

  /// What the failed steps say when the failed jobs of a run are run again.
  private func again(_ run: Run, in world: World) async throws -> String {
    world.github.watch = { _, _ in }
    try world.github.rerunFailedJobs(of: run.id)
    try await world.github.settle()
    return world.github.runs[run.id - 1].legs.last?.failures ?? ""
  }
}
