import PipelineDriver
import Testing

@Suite("A build that fails", .enabled(if: canRunPipelines), .serialized)
struct SiblingTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/siblings
    registry: ghcr.io/example/siblings
    tiers: {base: {}, middle: {}, leaf: {}}
    images:
      base: {dockerfile: base.Dockerfile, tier: base}
      red: {dockerfile: red.Dockerfile, tier: middle}
      green: {dockerfile: green.Dockerfile, tier: middle}
      red-leaf: {dockerfile: red-leaf.Dockerfile, tier: leaf}
      green-leaf: {dockerfile: green-leaf.Dockerfile, tier: leaf}
    """,
    "base.Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY base.txt /\n",
    "red.Dockerfile": """
    FROM ghcr.io/example/siblings/base:latest
    COPY red.sh /
    RUN sh /red.sh
    """,
    "green.Dockerfile": "FROM ghcr.io/example/siblings/base:latest\nCOPY green.txt /\n",
    "red-leaf.Dockerfile": "FROM ghcr.io/example/siblings/red:latest\nCOPY leaf.txt /\n",
    "green-leaf.Dockerfile": "FROM ghcr.io/example/siblings/green:latest\nCOPY leaf.txt /\n",
    "base.txt": "1", "red.sh": "exit 0\n", "green.txt": "1", "leaf.txt": "1",
  ]

  @Test func stopsItsDescendantsAloneAndTheFixResumes() async throws {
    try await World.with(repository: "example/siblings") { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(Self.files)
      try await world.generate()
      let story = Story(world)
      try world.clone.write("exit 1\n", to: "red.sh")
      try await world.push()
      try await story.expect(
        Outcome(
          built: ["base", "green", "green-leaf"], red: ["Middle", "Leaf"],
          missing: ["red", "red-leaf"]),
        "one sibling fails")
      try world.clone.write("exit 0\n", to: "red.sh")
      try await world.push()
      try await story.expect(Outcome(built: ["red", "red-leaf"]), "the fix")
      try world.clone.write("exit 1\n", to: "red.sh")
      try world.clone.write("2", to: "green.txt")
      try await world.push()
      try await story.expect(
        Outcome(
          built: ["green", "green-leaf"], red: ["Middle", "Leaf"], missing: ["red", "red-leaf"]),
        "a sibling that was built before fails")
    }
  }
}
