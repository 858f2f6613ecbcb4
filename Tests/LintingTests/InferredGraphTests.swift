import Linting
import SourceText
import Testing

@Suite("The graph that workflows and Dockerfiles describe")
struct InferredGraphTests {
  private func graph(_ files: [String: String]) -> InferredGraph {
    inferredGraph(
      of: RepositoryView(
        files: files.map { SourceFile(name: $0.key, text: $0.value) }, slug: "acme/shop"))
  }

  private func edges(_ graph: InferredGraph) -> [String] {
    graph.edges.map { edge in
      "\(name(graph.images[edge.child])) \(edge.kind.rawValue) \(name(graph.images[edge.parent]))"
    }
  }

  private func name(_ image: InferredGraph.Image) -> String {
    image.name + (image.variant.map { ":\($0)" } ?? "")
  }

  private func action(_ context: String, _ tags: String, more: String = "") -> String {
    "{uses: docker/build-push-action@v7, with: {context: \(context), push: true, tags: '\(tags)'\(more)}}"
  }

  @Test func hasAnEdgeForEveryKindOfParent() throws {
    let workflow = """
      on: push
      jobs:
        all:
          steps:
            - \(action("base", "ghcr.io/acme/base:latest"))
            - \(action("tools", "ghcr.io/acme/tools:${{ github.sha }}"))
        web:
          needs: all
          steps:
            - \(action("web", "ghcr.io/acme/web:1", more: ", build-args: 'BASE=ghcr.io/acme/base'"))

      """
    let graph = graph([
      ".github/workflows/ci.yml": workflow, "base/Dockerfile": "FROM debian:13\n",
      "tools/Dockerfile": "FROM debian:13\n",
      "web/Dockerfile": """
      ARG BASE=alpine
      FROM $BASE
      COPY --from=ghcr.io/acme/tools:latest /a /a
      RUN --mount=from=ghcr.io/acme/base:latest,target=/b cat /b

      """,
    ])
    #expect(graph.images.map(name) == ["base", "tools", "web"])
    #expect(edges(graph) == ["web from base", "web mount base", "web copy tools"])
    #expect(graph.images[2].repositories == ["ghcr.io/acme/web"] && graph.images[2].tags == ["1"])
    let evidence = try #require(graph.edges.first?.evidence)
    #expect(
      evidence.map(\.reason) == [
        "FROM ghcr.io/acme/base:latest", "job 'web' builds web/Dockerfile as ghcr.io/acme/web:1",
        "job 'all' builds base/Dockerfile as ghcr.io/acme/base:latest",
      ])
    #expect(
      evidence.map(\.location.file.name)
        == ["web/Dockerfile", ".github/workflows/ci.yml", ".github/workflows/ci.yml"])
  }

  @Test func joinsTheBuildsOfOneImage() {
    let publish =
      "on: push\njobs:\n  a: {steps: [\(action("web", "ghcr.io/acme/web, acme/web"))]}\n"
    let test = "on: pull_request\njobs:\n  t: {steps: [{run: docker build -t test web}]}\n"
    let again = "on: schedule\njobs:\n  n: {steps: [\(action("web", "acme/web:nightly"))]}\n"
    let graph = graph([
      ".github/workflows/a.yml": publish, ".github/workflows/b.yml": test,
      ".github/workflows/c.yml": again, "web/Dockerfile": "FROM debian\n",
    ])
    #expect(graph.images.map(name) == ["web"])
    #expect(graph.images.first?.tags == ["latest", "nightly"])
    #expect(graph.images.first?.builders.count == 3)
    #expect(graph.images.first?.repositories == ["docker.io/acme/web", "ghcr.io/acme/web"])
  }

  @Test func tellsVariantsApart() {
    let workflow =
      "on: push\njobs:\n  a: {steps: [\(action("web", "ghcr.io/acme/web:slim", more: ", target: slim")), "
      + "\(action("web", "ghcr.io/acme/web:full", more: ", target: full")), "
      + "\(action("x/app", "ghcr.io/acme/app")), \(action("y/app", "ghcr.io/other/app"))]}\n"
    let files = [
      ".github/workflows/a.yml": workflow,
      "web/Dockerfile": "FROM debian AS slim\nFROM ghcr.io/acme/web:slim AS full\n",
      "x/app/Dockerfile": "FROM ghcr.io/acme/web:full\n",
      "y/app/Dockerfile": "FROM ghcr.io/acme/web:old\n",
    ]
    #expect(
      graph(files).images.map(name)
        == ["ghcr.io/acme/app", "ghcr.io/other/app", "web:full", "web:slim"])
    #expect(edges(graph(files)) == ["ghcr.io/acme/app from web:full", "web:full from web:slim"])
  }

  @Test func seesImagesThatStayOnTheRunner() {
    let workflow =
      "on: push\njobs:\n  a: {steps: [{run: docker build -t base base && docker build -t web web}]}\n"
    let files = [
      ".github/workflows/a.yml": workflow, "base/Dockerfile": "FROM debian\n",
      "web/Dockerfile": "FROM base\n",
    ]
    #expect(edges(graph(files)) == ["web from base"])
  }

  @Test func leavesOutWhatIsNotKnown() {
    let workflow =
      "on: push\njobs:\n  a: {steps: [{run: docker build $OPTIONS .}, \(action("web", "ghcr.io/acme/web@sha256:0"))]}\n"
    let graph = graph([
      ".github/workflows/a.yml": workflow, "Dockerfile": "FROM debian\n",
      "web/Dockerfile": "ARG BASE\nFROM $BASE\n",
    ])
    #expect(graph.images.map(name) == ["web"] && graph.edges.isEmpty)
    #expect(graph.unknownBuilds.map(\.reason) == ["job 'a' builds an image"])
    #expect(self.graph([:]).images.isEmpty)
  }
}
