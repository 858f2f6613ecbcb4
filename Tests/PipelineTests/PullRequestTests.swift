import PipelineDriver
import Testing

@Suite("Pull requests that build", .enabled(if: canRunPipelines), .serialized)
struct PullRequestTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/pull
    registry: ghcr.io/example/pull
    pull-request: build
    tiers: {base: {}, leaf: {}}
    images:
      base: {dockerfile: base.Dockerfile, tier: base}
      leaf: {dockerfile: leaf.Dockerfile, tier: leaf}
      twig: {dockerfile: twig.Dockerfile, tier: leaf}
      other: {dockerfile: other.Dockerfile, tier: leaf}
    """,
    "base.Dockerfile": "FROM PUBLIC/library/shell:1\nCOPY base.txt /\n",
    "leaf.Dockerfile": """
    FROM ghcr.io/example/pull/base:latest
    COPY leaf.sh /
    RUN sh /leaf.sh
    """,
    "twig.Dockerfile": "FROM ghcr.io/example/pull/leaf:latest\nCOPY twig.txt /\n",
    "other.Dockerfile": "FROM PUBLIC/library/shell:1\nCOPY other.txt /\n",
    "base.txt": "1", "leaf.sh": "exit 0\n", "twig.txt": "1", "other.txt": "1",
  ]

  /// All images are published.
  private static func with(_ body: (World) async throws -> Void) async throws {
    try await World.with(repository: "example/pull", hasPublicRegistry: true) { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(files)
      try await world.generate()
      try await world.push()
      try await world.github.settle()
      #expect(world.github.machine.builds.count == 4)
      try await body(world)
    }
  }

  @Test func buildWhatTheyChangeAndPublishNothing() async throws {
    try await Self.with { world in
      var change = try await world.propose(["twig.txt": "2"])
      #expect(change.built == [["twig"]], "a leaf: \(change)")
      #expect(change.conclusion == .success)
      #expect(change.summary.contains("| twig | is built |"))

      // The leaf fails on any base but the one that this job has just built.
      change = try await world.propose([
        "base.txt": "2", "leaf.sh": "test \"$(cat /base.txt)\" = 2\n", "other.txt": "2",
      ])
      #expect(Set(change.built) == [["base", "leaf", "twig"], ["other"]], "a base: \(change)")
      #expect(change.places.allSatisfy { $0.hasPrefix("localhost:") } && change.places.count == 2)
      #expect(change.conclusion == .success)

      change = try await world.propose(["README.md": "words"])
      #expect(change.built == [], "nothing: \(change)")
      #expect(change.results == ["plan": .success, "build": .skipped, "wfgen": .success])
    }
  }

  @Test func endInOneCheckThatIsRedWhenAnythingFails() async throws {
    try await Self.with { world in
      var change = try await world.propose(["leaf.sh": "exit 1\n", "other.txt": "2"])
      #expect(change.built == [["other"]], "a failure: \(change)")
      #expect(change.results == ["plan": .success, "build": .failure, "wfgen": .failure])
      #expect(change.summary.contains("not built: leaf failed"))
      #expect(change.annotations.contains("did not end well: build"))

      let base = "\(world.registry.host)/example/pull/base:latest"
      change = try await world.propose(["twig.Dockerfile": "FROM \(base)\nCOPY twig.txt /\n"])
      #expect(change.results["wfgen"] == .failure, "another parent: \(change)")
      #expect(change.annotations.contains("run 'wfgen generate'"))

      // A newer state of the pull request ends the run of the older one.
      try await world.restart()
      try await world.push("3", to: "twig.txt", on: "topic")
      try await world.github.propose("topic")
      change = try await world.propose(["twig.txt": "4"])
      #expect(change.built == [["twig"]] && change.conclusion == .success, "newer: \(change)")
      let older = world.github.runs[world.github.runs.count - 2]
      #expect(older.jobs["plan"]?.result == .cancelled)
      #expect(older.jobs["wfgen"]?.result == .failure)
    }
  }

  /// Several commits stand on the branch one by one, so the parent of the last is not the base.
  @Test func inTheMergeQueueAreComparedWithTheirBase() async throws {
    try await Self.with { world in
      _ = try await world.propose(["twig.txt": "2"])
      try await world.push("words", to: "README.md", on: "topic")
      try await world.github.enqueue("topic")
      let change = try await world.settled()
      #expect(change.event == "merge_group")
      #expect(change.built == [["twig"]], "\(change)")
      #expect(change.conclusion == .success)
    }
  }

  /// One from a fork may not read the registry; in the other, what was published is gone.
  @Test func buildTheAncestorsThatTheyCannotHave() async throws {
    try await Self.with { world in
      var change = try await world.propose(["twig.txt": "2"], isFork: true)
      #expect(change.built == [["base", "leaf", "twig"]], "a fork: \(change)")
      #expect(change.conclusion == .success)
      #expect(change.summary.contains("| base | is built for others |"))

      try await world.restart()
      for (image, tag) in try await world.contentTags() where ["base", "leaf"].contains(image) {
        world.unpublish("example/pull/\(image):\(tag)")
      }
      change = try await world.propose(["twig.txt": "3"])
      #expect(change.built == [["base", "leaf", "twig"]], "a gap: \(change)")
      #expect(change.conclusion == .success)
    }
  }
}
