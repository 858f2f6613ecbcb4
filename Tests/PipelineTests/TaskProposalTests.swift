import PipelineDriver
import Testing

@Suite("Pull requests and tasks", .enabled(if: canRunPipelines), .serialized)
struct TaskProposalTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/app
    registry: ghcr.io/example/app
    images: {app: {}}
    tasks:
      test: {uses: app, paths: [words], steps: [run: cat /app.txt words]}
      deploy: {uses: app, permissions: {deployments: write}, steps: [run: exit 1]}
    """,
    "Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY app.txt /\n", "app.txt": "published",
    "words": "first",
  ]

  /// Nothing is built, and what could do more than read does not run.
  @Test func tasksRunInThePublishedImage() async throws {
    try await World.with(repository: "example/app") { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(Self.files)
      try await world.generate()
      try await world.push()
      world.github.watch = { _, _ in }
      try await world.github.settle()

      var change = try await world.propose(["words": "second"])
      #expect(change.built == [])
      #expect(
        change.results == ["plan": .success, "task-test": .success, "wfgen": .success], "\(change)")
      #expect(change.description.contains("published") && change.description.contains("second"))
      #expect(!change.annotations.contains("this change goes into"))

      change = try await world.propose(["app.txt": "changed"])
      #expect(change.results["task-test"] == .success, "\(change)")
      #expect(change.annotations.contains("this change goes into image app, and is not in it yet"))

      change = try await world.propose(["words": "third"], isFork: true)
      #expect(
        change.results == ["plan": .success, "task-test": .skipped, "wfgen": .success], "\(change)")
      #expect(change.annotations.contains("test does not run"))

      change = try await world.propose(["words": "gone"])
      try await world.git("rm", "--quiet", "words")
      try await world.push("topic")
      try await world.github.propose("topic")
      change = try await world.settled()
      #expect(change.results["wfgen"] == .failure)
      #expect(change.annotations.contains("did not end well: task-test"))
    }
  }
}
