import BuildGraph
import Dockerfiles
import Fixtures
import Manifest
import SourceText
import Testing

@Suite("A manifest joined with its Dockerfiles")
struct ProjectTests {
  private let twoImages = "base: {dockerfile: Dockerfile.base}\napp: {dockerfile: Dockerfile.app}"

  @Test(arguments: [
    "FROM ghcr.io/o/r/base:latest", "FROM ghcr.io/o/r/base", "FROM base",
    "ARG B=ghcr.io/o/r/base:latest\nFROM ${B}",
    "FROM alpine AS a\nFROM ghcr.io/o/r/base\nFROM a\nCOPY --from=1 /x /x",
    "FROM alpine\nCOPY --from=ghcr.io/o/r/base /x /x",
    "FROM alpine\nRUN --mount=type=bind,from=base,target=/b true",
  ])
  func findsTheEdge(_ dockerfile: String) throws {
    let project = try project(
      twoImages, ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": dockerfile + "\n"])
    #expect(project.graph.parents(of: "app") == ["base"])
    #expect(project.diagnostics == [])
  }

  @Test(arguments: [
    "FROM ghcr.io/o/r/base:1.2", "FROM ghcr.io/other/base", "FROM docker.io/base",
    "FROM ghcr.io/o/r/base AS unused\nFROM alpine",
  ])
  func seesNoEdgeWhereAnotherImageIsMeant(_ dockerfile: String) throws {
    let project = try project(
      twoImages, ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": dockerfile + "\n"])
    #expect(project.graph.parents(of: "app") == [])
  }

  @Test(arguments: [
    "FROM nginx", "FROM nginx:latest", "ARG B=nginx\nFROM $B", "FROM alpine\nCOPY --from=nginx / /",
    "FROM nginx\nONBUILD COPY a /",
  ])
  func takesABareNameInTheImagesOwnDockerfileForAForeignOne(_ dockerfile: String) throws {
    let project = try project(
      "nginx: {dockerfile: Dockerfile}\ndebug: {dockerfile: Dockerfile}\nweb: {dockerfile: web}",
      ["Dockerfile": dockerfile + "\n", "web": "FROM nginx\n", "a": ""])
    #expect(project.diagnostics == [])
    #expect(project.graph.parents(of: "nginx") == [])
    #expect(project.graph.parents(of: "debug") == [])
    #expect(project.graph.parents(of: "web") == ["nginx"])
    #expect(
      project.image("nginx")?.parents.last?.source == .external("docker.io/library/nginx:latest"))
  }

  @Test func seesThatAnImageIsBuiltOnItselfByItsFullName() throws {
    let project = try project("nginx: {}", ["Dockerfile": "FROM ghcr.io/o/r/nginx\n"])
    #expect(project.diagnostics.map(\.rule) == ["cycle"])
  }

  @Test(arguments: ["ghcr.io/o/r/bse", "ghcr.io/o/r/bases:1"])
  func warnsOfAReferenceThatIsSpelledNearlyLikeAnImage(_ reference: String) throws {
    let project = try project(
      twoImages,
      ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": "FROM alpine\nFROM \(reference)\n"])
    let problem = try #require(project.diagnostics.first)
    #expect(project.diagnostics.count == 1)
    #expect(problem.rule == "unpublished-reference" && problem.severity == .warning)
    #expect(problem.location.range == SourceRange(17, 17 + reference.utf8.count))
    #expect(problem.help == "did you mean 'ghcr.io/o/r/base'?")
  }

  /// As what is left of an image that somebody has taken out of the manifest.
  @Test(arguments: ["ghcr.io/o/r/gone-for-good", "ghcr.io/o/r/gone-for-good:latest"])
  func tellsOfAReferenceToTheNewestThatNobodyPublishes(_ reference: String) throws {
    let project = try project(
      twoImages,
      ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": "FROM \(reference)\n"])
    #expect(project.diagnostics.map(\.rule) == ["unpublished-reference"])
    #expect(project.diagnostics.first?.severity == .info)
  }

  @Test(arguments: [
    "ghcr.io/o/r/base:cpu", "ghcr.io/o/r/shared-image:1.2", "ghcr.io/o/rest/base",
    "ghcr.io/o/r/base@sha256:\(String(repeating: "0", count: 64))",
  ])
  func leavesForeignAndFixedReferencesAlone(_ reference: String) throws {
    let project = try project(
      twoImages,
      ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": "FROM \(reference)\n"])
    #expect(project.diagnostics == [])
  }

  @Test(arguments: [
    ("o/shop", "ghcr.io/o/shap", "FROM ghcr.io/o/shop/base:latest", "'base'"),
    ("O/Shop", "ghcr.io/o/shap", "FROM ghcr.io/o/shop/base", "'base'"),
    ("o/shop", "ghcr.io/o/shap", "FROM alpine\nCOPY --from=ghcr.io/o/shop/base /x /x", "'base'"),
    ("o/shop", "ghcr.io/o/shop", "FROM quay.io/o/shop/base", "'base'"),
    ("o/shop", "ghcr.io/o", "FROM quay.io/o/base:latest", "'base'"),
    ("o/shop", "ghcr.io/o/shap", "FROM ghcr.io/o/shop/base:1.2", nil),
    ("o/shop", "ghcr.io/o/shap", "FROM ghcr.io/o/shop/other", nil),
    ("o/shop", "ghcr.io/o/shap", "FROM ghcr.io/o/base", nil),
    ("o/shop", "ghcr.io/o/shap", "FROM ghcr.io/else/shop/base", nil),
    ("o/shop", "ghcr.io/o", "FROM o/app", nil), ("o/shop", "ghcr.io/o", "FROM quay.io/o/app", nil),
    ("library/shop", "ghcr.io/library", "FROM docker.io/library/python", nil),
  ])
  func warnsOfAReferenceThatWouldBeAnOwnImagesInAnotherRegistry(
    _ repository: String, _ registry: String, _ dockerfile: String, _ meant: String?
  ) throws {
    let text =
      "version: 1\nrepository: \(repository)\nregistry: \(registry)\nimages:\n"
      + twoImages.split(separator: "\n").map { "  \($0)\n" }.joined()
    let file = SourceFile(name: "wfgen.yml", text: text)
    let project = Project(
      try #require(Manifest.read(file).manifest),
      in: MemoryTree(["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": dockerfile + "\n"]))
    #expect(project.diagnostics.map(\.rule) == (meant == nil ? [] : ["unpublished-reference"]))
    guard let meant, let problem = project.diagnostics.first else { return }
    #expect(problem.severity == .warning)
    #expect(
      problem.message.contains("is not where \(meant) is published (\(registry)/base)"))
    #expect(problem.location.file.name == "Dockerfile.app")
    let label = try #require(problem.labels.first)
    #expect(text.utf8.dropFirst(label.location.range.start).starts(with: registry.utf8))
  }

  @Test(arguments: [
    ("FROM base", "arm64", ["platform-gap"]), ("FROM --platform=linux/amd64 base", "arm64", []),
    ("FROM --platform=$BUILDPLATFORM base AS b\nFROM alpine", "arm64", []),
    ("FROM base AS on-amd64\nFROM alpine AS on-arm64\nFROM on-${TARGETARCH}", "arm64", []),
    ("FROM base AS a\nFROM base\nCOPY --from=a /x /x", "arm64", ["platform-gap"]),
    ("FROM base", "amd64", []),
  ])
  func missesThePlatformOfAParent(
    _ dockerfile: String, _ processor: String, _ rules: [String]
  ) throws {
    let project = try project(
      "base: {dockerfile: Dockerfile.base}\n"
        + "app: {dockerfile: Dockerfile.app, platforms: [linux/amd64, linux/\(processor)]}",
      ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": dockerfile + "\n"])
    #expect(project.diagnostics.map(\.rule) == rules)
  }

  @Test(arguments: [
    ("build-args: {VERSON: 1}", "did you mean 'VERSION'?"),
    (
      "build-args: {VERSON: 1, VERSION: 2}", "declare it with 'ARG VERSON', or leave it out"
    ),
    (
      "build-args: {VERSON: 1}, volatile-args: {VERSION: 2}",
      "declare it with 'ARG VERSON', or leave it out"
    ),
    ("build-args: {OTHER: 1}", "declare it with 'ARG OTHER', or leave it out"),
    ("volatile-args: {OTHER: 1}", "declare it with 'ARG OTHER', or leave it out"),
    (
      "build-args: {OTHER: 1}, variants: {a: {}, b: {}}",
      "declare it with 'ARG OTHER', or leave it out"
    ),
    ("build-args: {VERSION: 1, HTTP_PROXY: x}", nil), ("build-args: {LEFT: 1}", nil),
    ("build-args: {OTHER: 1}, variants: {a: {}, b: {dockerfile: Dockerfile.other}}", nil),
    ("dockerfile: Dockerfile.foreign, build-args: {OTHER: 1}", nil),
  ])
  func warnsOfABuildArgumentThatNothingDeclares(_ keys: String, _ help: String?) throws {
    let project = try project(
      "base: {dockerfile: Dockerfile.base}\napp: {\(keys)}",
      [
        "Dockerfile": "FROM base\nARG VERSION\n", "Dockerfile.other": "FROM alpine\nARG OTHER\n",
        "Dockerfile.base": "FROM alpine\nONBUILD ARG LEFT\n",
        "Dockerfile.foreign": "FROM node:onbuild\n",
      ])
    #expect(project.diagnostics.map(\.rule) == (help == nil ? [] : ["undeclared-build-arg"]))
    #expect(project.diagnostics.first?.severity != .error)
    #expect(project.diagnostics.first?.help == help)
  }

  @Test(arguments: [
    ("", ["npm", "key", "SSH agent"]), ("secrets: {npm: A, key: B}, ssh: default", []),
    ("secrets: {npm: A, key: B}, ssh: 'other=a,default=b'", []),
    ("secrets: {npm: A, key: B}, ssh: other", ["SSH agent 'default'"]),
    ("secrets: {npm: A, other: B}", ["key", "SSH agent"]), ("target: lean", []),
    ("platforms: [linux/amd64, linux/arm64]", ["npm", "key", "SSH agent"]),
  ])
  func reportsASecretThatTheBuildCannotDoWithout(_ keys: String, _ missing: [String]) throws {
    let project = try project(
      "app: {\(keys)}",
      [
        "Dockerfile": """
        FROM alpine AS lean
        RUN --mount=type=secret,id=may,env=MAY --mount=type=secret,id=no,required=false true
        FROM lean
        ARG ID=x
        RUN --mount=type=secret,id=npm,required --mount=type=secret,id=$ID,required true
        RUN --mount=type=secret,target=/run/key,required=TRUE --mount=type=ssh,required=1 true
        RUN --mount=type=secret,id=GIT_AUTH_TOKEN,required true
        """
      ])
    #expect(project.diagnostics.allSatisfy { $0.rule == "missing-build-secret" })
    #expect(project.diagnostics.count == missing.count)
    for (problem, name) in zip(project.diagnostics, missing) {
      #expect(problem.message.contains(name))
    }
  }

  @Test(arguments: [
    ("tags: [x, x]", ["image 'app' states the tag 'x' twice"]),
    ("tags: [src-0123456789ab]", ["has the form of a content tag"]),
    ("tags: [src-0123456789aB, src-0123456789a]", []),
    ("variants: {src-0123456789ab: {}}", ["has the form of a content tag"]),
    ("variants: {a/b: {}}", ["'a/b' is no tag that a registry accepts"]),
  ])
  func refusesATagThatCannotMove(_ keys: String, _ messages: [String]) throws {
    let project = try project("app: {\(keys)}", ["Dockerfile": "FROM alpine\n"])
    #expect(project.diagnostics.count == messages.count)
    for (problem, message) in zip(project.diagnostics, messages) {
      #expect(problem.message.contains(message))
    }
  }

  @Test func takesTheBuildArgumentBeforeTheDefault() throws {
    let project = try project(
      """
      base: {dockerfile: Dockerfile.base}
      other: {dockerfile: Dockerfile.base}
      app: {dockerfile: Dockerfile.app, build-args: {B: ghcr.io/o/r/other}}
      """,
      [
        "Dockerfile.base": "FROM alpine\n",
        "Dockerfile.app": "ARG B=ghcr.io/o/r/base\nFROM $B\n",
      ])
    #expect(project.graph.parents(of: "app") == ["other"])
  }

  @Test func refusesAStatedEdgeThatTheDockerfileContradicts() throws {
    let project = try project(
      "base: {dockerfile: Dockerfile.base}\napp: {dockerfile: Dockerfile.app, from: [base]}",
      ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": "FROM debian\n"])
    let problem = try #require(project.diagnostics.first)
    #expect(problem.rule == "contradicted-edge")
    #expect(problem.labels.map(\.location.file.name) == ["Dockerfile.app"])
  }

  @Test func showsWhereAnImageIsBuiltFromScratch() throws {
    let project = try project(
      "base: {dockerfile: Dockerfile.base}\napp: {dockerfile: Dockerfile.app, from: [base]}",
      ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": "FROM scratch\n"])
    let label = try #require(project.diagnostics.first?.labels.first)
    #expect(label.message == "the Dockerfile builds it on 'scratch'")
    #expect(label.location.range == SourceRange(5, 12))
  }

  @Test func doesNotProposeTheImageItselfAsItsParent() throws {
    let project = try project(
      "app1: {}\nother: {from: [app2]}\napp: {from: [app2]}", ["Dockerfile": "ARG B\nFROM $B\n"])
    let help = project.diagnostics.filter { $0.rule == "unknown-parent" }.map(\.help)
    #expect(help == ["did you mean 'app'?", "did you mean 'app1'?"])
  }

  @Test func keepsTheNodeOfAnImageForTheImage() throws {
    let text =
      "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nimages: {app: {}}\n"
      + "tasks: {app: {uses: app, steps: [{run: make}]}}\n"
    let manifest = Manifest.read(SourceFile(name: "wfgen.yml", text: text)).manifest
    let project = Project(
      try #require(manifest), in: MemoryTree(["Dockerfile": "FROM alpine\n"]))
    #expect(project.diagnostics.map(\.rule) == ["duplicate-name"])
  }

  @Test func takesAStatedEdgeForAnOpenReference() throws {
    let project = try project(
      "base: {dockerfile: Dockerfile.base}\napp: {dockerfile: Dockerfile.app, from: [base]}",
      ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": "ARG B\nFROM $B\n"])
    #expect(project.diagnostics == [])
    #expect(project.image("app")?.parents.map(\.handover) == [.argument("B")])
  }

  @Test func neverGuessesAnOpenReference() throws {
    let project = try project(
      twoImages, ["Dockerfile.base": "FROM alpine\n", "Dockerfile.app": "ARG B\nFROM $B\n"])
    #expect(project.diagnostics.map(\.rule) == ["unknown-parent-reference"])
    #expect(project.graph.parents(of: "app") == [])
  }

  @Test func doesNotTakeTheDefaultOfAVolatileArgument() throws {
    let project = try project(
      """
      base: {dockerfile: Dockerfile.base}
      app: {dockerfile: Dockerfile.app, volatile-args: {B: '${{ github.ref }}'}}
      """,
      [
        "Dockerfile.base": "FROM alpine\n",
        "Dockerfile.app": "ARG B=ghcr.io/o/r/base\nFROM $B\n",
      ])
    #expect(project.diagnostics.map(\.rule) == ["unknown-parent-reference"])
  }

  @Test func inheritsTriggersFromAnOwnParent() throws {
    let project = try project(
      twoImages,
      [
        "Dockerfile.base": "FROM alpine\nONBUILD COPY package.json /app/\n",
        "Dockerfile.app": "FROM base\n", "package.json": "{}",
      ])
    #expect(project.image("app")?.inputs.map(\.pattern.description) == ["package.json"])
    #expect(project.image("base")?.inputs.isEmpty == true)
  }

  @Test(arguments: ["legacy.yml", ".github/workflows/legacy.yml", "Legacy images"])
  func findsTheWorkflowThatBuildsAnImage(_ text: String) throws {
    let project = try project(
      "old: {built-by: {workflow: '\(text)', tag: stable}}\napp: {dockerfile: Dockerfile.app}",
      [
        ".github/workflows/legacy.yml": "name: Legacy images\non: push\n",
        "Dockerfile.app": "FROM ghcr.io/o/r/old:stable\n",
      ])
    #expect(project.diagnostics == [])
    #expect(project.graph.parents(of: "app") == ["old"])
    let builtBy = project.image("old")?.image.builtBy
    #expect(builtBy?.file == "legacy.yml")
    #expect(builtBy?.name == "Legacy images")
  }

  @Test func reportsAWorkflowThatIsNotThere() throws {
    let project = try project(
      "old: {built-by: {workflow: legcy.yml}}",
      [".github/workflows/legacy.yml": "name: Legacy images\non: push\n"])
    #expect(project.diagnostics.map(\.rule) == ["unknown-workflow"])
    #expect(project.diagnostics.first?.help == "did you mean 'legacy.yml'?")
  }

  @Test(arguments: [
    ("docker/Dockerfile.api", "services/api/Dockerfile.api"),
    ("api/Dockerfile.web", "app/Dockerfile.web"),
    ("nothing/like/it", nil),
  ])
  func asksForADockerfileThatHasMoved(_ path: String, _ meant: String?) throws {
    let project = try project(
      "app: {dockerfile: \(path)}",
      [
        "services/api/Dockerfile.api": "FROM alpine\n", "app/Dockerfile.web": "FROM alpine\n",
        "other/Dockerfile": "FROM alpine\n",
      ])
    #expect(project.diagnostics.map(\.rule) == ["missing-dockerfile"])
    #expect(project.diagnostics.first?.help == meant.map { "did you mean '\($0)'?" })
  }
}
