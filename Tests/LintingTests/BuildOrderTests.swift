import Linting
import SourceText
import Testing

@Suite("The order of builds")
struct BuildOrderTests {
  /// What is said about jobs that build `base` and `web`, which is built on it.
  private func found(
    _ jobs: String, base: String = "FROM debian:12\n",
    web: String = "FROM ghcr.io/acme/base:latest\n", env: String = "{}"
  ) -> [String] {
    let rules = Rule.all.filter { $0.id == "image-beside-its-parent" }
    return lintLines(
      [
        ".github/workflows/a.yml": "on: push\nenv: \(env)\njobs:\n\(jobs)",
        "base/Dockerfile": base, "web/Dockerfile": web, "base/child.Dockerfile": web,
      ], rules: rules, slug: "acme/images"
    ).map { $0.replacing(".github/workflows/a.yml:", with: "") }
  }

  private func action(
    _ context: String, tags: String? = nil, push: String = "true", more: String = ""
  ) -> String {
    "{uses: docker/build-push-action@v7, with: {context: \(context), push: '\(push)', "
      + "tags: '\(tags ?? "ghcr.io/acme/\(context):latest")'\(more)}}"
  }

  private func jobs(_ base: String, _ web: String, needs: String = "[]") -> String {
    "  base: {steps: [\(base)]}\n  web: {needs: \(needs), steps: [\(web)]}\n"
  }

  private let isReported = ["5: image-beside-its-parent"]

  @Test func comesFromNeedsHoweverFar() {
    #expect(found(jobs(action("base"), action("web"))) == isReported)
    #expect(found(jobs(action("base"), action("web"), needs: "base")).isEmpty)
    #expect(found(jobs(action("base"), action("web"), needs: "[BASE]")).isEmpty)
    let far = jobs(action("base"), action("web"), needs: "[b]") + "  b: {needs: base}\n"
    #expect(found(far).isEmpty)
    #expect(found(jobs(action("base"), action("web"), needs: "[other]")) == isReported)
  }

