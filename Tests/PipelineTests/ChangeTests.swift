import PipelineDriver
import Testing

@Suite("A change builds what reads it and nothing else", .enabled(if: canRunPipelines))
struct ChangeTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/change
    registry: ghcr.io/example/change
    tiers: {base: {}, leaf: {}}
    images:
      base: {dockerfile: base.Dockerfile, tier: base}
      leaf: {dockerfile: leaf.Dockerfile, tier: leaf}
      other: {dockerfile: other.Dockerfile, tier: leaf}
    """,
    "base.Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY base.txt /\n",
    "leaf.Dockerfile": "FROM ghcr.io/example/change/base:latest\nCOPY leaf.txt /\n",
    "other.Dockerfile": "FROM ghcr.io/example/change/base:latest\nCOPY other.txt /\n",
    "base.txt": "1", "leaf.txt": "1", "other.txt": "1",
  ]

  /// A root hears of every push, and so does, by its completion, what follows it: that many runs
  /// only look. Nobody listens to the file of a base but the base's own workflow.
  @Test func ofALeafOrABaseByFileAndByDockerfile() async throws {
    try await World.with(repository: "example/change") { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(Self.files)
      try await world.generate()
      let story = Story(world)
      try await world.push()
      try await story.expect(Outcome(built: ["base", "leaf", "other"]), "first build")

      try await world.push("2", to: "leaf.txt")
      try await story.expect(Outcome(built: ["leaf"], plansAtMost: 2), "a leaf's file")
      try await world.push(
        world.clone.read("leaf.Dockerfile") + "RUN cat /leaf.txt\n", to: "leaf.Dockerfile")
      try await story.expect(Outcome(built: ["leaf"], plansAtMost: 2), "a leaf's Dockerfile")
      try await world.push("2", to: "base.txt")
      try await story.expect(
        Outcome(built: ["base", "leaf", "other"], plansAtMost: 0), "the base's file")
      try await world.push(
        world.clone.read("base.Dockerfile") + "RUN cat /base.txt\n", to: "base.Dockerfile")
      try await story.expect(
        Outcome(built: ["base", "leaf", "other"], plansAtMost: 0), "the base's Dockerfile")
    }
  }
}
