import PipelineDriver
import Testing

@Suite(
  "A workflow of other hands behind a generated chain", .enabled(if: canRunPipelines), .serialized)
struct ExistingWorkflowTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/app
    registry: ghcr.io/example/app
    images: {app: {}}
    tasks: {tests: {uses: app, workflow: tests.yml, paths: ["*.txt", words]}}
    """,
    "Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY app.txt /\n", "app.txt": "1",
    "words": "first",
    ".github/workflows/tests.yml": """
    name: Tests
    on:
      # wfgen:begin trigger
      # wfgen:end
      workflow_dispatch:
    permissions: {}
    jobs:
      test:
        # wfgen:begin gate
        # wfgen:end
        name: Test
        runs-on: ubuntu-24.04
        timeout-minutes: 5
        steps:
          - name: Test
            run: echo tested
    """,
  ]

  /// What its runs were started by since the last look, each with the end of its job.
  private struct Look {
    var seen = 0

    mutating func next(_ world: World) -> [String] {
      defer { seen = world.github.runs.count }
      return world.github.runs.dropFirst(seen).filter { $0.workflow.name == "Tests" }
        .map { "\($0.event.name) \($0.jobs["test"]?.result?.rawValue ?? "")" }
    }
  }

  @Test func runsAfterEachImageAndNeverAfterABuildThatFailed() async throws {
    try await World.with(repository: "example/app") { world in
      try await world.publishBase("library/shell:1", mark: "1", tools: ["sh", "cat"])
      try world.take(Self.files)
      try await world.generate()
      var look = Look()
      try await world.push()
      try await world.github.settle()
      #expect(look.next(world) == ["push success", "workflow_run success"], "all at once")

      try world.clone.write("2", to: "app.txt")
      try await world.push()
      try await world.github.settle()
      #expect(look.next(world) == ["workflow_run success"], "what the image is made of")

      try world.clone.write("second", to: "words")
      try await world.push()
      try await world.github.settle()
      #expect(look.next(world) == ["push success"], "its own files")

      let dockerfile = world.clone.read("Dockerfile")
      try world.clone.write(dockerfile + "RUN cat /absent\n", to: "Dockerfile")
      try await world.push()
      try await world.github.settle()
      #expect(look.next(world) == ["workflow_run skipped"], "a build that fails")

      try world.clone.write(dockerfile, to: "Dockerfile")
      try await world.push()
      try await world.github.settle()
      #expect(look.next(world) == ["workflow_run success"], "and one that is back")
    }
  }
}
