import PipelineDriver
import Testing

/// What became of the five workflows of document 001, in the words of its tables.
///
/// `✓` stands for a workflow that did its work, with the number of hops behind what started it; `✗`
/// for one that failed in it; `–` for one that had nothing to do, was not started, or could not begin.
@Suite("The tables of document 001", .enabled(if: canRunPipelines), .serialized)
struct ExecutionTableTests {
  private static let workflows = ["Base", "CI image", "Deploy", "Test", "Lint"]

  /// One row: what happens, and what has to come of it.
  struct Row: Sendable, CustomTestStringConvertible {
    let words: String
    /// Of `Base`, `CI image`, `Deploy`, `Test` and `Lint`.
    let cells: String
    let outcome: Outcome
    let event: @Sendable (World) async throws -> Void

    var testDescription: String { words }
  }

  private static let execution = [
    Row(
      words: "push of the torch requirements", cells: "✓ ✓¹ ✓¹ ✓² ✓²",
      outcome: Outcome(built: ["base", "ci", "production"], ran: ["test", "lint"])
    ) { try await $0.push("torch==2.9\n", to: "torch.requirements.txt") },
    // The app is its code and what it requires. Its code alone is in no CI image: next row.
    Row(
      words: "push of the app", cells: "– ✓ ✓ ✓¹ ✓¹",
      outcome: Outcome(built: ["ci", "production"], ran: ["test", "lint"])
    ) {
      try $0.clone.write("discord.py\n", to: "requirements.txt")
      try await $0.push("print('hello')\n", to: "src/bot.py")
    },
    Row(
      words: "push of the app's code alone", cells: "– – ✓ ✓ ✓",
      outcome: Outcome(built: ["production"], ran: ["test", "lint"])
    ) { try await $0.push("print('hello again')\n", to: "src/bot.py") },
    // Somebody tries a new base before it is deployed; the tier of `Deploy` asks for that.
    Row(
      words: "manual run of Base", cells: "✓ ✓¹ – ✓² ✓²",
      outcome: Outcome(built: ["base", "ci"], ran: ["test", "lint"], outdated: ["production"])
    ) { try await $0.github.dispatch("wfgen-base.yml", ["rebuild": "all"]) },
    Row(
      words: "the night after it", cells: "– – ✓¹ – –", outcome: Outcome(built: ["production"])
    ) { try await $0.github.schedule() },
    Row(
      words: "manual run of the CI image", cells: "– ✓ – ✓¹ ✓¹",
      outcome: Outcome(built: ["ci"], ran: ["test", "lint"])
    ) { try await $0.github.dispatch("wfgen-ci.yml", ["rebuild": "all"]) },
  ]

  /// One world for all rows: each starts from where the one before has ended, with all built.
  @Test func saysWhatRunsAfterWhat() async throws {
    try await Self.with { world, story in
      for row in Self.execution { try await Self.judge(row, world, story) }
    }
  }

