import Linting
import SourceText
import Testing

@Suite("Parents that only the Docker engine has")
struct ParentOutsideBuilderTests {
  private func found(_ steps: String..., dockerfile: String = "FROM base:ci\n") -> Bool {
    let lines = lintLines(
      [
        ".github/workflows/a.yml":
          "on: push\njobs:\n  a: {steps: [\(steps.joined(separator: ", "))]}\n",
        "base/Dockerfile": "FROM debian:12\n", "web/Dockerfile": dockerfile,
      ], rules: Rule.all.filter { $0.id == "parent-outside-builder" })
    return !lines.isEmpty
  }

  private let setup = "{uses: docker/setup-buildx-action@v4}"
  private let base = "{run: 'docker build -t base:ci base'}"
  private let web = buildStep("web")

  @Test func areNotSeenByABuilderInAContainer() {
    #expect(found(setup, base, web))
    #expect(found(base, setup, web))
    #expect(
      found(setup, buildStep("base", tags: "base:ci", push: "false", more: ", load: true"), web))
    #expect(
      found(
        setup, base, buildStep("web", more: ", build-contexts: 'a=docker-image://base:ci'"),
        dockerfile: "FROM a\n"))
  }

  @Test func areSeenByTheEngineItself() {
    #expect(!found(base, web))
    #expect(!found(base, web, setup))
    #expect(!found("{uses: docker/setup-buildx-action@v4, with: {driver: docker}}", base, web))
    #expect(!found(setup, base, "{run: 'docker build -t web web'}"))
    #expect(!found(setup, base, buildStep("web", more: ", builder: default")))
  }

  @Test func areFoundInARegistry() {
    let local = "{run: 'docker build -t localhost:5000/b base; docker push localhost:5000/b'}"
    #expect(!found(setup, local, web, dockerfile: "FROM localhost:5000/b\n"))
    let pushed = "{run: 'docker build -t ghcr.io/acme/b base; docker push ghcr.io/acme/b'}"
    #expect(!found(setup, pushed, web, dockerfile: "FROM ghcr.io/acme/b\n"))
    #expect(!found(setup, base, web, dockerfile: "FROM debian:12\n"))
    #expect(!found(setup, base, "{run: make push}", web))
  }
}