  @Test func comesFromTheStepsOfOneJob() {
    #expect(found("  a: {steps: [\(action("base")), \(action("web"))]}\n").isEmpty)
    #expect(
      found("  a:\n    steps:\n      - \(action("web"))\n      - \(action("base"))\n")
        == ["6: image-beside-its-parent"])
  }

  @Test func comesFromLinksBetweenTheTargetsOfABake() {
    func found(_ link: String, _ script: String, from: String = "ghcr.io/acme/base") -> [String] {
      let bake = """
        group "default" { targets = ["base", "web"] }
        target "base" {
          context = "base"
          tags = ["ghcr.io/acme/base:latest"]
        }
        target "web" {
          context = "web"
          tags = ["ghcr.io/acme/web:latest"]
          \(link)
        }
        """
      return lintLines(
        [
          ".github/workflows/a.yml":
            "on: push\njobs:\n  a:\n    steps:\n      - run: |\n          \(script)\n",
          "docker-bake.hcl": bake, "base/Dockerfile": "FROM debian:12\n",
          "web/Dockerfile": "FROM \(from)\n",
        ], rules: Rule.all.filter { $0.id == "image-beside-its-parent" }, slug: "acme/images")
    }
    let all = "docker buildx bake --push"
    #expect(found("", all).count == 1)
    #expect(found("contexts = { \"ghcr.io/acme/base\" = \"target:base\" }", all).isEmpty)
    #expect(found("contexts = { parent = \"target:base\" }", all, from: "parent").isEmpty)
    #expect(found("", "\(all) base && \(all) web").isEmpty)
    #expect(found("", all, from: "debian:12").isEmpty)
  }

  @Test func comesFromAMatrixThatRunsOneByOne() {
    func matrix(_ images: String, _ more: String) -> String {
      let step = action("${{ matrix.image }}").replacing(
        "context: ${{ matrix.image }}", with: "context: '${{ matrix.image }}'")
      return "  a:\n    strategy: {matrix: {image: [\(images)]}\(more)}\n    steps: [\(step)]\n"
    }
    #expect(found(matrix("base, web", "")) == ["5: image-beside-its-parent"])
    #expect(found(matrix("base, web", ", max-parallel: 2")) == ["5: image-beside-its-parent"])
    #expect(found(matrix("base, web", ", max-parallel: 1")).isEmpty)
    #expect(found(matrix("web, base", ", max-parallel: 1")) == ["5: image-beside-its-parent"])
  }

  @Test func comesFromAnImageOnTheRunner() {
    let local = "{run: 'docker build -t ghcr.io/acme/base base && docker build web'}"
    #expect(found(jobs(action("base"), local)).isEmpty)
    let late = "{run: 'docker build web && docker build -t ghcr.io/acme/base base'}"
    #expect(found(jobs(action("base"), late)) == isReported)
  }

  @Test func concernsOnlyTheParentThatIsBuiltHere() {
    let build = jobs(action("base"), action("web"))
    #expect(found(build, web: "FROM ghcr.io/acme/base\n") == isReported)
    #expect(found(build, web: "FROM ghcr.io/acme/base:v1\n").isEmpty)
    #expect(found(build, web: "FROM ghcr.io/acme/base@sha256:\(digest)\n").isEmpty)
    #expect(found(build, web: "FROM ghcr.io/other/base\n").isEmpty)
    #expect(found(build, web: "FROM debian AS a\nFROM alpine\n").isEmpty)
    #expect(
      found(build, web: "FROM alpine\nCOPY --from=ghcr.io/acme/base /a /b\n") == isReported)
    #expect(found(build, web: "FROM ghcr.io/acme/base AS a\nFROM alpine\n").isEmpty)
    #expect(found(build, web: "ARG BASE\nFROM $BASE\n").isEmpty)
    #expect(found(build, web: "ARG BASE=ghcr.io/acme/base\nFROM $BASE\n") == isReported)
  }

  @Test func followsBuildArgumentsTargetsAndContexts() {
    func build(_ more: String) -> String {
      jobs(action("base"), action("web", more: ", \(more)"))
    }
    let web = "ARG BASE=alpine\nFROM $BASE AS a\nFROM debian AS b\n"
    #expect(found(build("build-args: BASE=ghcr.io/acme/base, target: a"), web: web) == isReported)
    #expect(found(build("build-args: BASE=ghcr.io/acme/base, target: b"), web: web).isEmpty)
    #expect(
      found(build("build-args: 'BASE=${{ inputs.base }}', target: a"), web: web).isEmpty)
    #expect(found(build("target: '${{ inputs.stage }}'")).isEmpty)
    #expect(found(build("build-args: '${{ inputs.arguments }}'")).isEmpty)
    #expect(found(build("build-args: 'OTHER=${{ inputs.other }}'")) == isReported)
    #expect(
      found(build("build-contexts: 'ghcr.io/acme/base:latest=docker-image://alpine'")).isEmpty)
    #expect(
      found(
        build("build-contexts: 'alpine=docker-image://ghcr.io/acme/base'"), web: "FROM alpine\n")
        == isReported)
    #expect(
      found(build("file: base/child.Dockerfile"), web: "FROM ghcr.io/acme/base\n") == isReported)
    #expect(found(build("file: none/Dockerfile")).isEmpty)
  }

  @Test func needsAPublishedParent() {
    #expect(found(jobs(action("base", push: "false"), action("web"))).isEmpty)
    #expect(
      found(jobs(action("base", push: "false", more: ", outputs: 'type=registry'"), action("web")))
        == isReported)
    #expect(
      found(jobs(action("base", push: "${{ github.ref_protected }}"), action("web")))
        == isReported)
    #expect(found(jobs(action("base", tags: "${{ inputs.tag }}"), action("web"))).isEmpty)
  }

  @Test func takesTheRepositoryWhereTheTagIsComputed() {
    let tags = "ghcr.io/acme/base:${{ github.ref_name }}"
    #expect(found(jobs(action("base", tags: tags), action("web"))) == isReported)
    // One repository for several images: the tags tell them apart, and one is not known.
    #expect(
      found(
        jobs(
          action("base", tags: "ghcr.io/acme/base:${{ github.ref_name }}"),
          action("web", tags: "ghcr.io/acme/base:web"))
      ).isEmpty)
    let metadata = """
      {id: meta, uses: docker/metadata-action@v6, with: {images: ghcr.io/acme/base}}
      """
    #expect(
      found(
        jobs(
          metadata + ", " + action("base", tags: "${{ steps.meta.outputs.tags }}"), action("web")))
        == isReported)
  }

  @Test func knowsWhichTagsOneRunMakes() {
    let tags = "ghcr.io/acme/base:${{ github.sha }}"
    func build(_ tag: String) -> String {
      jobs(
        action("base", tags: tags),
        action("web", more: ", build-args: 'BASE=ghcr.io/acme/base:\(tag)'"))
    }
    let web = "ARG BASE\nFROM $BASE\n"
    #expect(found(build("${{ github.sha }}"), web: web) == isReported)
    #expect(found(build("${{ github.run_id }}"), web: web).isEmpty)
    #expect(found(build("latest"), web: web).isEmpty)
  }

  @Test func resolvesEnvironmentAndRepository() {
    let tags = "${{ env.REGISTRY }}/${{ github.repository_owner }}/base:latest"
    #expect(
      found(jobs(action("base", tags: tags), action("web")), env: "{REGISTRY: ghcr.io}")
        == isReported)
    let rewrite = "{run: 'echo \"REGISTRY=$X\" >> \"$GITHUB_ENV\"'}, "
    #expect(
      found(jobs(rewrite + action("base", tags: tags), action("web")), env: "{REGISTRY: ghcr.io}")
        .isEmpty)
  }

  @Test func doesNotMatterToJobsThatExcludeEachOther() {
    func build(_ base: String, _ web: String) -> String {
      "  base: {if: \(base), steps: [\(action("base"))]}\n"
        + "  web: {if: \(web), steps: [\(action("web"))]}\n"
    }
    #expect(found(build("inputs.base", "inputs.web")).isEmpty)
    #expect(found(build("inputs.base", "inputs.base")) == isReported)
    #expect(found(build("always()", "inputs.base && success()")) == isReported)
    #expect(found(build("inputs.a", "inputs.a && inputs.b")) == isReported)
    #expect(found(build("inputs.a || inputs.c", "inputs.a && inputs.b")).isEmpty)
  }

  @Test func isThatOfScriptsToo() {
    func script(_ base: String, _ web: String) -> String {
      jobs("{run: '\(base)'}", "{run: '\(web)'}")
    }
    let base = "docker buildx build --push -t ghcr.io/acme/base base"
    #expect(found(script(base, "docker build web")) == isReported)
    #expect(found(script(base, "cd web && docker build .")) == isReported)
    #expect(found(script(base, "docker build -f web/Dockerfile .")) == isReported)
    #expect(found(script(base, "docker build -f web/Dockerfile -- ${{ inputs.a }} .")).isEmpty)
    #expect(found(script(base, "docker build $OPTIONS web")).isEmpty)
    #expect(found(script(base, "docker build --unheard-of web")).isEmpty)
    #expect(found(script("docker build -t ghcr.io/acme/base base", "docker build web")).isEmpty)
    let tagged =
      "docker build -t b base; docker tag b ghcr.io/acme/base; docker push ghcr.io/acme/base"
    #expect(found(script(tagged, "docker build web")) == isReported)
    #expect(
      found(script("docker build -qtghcr.io/acme/base base --push=true", "docker build web"))
        == isReported)
  }

  @Test func looksOnlyAtTheRepositoryItself() {
    let checkout = "{uses: actions/checkout@v7, with: {repository: acme/other}}, "
    #expect(found(jobs(action("base"), checkout + action("web"))).isEmpty)
    #expect(found(jobs(action("base"), action("https://example.org/web.git"))).isEmpty)
    #expect(found(jobs(action("base"), action("../web"))).isEmpty)
  }

  private let digest = String(repeating: "0a", count: 32)
}