  /// The row of pull requests: `– – – ✓ ✓`, in one workflow of their own.
  @Test func pullRequestsAreTestedAndNotBuilt() async throws {
    try await Self.with { world, _ in
      let before = world.github.runs.count
      let change = try await world.propose(["src/bot.py": "print('proposed')\n"])
      #expect(change.built == [])
      #expect(
        change.results == [
          "plan": .success, "task-test": .success, "task-lint": .success, "wfgen": .success,
        ], "\(change)")
      #expect(world.github.runs.count == before + 1, "\(world.timeline)")
    }
  }

  private static let failures = [
    Row(
      words: "Base fails: nothing is built, tested or deployed", cells: "✗ – – – –",
      outcome: Outcome(
        red: ["Base", "CI image", "Deploy"], missing: ["base", "ci", "production"])
    ) { try await $0.push(broken("base", in: $0), to: "docker/Dockerfile.base") },
    Row(
      words: "CI image fails: Test and Lint are skipped, Deploy continues", cells: "– ✗ ✓ – –",
      outcome: Outcome(built: ["production"], red: ["CI image"], missing: ["ci"])
    ) {
      try $0.clone.write(broken("ci", in: $0), to: "docker/Dockerfile.ci")
      try await $0.push("discord.py\n", to: "requirements.txt")
    },
  ]

  @Test(arguments: failures)
  func saysWhatAFailureStops(_ row: Row) async throws {
    try await Self.with { world, story in try await Self.judge(row, world, story) }
  }

  /// The document lets tests run in the old CI image when the base fails: for those who ask for it.
  @Test func testsRunInTheOldImageWhenThatIsThePolicy() async throws {
    let change: (World) throws -> Void = { world in
      let text = world.clone.read("wfgen.yml")
      try world.clone.write(
        text.replacing("uses: ci", with: "uses: ci\n    upstream-failed: use-previous"),
        to: "wfgen.yml")
    }
    let row = Row(
      words: "Base fails: Test and Lint use the old image", cells: "✗ – – ✓² ✓²",
      outcome: Outcome(
        ran: ["test", "lint"], red: ["Base", "CI image", "Deploy"],
        missing: ["base", "ci", "production"])
    ) { try await $0.push(Self.broken("base", in: $0), to: "docker/Dockerfile.base") }
    try await Self.with(change) { world, story in
      let old = try await world.registry.manifest(
        "\(world.registry.host)/example/chatbot/ci:latest")
      try await Self.judge(row, world, story)
      let used = world.github.runs.compactMap { $0.jobs["plan"]?.outputs["digest"] }
      #expect(used.suffix(1) == [old?.digest])
    }
    // There is no old image before the first build.
    try await Self.with(change, isFirst: false) { world, story in
      var never = row.outcome
      never.ran = []
      try await Self.judge(
        Row(words: "Base fails before there is an image", cells: "✗ – – – –", outcome: never) {
          try await $0.push(Self.broken("base", in: $0), to: "docker/Dockerfile.base")
        }, world, story)
    }
  }

  // MARK: -

  /// The fixture, after its first build unless that is left out.
  private static func with(
    _ change: (World) throws -> Void = { _ in }, isFirst: Bool = true,
    _ body: (World, Story) async throws -> Void
  ) async throws {
    try await World.with(repository: "example/chatbot") { world in
      try await world.publishBase("library/python:3.12-slim", mark: "1")
      try world.take(fixture: "documents/001-workflow-chain")
      try change(world)
      try await world.generate()
      let story = Story(world)
      if isFirst {
        try await world.push()
        try await story.expect(
          Outcome(built: ["base", "ci", "production"], ran: ["test", "lint"]), "first build")
      }
      try await body(world, story)
    }
  }

  private static func judge(_ row: Row, _ world: World, _ story: Story) async throws {
    let before = world.github.runs.count
    try await row.event(world)
    try await story.expect(row.outcome, row.words)
    let new = world.github.runs.dropFirst(before)
    let cells = workflows.map { name in
      cell(new.filter { $0.workflow.name == name })
    }
    #expect(cells.joined(separator: " ") == row.cells, "\(row.words)\n\(world.timeline)")
  }

  /// The cell of one workflow; all its runs that did their work, should there be several.
  private static func cell(_ runs: [Run]) -> String {
    let marks = runs.filter { !$0.onlyPlanned }.map { run in
      let failed = run.legs.contains { leg in
        leg.steps.contains { $0.isBuild && $0.conclusion == .failure }
      }
      return failed ? "✗" : "✓" + ["", "¹", "²", "³"][run.depth]
    }
    // Each run that comes by tries again what has failed.
    if Set(marks) == ["✗"] { return "✗" }
    return marks.isEmpty ? "–" : marks.joined()
  }

  /// The Dockerfile of an image, with a last line that fails.
  private static func broken(_ image: String, in world: World) -> String {
    world.clone.read("docker/Dockerfile.\(image)") + "RUN exit 1\n"
  }
}
