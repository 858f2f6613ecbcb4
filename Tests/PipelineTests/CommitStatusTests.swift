import PipelineDriver
import Testing

@Suite("Commit statuses", .enabled(if: canRunPipelines), .serialized)
struct CommitStatusTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/app
    registry: ghcr.io/example/app
    tiers: {base: {}, leaf: {}}
    wait: {status: true}
    images:
      base: {dockerfile: base.Dockerfile, tier: base}
      leaf: {dockerfile: leaf.Dockerfile, tier: leaf}
    tasks: {test: {uses: base, paths: [words], steps: [run: cat words]}}
    """,
    "base.Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY base.txt /\n",
    "leaf.Dockerfile": "FROM ghcr.io/example/app/base:latest\nCOPY leaf.txt /\n",
    "base.txt": "1", "leaf.txt": "1", "words": "first",
  ]

  @Test func sayHowTheLastWorkflowsEnded() async throws {
    try await World.with(repository: "example/app") { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(Self.files)
      try await world.generate()
      let first = try await world.push()
      try await world.github.settle()
      #expect(statuses(of: first, in: world) == ["wfgen/leaf": "success", "wfgen/test": "success"])

      // A base that cannot be built: what follows has nothing to stand on.
      try await world.git("rm", "--quiet", "base.txt")
      let second = try await world.push()
      try await world.github.settle()
      #expect(
        statuses(of: second, in: world) == ["wfgen/leaf": "failure", "wfgen/test": "failure"])

      try world.clone.write("2", to: "base.txt")
      let third = try await world.push()
      try await world.github.settle()
      #expect(statuses(of: third, in: world) == ["wfgen/leaf": "success", "wfgen/test": "success"])
      #expect(
        world.github.runs.flatMap(\.legs).filter { $0.job == "commit-status" }
          .allSatisfy { $0.result == .success })
    }
  }

  /// What a commit shows at the end, by the status's name.
  private func statuses(of commit: String, in world: World) -> [String: String] {
    var last: [String: String] = [:]
    for line in world.commitStatuses {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == commit { last[words[1]] = words[2] }
    }
    return last
  }
}
