import PipelineDriver
import Testing

@Suite("An image that a hand-written workflow publishes", .enabled(if: canRunPipelines))
struct BuiltByTests {
  /// The workflow of other hands takes what lies ready in another repository.
  private static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/built
    registry: ghcr.io/example/built
    tiers: {middle: {}, leaf: {}}
    images:
      legacy: {built-by: {workflow: publish.yml, tag: stable}}
      middle: {dockerfile: middle.Dockerfile, tier: middle}
      leaf: {dockerfile: leaf.Dockerfile, tier: leaf}
    tasks:
      smoke: {uses: legacy, paths: [smoke/**], steps: [run: cat /mark]}
    """,
    ".github/workflows/publish.yml": """
    name: Publish
    on:
      push: {branches: [main], paths: [legacy/**]}
      workflow_dispatch:
    permissions: {packages: write}
    jobs:
      publish:
        runs-on: ubuntu-24.04
        steps:
          - env:
              LOGIN: octo:${{ secrets.GITHUB_TOKEN }}
            run: |
              skopeo copy --quiet --all --src-tls-verify=false --dest-tls-verify=false \
                --src-creds "$LOGIN" --dest-creds "$LOGIN" \
                docker://REGISTRY/ready/legacy:next docker://ghcr.io/example/built/legacy:stable
    """,
    "middle.Dockerfile": "FROM ghcr.io/example/built/legacy:stable\nCOPY middle.txt /\n",
    "leaf.Dockerfile": "FROM ghcr.io/example/built/middle:latest\nCOPY leaf.txt /\n",
    "middle.txt": "1", "leaf.txt": "1", "legacy/source": "1", "smoke/test": "1",
  ]

  @Test func isFollowedByAllThatIsBuiltOnIt() async throws {
    try await World.with(repository: "example/built") { world in
      try await world.publishBase("ready/legacy:next", mark: "first")
      try world.take(Self.files)
      try await world.generate()
      let story = Story(world)
      let all = Outcome(built: ["middle", "leaf"], ran: ["publish", "smoke"])

      world.github.order = .last("Publish")
      try await world.push()
      try await story.expect(all, "all wait for the publisher, which is last")
      #expect(world.github.runs.contains { $0.workflow.name == "Middle" && $0.onlyPlanned })
      world.github.order = .first

      try await world.publishBase("ready/legacy:next", mark: "second")
      try await world.github.dispatch("publish.yml")
      var again = all
      again.said = "second"
      try await story.expect(again, "another digest under its tag")
      try await world.github.dispatch("publish.yml")
      try await story.expect(Outcome(ran: ["publish", "smoke"]), "the same digest once more")

      world.unpublish("ready/legacy:next")
      try await world.github.dispatch("publish.yml")
      try await story.expect(
        Outcome(ran: ["publish"], red: ["Publish"]), "the publisher fails")

      try await world.publishBase("ready/legacy:next", mark: "third")
      try await world.publishBase("example/built/legacy:stable", mark: "by hand")
      try await world.github.schedule()
      try await story.expect(Outcome(built: ["middle", "leaf"]), "a tag moved by hand, by night")
    }
  }

  /// Nobody is about to publish it: that is said, with what to start, and nothing is built.
  @Test func isAskedForByNameWhenItIsGone() async throws {
    try await World.with(repository: "example/built", assembles: true) { world in
      try await world.publishBase("ready/legacy:next", mark: "1", tools: [])
      var files = Self.files
      files["wfgen.yml"] = files["wfgen.yml"]?.components(before: "tasks:")
      try world.take(files)
      try await world.generate()
      let story = Story(world)
      try await world.push()
      try await story.expect(
        Outcome(built: ["middle", "leaf"], ran: ["publish"]), "first build")
      world.unpublish("example/built/legacy:stable")
      try await world.push("2", to: "middle.txt")
      try await story.expect(
        Outcome(red: ["Middle", "Leaf"], missing: ["middle", "leaf"], said: "run publish.yml"),
        "the tag is gone")
      try await world.github.dispatch("publish.yml")
      try await story.expect(
        Outcome(built: ["middle", "leaf"], ran: ["publish"]), "the publisher by hand")
    }
  }
}

extension String {
  /// The text before a word.
  fileprivate func components(before word: String) -> String {
    firstRange(of: word).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
