import Linting
import SourceText
import Testing

@Suite("Images that nobody takes or builds")
struct UnusedImageTests {
  private func found(
    _ rule: String, _ jobs: String, files: [String: String] = [:]
  ) -> [String] {
    let defaults = [
      "perl/Dockerfile": "FROM debian:12\n", "python/Dockerfile": "FROM debian:12\n",
      "web/Dockerfile": "FROM ghcr.io/acme/python\nCMD a\n",
    ]
    let all = defaults.merging(files) { _, new in new }.merging(
      [".github/workflows/a.yml": "on: push\njobs:\n\(jobs)"]) { _, new in new }
    let view = RepositoryView(files: all.map { SourceFile(name: $0.key, text: $0.value) })
    return lint(view, rules: Rule.all.filter { $0.id == rule }).map { finding in
      "\(finding.location.file.name): \(finding.location.file[finding.location.range])"
    }
  }

  private let web = job("web", buildStep("web"), more: "needs: bases")
  private let bases = job(
    "bases", buildStep("${{ matrix.i }}", tags: "ghcr.io/acme/${{ matrix.i }}"),
    more: "strategy: {matrix: {i: [python, perl]}}")
  private let isReported = [".github/workflows/a.yml: perl"]

  @Test func areOrphansBesideBasesOfTheSameMatrix() {
    #expect(found("orphan-image", bases + web) == isReported)
    let include = bases.replacing("i: [python, perl]", with: "include: [{i: python}, {i: perl}]")
    #expect(found("orphan-image", include + web) == isReported)
  }

