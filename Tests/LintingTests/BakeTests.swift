import SourceText
import Testing

@testable import Linting

@Suite("What bake files and Compose files build")
struct BakeTests {
  private func done(_ step: String, _ files: [String: String]) -> [String] {
    Repository(steps: "      - \(step)\n", files).summary
  }

  private let bake = """
    // What is built.
    variable "TAG" { default = "latest" }
    variable REGISTRY {}
    group "default" { targets = ["base", "web"] }
    target "_common" {
      platforms = ["linux/amd64", /* and */ "linux/arm64"]
      args = { A = "1", "B" = upper("x") }
    }
    target "base" {
      inherits = ["_common"]
      context = "base"
      tags = ["${REGISTRY}/acme/base:${TAG}"] # the first
      labels = { for k, v in LABELS : k => v }
    }
    target "web" {
      inherits = ["_common"]
      context  = "."
      dockerfile = "web/Dockerfile"
      contexts = {
        "ghcr.io/acme/base" = "target:base"
      }
      args = { C = TAG }
      tags = [
        "${REGISTRY}/acme/web:${TAG}",
      ]
      output = [TAG == "latest" ? "type=registry" : "type=docker"]
      secret { id = "x" }
    }

    """

  @Test func areReadOffHCL() {
    let repository = Repository(
      steps: "      - run: docker buildx bake --push\n",
      [
        "docker-bake.hcl": bake, "base/Dockerfile": "FROM a\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ])
    #expect(
      repository.summary == [
        "build base/Dockerfile in base as ghcr.io/acme/base:latest",
        "write ghcr.io/acme/base:latest",
        "build web/Dockerfile in  as ghcr.io/acme/web:latest", "write ghcr.io/acme/web:latest",
      ])
    let builds = repository.effects.builds
    #expect(builds[0].platforms.map(\.pattern) == ["linux/amd64", "linux/arm64"])
    #expect(builds[1].arguments?["C"] == "latest" && builds[1].arguments?["A"] == "1")
    #expect(builds[1].arguments?["B"] == PartialText.unknown.pattern)
    #expect(repository.parents[1]?.map(\.name.reference) == ["ghcr.io/acme/base:latest"])
    #expect(builds[1].detail?.file.name == "docker-bake.hcl")
    #expect(builds[1].place.step == 0 && repository.workflows[0].file.name.hasSuffix("ci.yml"))
  }

  @Test func buildWhatTheyTakeFilesFrom() {
    #expect(
      done("run: docker buildx bake web", ["docker-bake.hcl": bake]) == [
        "build base/Dockerfile in base as ", "build web/Dockerfile in  as ghcr.io/acme/web:latest",
      ])
  }

  @Test func areOverriddenByOptionsAndVariables() {
    #expect(
      done(
        "run: TAG=2 docker buildx bake -f docker-bake.hcl --set base.tags=acme/b --set '*.args.A=2' base",
        ["docker-bake.hcl": bake]) == ["build base/Dockerfile in base as acme/b"])
    #expect(
      done(
        "{env: {TAG: '7'}, run: docker buildx bake base}", ["docker-bake.hcl": bake])
        == ["build base/Dockerfile in base as ghcr.io/acme/base:7"])
  }

  @Test func areReadOffJSON() {
    let json = """
      {"variable": {"TAG": {"default": "3"}},
       "group": {"default": {"targets": ["a"]}},
       "target": {"a": {"context": "a", "tags": ["acme/a:${TAG}"], "output": ["type=registry"]}}}
      """
    #expect(
      done("run: docker buildx bake -f build/bake.json", ["build/bake.json": json])
        == ["build a/Dockerfile in a as acme/a:3", "write docker.io/acme/a:3"])
  }

  @Test func multiplyByTheirMatrix() {
    let hcl = """
      target "default" {
        name = "app-${item.name}"
        matrix = { item = [{ name = "a" }, { name = "b" }] }
        context = item.name
        tags = ["acme/${item.name}"]
      }

      """
    #expect(
      done("uses: docker/bake-action@v7", ["docker-bake.hcl": hcl])
        == ["build a/Dockerfile in a as acme/a", "build b/Dockerfile in b as acme/b"])
  }

  @Test func areReadByTheAction() {
    let steps = """
            - id: meta
              uses: docker/metadata-action@v6
              with: {images: ghcr.io/acme/a, tags: 'type=raw,value=5'}
            - uses: docker/bake-action@v7
              with:
                files: |
                  ./docker-bake.hcl
                  cwd://${{ steps.meta.outputs.bake-file }}
                push: true
                set: |
                  *.platform=linux/amd64

      """
    let hcl = """
      target "docker-metadata-action" {}
      target "default" {
        inherits = ["docker-metadata-action"]
        context = "web"
      }

      """
    let repository = Repository(steps: steps, ["docker-bake.hcl": hcl])
    #expect(
      repository.summary
        == ["build web/Dockerfile in web as ghcr.io/acme/a:5", "write ghcr.io/acme/a:5"])
    #expect(repository.effects.builds[0].platforms.map(\.pattern) == ["linux/amd64"])
  }

  @Test(arguments: [
    "run: docker buildx bake -f none.hcl", "run: docker buildx bake $TARGETS",
    "run: docker buildx bake other", "run: docker buildx bake --set '${{ inputs.set }}'",
    "uses: docker/bake-action@v7",
  ])
  func areOneUnknownBuildWhereTheyCannotBeTold(_ step: String) {
    #expect(
      done(step, ["docker-bake.hcl": "target \"a\" { context = \"a\" }\n"]) == ["build ? in ? as "])
  }

  @Test(arguments: [
    "", "target", "target \"a\" {", "a = [", "x = \"${", "target \"a\" { b = <<E\n",
  ])
  func mayBeAnyText(_ text: String) {
    _ = done("run: docker buildx bake a", ["docker-bake.hcl": text])
  }

  private let compose = """
    services:
      base:
        image: ${REGISTRY}/acme/base:${TAG:-1}
        build: ./base
      web:
        image: ghcr.io/acme/web
        build:
          context: .
          dockerfile: web/Dockerfile
          args: [A=1]
          additional_contexts: {base: 'service:base'}
      db: {image: 'postgres:17'}

    """

  @Test func areReadOffCompose() {
    #expect(
      done("run: docker compose build --push", ["compose.yaml": compose]) == [
        "build base/Dockerfile in base as ghcr.io/acme/base:1", "write ghcr.io/acme/base:1",
        "build web/Dockerfile in  as ghcr.io/acme/web", "write ghcr.io/acme/web:latest",
      ])
    #expect(
      done("run: docker-compose -f dev/compose.yml up --build base", ["dev/compose.yml": compose])
        == ["build dev/base/Dockerfile in dev/base as ghcr.io/acme/base:1"])
    #expect(
      done("run: docker buildx bake base", ["compose.yaml": compose])
        == ["build base/Dockerfile in base as ghcr.io/acme/base:1"])
    #expect(
      done("run: docker compose build && docker compose push web", ["compose.yml": compose]).last
        == "write ghcr.io/acme/web:latest")
  }

  @Test(arguments: [
    "run: docker compose -f a.yml -f compose.yaml build", "run: docker compose -f none.yml build",
    "run: docker compose $OPTIONS build", "run: docker compose --project-directory x build",
  ])
  func areUnknownInSeveralFiles(_ step: String) {
    let files = ["compose.yaml": compose, "a.yml": compose]
    #expect(done(step, files).allSatisfy { $0 == "build ? in ? as " })
  }
}
