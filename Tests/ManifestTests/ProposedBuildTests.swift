import Fixtures
import Manifest
import SourceText
import Testing

@Suite("What a proposal takes over from compose files and workflows")
struct ProposedBuildTests {
  private func proposal(
    _ files: [String: String], workflows: [ProposedBuild] = []
  ) throws -> ManifestProposal {
    let tree = MemoryTree(files)
    let proposal = ManifestProposal(
      for: tree, remote: "https://github.com/acme/shop", builds: workflows)
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: proposal.text))
    #expect(problems == [], "\(proposal.text)")
    let project = Project(try #require(manifest), in: tree)
    #expect(project.diagnostics == [], "\(proposal.text)")
    return proposal
  }

  @Test func readsTheServicesOfAComposeFile() throws {
    let compose = """
      services:
        api:
          image: ghcr.io/acme/api:${TAG:-latest}
          build:
            context: ./services/api
            dockerfile: ../../docker/api.image
            target: runtime
            args: {PYTHON: "3.12", UNDECLARED: x, FROM_SHELL: , SECRET: "${SECRET}"}
            platforms: [linux/arm64]
        worker:
          build: {context: services/api, dockerfile: ../../docker/api.image, target: worker, args: [PYTHON=3.13]}
        web:
          build: web
        cache:
          image: redis
        inline:
          build: {dockerfile_inline: "FROM alpine"}
        elsewhere:
          build: https://github.com/acme/other.git
        open:
          build: ${DIRECTORY}
        absent:
          build: nowhere

      """
    let proposal = try proposal([
      "compose.yml": compose,
      "docker/api.image":
        "ARG PYTHON\nARG SECRET\nFROM python:${PYTHON:-3} AS runtime\nFROM runtime AS worker\n",
      "services/api/main.py": "", "web/Dockerfile": "FROM alpine\n",
      "ops/Dockerfile": "FROM alpine\n",
    ])
    #expect(proposal.images.map(\.name) == ["api", "ops", "web", "worker"])
    let api = try #require(proposal.images.first)
    #expect(api.dockerfile == "docker/api.image" && api.context == "services/api")
    #expect(api.target == "runtime" && api.arguments == ["PYTHON": "3.12"])
    #expect(api.platforms == ["linux/arm64"] && api.origin == "compose.yml")
    #expect(proposal.images.last?.arguments == ["PYTHON": "3.13"])
    #expect(proposal.images[1].origin == nil)
    #expect(proposal.registry == "ghcr.io/acme")
    #expect(proposal.text.contains("  api:  # as in compose.yml\n"))
  }

  @Test func prefersWhatWorkflowsPublish() throws {
    let workflow = ".github/workflows/build.yml"
    let proposal = try proposal(
      [
        "compose.yaml": "services: {api: {build: {context: ., target: dev}}}\n",
        "Dockerfile": "FROM alpine AS dev\nFROM dev\n", "base/Dockerfile": "FROM alpine\n",
      ],
      workflows: [
        ProposedBuild(origin: workflow, dockerfile: "Dockerfile", context: "."),
        ProposedBuild(
          origin: workflow, dockerfile: "Dockerfile", context: ".",
          repositories: ["registry.example.org/shop/backend/api"]),
        ProposedBuild(
          origin: workflow, dockerfile: "base/Dockerfile", context: "base",
          repositories: ["registry.example.org/shop/base"]),
      ])
    #expect(proposal.images.map(\.name) == ["api", "base"])
    #expect(proposal.images.map(\.target) == [nil, nil])
    #expect(proposal.registry == "registry.example.org/shop")
    #expect(proposal.images.map(\.repository) == ["backend/api", nil])
    #expect(proposal.text.contains("\n# .github/workflows/build.yml\n"))
  }

  @Test func takesOverTheTagsByWhichImagesFindEachOther() throws {
    func build(_ name: String, _ tags: [String]) -> ProposedBuild {
      ProposedBuild(
        origin: ".github/workflows/b.yml", dockerfile: "\(name)/Dockerfile", context: name,
        repositories: ["ghcr.io/acme/\(name)"], tags: tags)
    }
    let proposal = try proposal(
      ["base/Dockerfile": "FROM alpine\n", "app/Dockerfile": "FROM ghcr.io/acme/base:stable\n"],
      workflows: [build("base", ["stable"]), build("app", ["latest"])])
    #expect(proposal.images.map(\.tags) == [[], ["stable"]])
    #expect(proposal.images.map(\.tier) == ["apps", "base"])
  }

  @Test func takesTheRegistryFromOwnReferences() throws {
    let files = [
      "base/Dockerfile": "FROM debian:13\n",
      "api/Dockerfile": "ARG BASE=ghcr.io/acme/images/base:latest\nFROM ${BASE}\n",
      "web/Dockerfile": "FROM ghcr.io/acme/images/base\nCOPY --from=docker.io/other/web /a /b\n",
    ]
    let proposal = try proposal(files.filter { !$0.key.hasPrefix("web") })
    #expect(proposal.registry == "ghcr.io/acme/images")
    #expect(proposal.images.map(\.tier) == ["apps", "base"])
    #expect(try self.proposal(files).registry == "ghcr.io/acme/images")
  }

  @Test func sortsImagesIntoTiersByLevelAndWeight() throws {
    let place = "ghcr.io/acme/shop"
    let proposal = try proposal([
      "base/Dockerfile": "FROM debian:13\n", "python/Dockerfile": "FROM \(place)/base\n",
      "ml/Dockerfile": "FROM \(place)/python\nRUN pip install torch\n",
      "voice/Dockerfile": "FROM \(place)/ml\n", "api/Dockerfile": "FROM \(place)/python\n",
      "docs/Dockerfile": "FROM debian:13\n",
    ])
    #expect(proposal.tiers.map(\.name) == ["base", "base-2", "base-3-heavy", "apps", "apps-heavy"])
    let tiers = Dictionary(uniqueKeysWithValues: proposal.images.map { ($0.name, $0.tier) })
    #expect(
      tiers["voice"] == "apps-heavy" && tiers["docs"] == "apps" && tiers["ml"] == "base-3-heavy")
    #expect(proposal.text.contains("cleanup: free-disk"))
  }

  @Test func statesNoTiersWhereOneIsEnough() throws {
    let proposal = try proposal(["a/Dockerfile": "FROM alpine\n", "b/Dockerfile": "FROM alpine\n"])
    #expect(proposal.tiers == [] && !proposal.text.contains("tier"))
  }

  @Test(arguments: ["services: []", "services: {a: {build: [x]}}", "[", "services: {a: {build: }}"])
  func survivesAFileThatIsNone(_ text: String) throws {
    let proposal = try proposal(["docker-compose.yml": text, "Dockerfile": "FROM alpine\n"])
    #expect(proposal.images.map(\.name) == ["shop"])
  }

  @Test func saysWhatItLeavesOut() throws {
    let compose = """
      services:
        api:
          build:
            context: .
            args: {PYTHON: "3.12", VERSION: "${VERSION}", FROM_SHELL: , UNDECLARED: "$X"}
            secrets: [token, {source: npm, target: npmrc}]
            ssh: [default]

      """
    let proposal = try proposal([
      "compose.yml": compose, "Dockerfile": "FROM alpine\nARG PYTHON VERSION FROM_SHELL\n",
    ])
    #expect(
      proposal.remarks == [
        "'api' is proposed without 'FROM_SHELL', 'VERSION', whose value is not stated in "
          + "compose.yml: 'build-args' and 'volatile-args' take it",
        "'api' is proposed without what compose.yml gives its build as a secret, 'npm', 'token': "
          + "'secrets' takes it",
        "'api' is proposed without what compose.yml gives its build for SSH, 'default': "
          + "'ssh' takes it, and a step of 'before' starts the agent",
      ])
    #expect(try self.proposal(["Dockerfile": "FROM alpine\n"]).remarks == [])
  }
}
