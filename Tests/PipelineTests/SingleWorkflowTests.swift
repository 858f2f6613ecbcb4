import PipelineDriver
import Testing

@Suite("Everything in a single workflow", .enabled(if: canRunPipelines), .serialized)
struct SingleWorkflowTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/single
    registry: ghcr.io/example/single
    layout: single
    images:
      top: {dockerfile: top.Dockerfile}
      left: {dockerfile: left.Dockerfile}
      right: {dockerfile: right.Dockerfile}
      bottom: {dockerfile: bottom.Dockerfile}
      tip: {dockerfile: tip.Dockerfile}
    """,
    "top.Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY top.txt /\n",
    "left.Dockerfile": """
    FROM ghcr.io/example/single/top:latest
    COPY left.sh /
    RUN sh /left.sh
    """,
    "right.Dockerfile": "FROM ghcr.io/example/single/top:latest\nCOPY right.txt /\n",
    "bottom.Dockerfile": """
    FROM ghcr.io/example/single/left:latest
    COPY --from=ghcr.io/example/single/right:latest /right.txt /
    """,
    "tip.Dockerfile": "FROM ghcr.io/example/single/right:latest\nCOPY top.txt /tip.txt\n",
    "top.txt": "1", "left.sh": "exit 0\n", "right.txt": "1",
  ]

  @Test func aFailedImageStopsItsDescendantsAloneAndSkippedJobsStopNothing() async throws {
    try await World.with(repository: "example/single") { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(Self.files)
      try await world.generate()
      let story = Story(world)
      try world.clone.write("exit 1\n", to: "left.sh")
      try await world.push()
      try await story.expect(
        Outcome(
          built: ["top", "right", "tip"], red: ["Images"], missing: ["left", "bottom"]),
        "one side of the diamond fails")
      try world.clone.write("exit 0\n", to: "left.sh")
      try await world.push()
      try await story.expect(Outcome(built: ["left", "bottom"]), "the fix")
      try world.clone.write("2", to: "right.txt")
      try await world.push()
      try await story.expect(
        Outcome(built: ["right", "bottom", "tip"]), "the jobs above have nothing to do")
    }
  }
}
