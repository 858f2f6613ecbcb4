import PipelineDriver
import Testing

@Suite("A diamond of workflows", .enabled(if: canRunPipelines), .serialized)
struct DiamondTests {
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/diamond
    registry: ghcr.io/example/diamond
    tiers: {top: {}, left: {}, right: {}, bottom: {}}
    images:
      top: {dockerfile: top.Dockerfile, tier: top}
      left: {dockerfile: left.Dockerfile, tier: left}
      right: {dockerfile: right.Dockerfile, tier: right}
      bottom: {dockerfile: bottom.Dockerfile, tier: bottom}
    """,
    "top.Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY top.txt /\n",
    "left.Dockerfile": """
    ARG BASE=ghcr.io/example/diamond/top:latest
    FROM ${BASE}
    COPY left.txt /
    RUN cat /top.txt /left.txt > /left
    """,
    "right.Dockerfile": "FROM ghcr.io/example/diamond/top:latest\nCOPY right.txt /\n",
    "bottom.Dockerfile": """
    FROM ghcr.io/example/diamond/left:latest
    COPY --from=ghcr.io/example/diamond/right:latest /right.txt /
    RUN cat /left /right.txt > /bottom
    """,
    "top.txt": "1", "left.txt": "1", "right.txt": "1",
  ]

  @Test func theBottomIsBuiltOnceWhicheverParentIsLast() async throws {
    try await World.with(repository: "example/diamond") { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(Self.files)
      try await world.generate()
      let story = Story(world)
      world.github.order = .last("Left")
      try await world.push()
      try await story.expect(
        Outcome(built: ["top", "left", "right", "bottom"]), "first build, left being last")
      try world.clone.write("2", to: "left.txt")
      try world.clone.write("2", to: "right.txt")
      try await world.push()
      try await story.expect(
        Outcome(built: ["left", "right", "bottom"]), "both parents, left being last")
      world.github.order = .last("Right")
      try world.clone.write("2", to: "top.txt")
      try await world.push()
      try await story.expect(
        Outcome(built: ["top", "left", "right", "bottom"]), "the top, right being last")
    }
  }
}