  @Test func areOrphansWhenJobsWaitForThemInVain() {
    let base = job("bases", buildStep("perl"))
    let plain = ["web/Dockerfile": "FROM debian:12\nCMD a\n"]
    #expect(
      found("orphan-image", base + web, files: plain) == [".github/workflows/a.yml: 'perl'"])
    #expect(found("orphan-image", base + job("web", buildStep("web")), files: plain) == [])
    // What is built on it is not known.
    #expect(
      found(
        "orphan-image", base + job("web", buildStep("${{ inputs.x }}"), more: "needs: bases")) == []
    )
  }

  @Test(arguments: [
    ["perl/Dockerfile": "FROM debian:12\nCMD [\"perl\"]\n"],
    ["perl/Dockerfile": "FROM debian:12 AS a\nENTRYPOINT a\nFROM a\n"],
    ["perl/Dockerfile": "FROM nginx:1.27\n"],
    ["README.md": "Use `ghcr.io/acme/perl` for scripts.\n"],
    ["compose.yaml": "services: {a: {image: \"${REGISTRY}/perl:latest\"}}\n"],
    ["web/Dockerfile": "FROM ghcr.io/acme/python\nCOPY --from=ghcr.io/acme/perl /a /a\n"],
    [
      "web/Dockerfile": "FROM ghcr.io/acme/python\nRUN --mount=from=ghcr.io/acme/perl,target=/a a\n"
    ],
  ])
  func areNotOrphansWhenTheyDoOrSayAnything(_ files: [String: String]) {
    #expect(found("orphan-image", bases + web, files: files) == [])
  }

  @Test func areNotOrphansWhenAJobTakesThem() {
    for step in ["{run: docker run ghcr.io/acme/perl}", "{run: docker pull ghcr.io/acme/perl}"] {
      #expect(found("orphan-image", bases + web + job("t", step)) == [])
    }
    let container = job("t", "{run: a}", more: "container: ghcr.io/acme/perl")
    #expect(found("orphan-image", bases + web + container) == [])
    #expect(found("orphan-image", bases + web + job("t", "{run: 'docker run $IMAGE'}")) == [])
  }

  private func parents(_ jobs: String, _ files: [String: String]) -> [String] {
    found("unbuilt-parent", jobs, files: files)
  }

  @Test func areUnbuiltWhenOnlyTheirDockerfileIsThere() {
    let files = ["web/Dockerfile": "FROM ghcr.io/acme/perl\n"]
    let python = job("bases", buildStep("python"))
    #expect(parents(python + web, files) == ["web/Dockerfile: ghcr.io/acme/perl"])
    #expect(parents(job("perl", buildStep("perl")) + python + web, files) == [])
    #expect(
      parents(python + web, ["web/Dockerfile": "FROM ghcr.io/acme/perl-base\n"])
        == ["web/Dockerfile: ghcr.io/acme/perl-base"])
    let elsewhere = ["web/Dockerfile": "FROM ghcr.io/other/perl\n"]
    #expect(parents(python + web, elsewhere) == [])
  }

  @Test func areUnbuiltWhenTheJobBeforeMakesAnother() {
    let files = ["web/Dockerfile": "FROM ghcr.io/acme/py-runtime\n"]
    #expect(
      parents(job("bases", buildStep("python")) + web, files)
        == ["web/Dockerfile: ghcr.io/acme/py-runtime"])
    // It may well come from another repository.
    #expect(
      parents(job("python", buildStep("python")) + job("web", buildStep("web")), files) == [])
    #expect(
      parents(job("bases", buildStep("python")) + web + job("m", "{run: make push}"), files) == [])
  }

  @Test func areUnbuiltWhenAFilterNamesTheirDirectory() {
    let files = ["web/Dockerfile": "FROM ghcr.io/acme/jvm\n"]
    let jobs = job("web", buildStep("web"))
    #expect(parents(jobs, files) == [])
    let filters = "on: {push: {paths: [images/jvm/**]}}\njobs: {}\n"
    #expect(
      parents(jobs, files.merging([".github/workflows/b.yml": filters]) { $1 })
        == ["web/Dockerfile: ghcr.io/acme/jvm"])
  }

  @Test func areUnbuiltWhenTheNameBelongsToTheRepository() {
    let jobs =
      job("a", buildStep("python", tags: "ghcr.io/acme/shop/python"))
      + job("b", buildStep("web", tags: "ghcr.io/acme/shop/web"))
    let files = ["web/Dockerfile": "FROM ghcr.io/acme/shop/node\n"]
    #expect(parents(jobs, files) == ["web/Dockerfile: ghcr.io/acme/shop/node"])
    #expect(parents(jobs, ["web/Dockerfile": "FROM ghcr.io/acme/shop/python\n"]) == [])
  }

  @Test func areLeftOutOfTheFamily() {
    let files = [
      "images/base/Dockerfile": "FROM debian:12\n",
      "images/api/Dockerfile": "FROM ghcr.io/acme/images/base\n",
      "images/mail/Dockerfile": "FROM ghcr.io/acme/images/base\n",
    ]
    func build(_ names: String) -> String {
      job(
        "all",
        buildStep("images/${{ matrix.i }}", tags: "ghcr.io/acme/images/${{ matrix.i }}"),
        more: "strategy: {matrix: {i: [\(names)]}}")
    }
    #expect(
      found("unbuilt-dockerfile", build("base, api"), files: files)
        == ["images/mail/Dockerfile: ghcr.io/acme/images/base"])
    #expect(found("unbuilt-dockerfile", build("base, api, mail"), files: files) == [])
    #expect(found("unbuilt-dockerfile", build("base"), files: files) == [])
    #expect(
      found("unbuilt-dockerfile", build("base, api") + job("m", "{run: make push}"), files: files)
        == [])
    let other = files.merging(["images/mail/Dockerfile": "FROM alpine\n"]) { _, new in new }
    #expect(found("unbuilt-dockerfile", build("base, api"), files: other) == [])
    let filters = ".github/workflows/b.yml"
    #expect(
      found(
        "unbuilt-dockerfile", build("base, api"),
        files: other.merging([filters: "on: {push: {paths: [images/mail/**]}}\njobs: {}\n"]) { $1 })
        == ["images/mail/Dockerfile: alpine"])
  }
}
