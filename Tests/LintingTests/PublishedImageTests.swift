import Linting
import SourceText
import Testing

@Suite("Images as they are published")
struct PublishedImageTests {
  /// What one rule says about jobs that build `base` and `web`.
  private func found(
    _ rule: String, _ jobs: String, web: String = "FROM ghcr.io/acme/base:stable\n"
  ) -> [String] {
    lintLines(
      [
        ".github/workflows/a.yml": "on: push\njobs:\n\(jobs)",
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": web,
      ], rules: Rule.all.filter { $0.id == rule }
    ).map { $0.split(separator: "/").last.map { String($0) } ?? "" }
  }

  private func images(_ tags: String, more: String = "", web: String = buildStep("web")) -> String {
    job("base", buildStep("base", tags: "ghcr.io/acme/base:\(tags)", more: more))
      + job("web", web, more: "needs: base")
  }

  private func hasUnpublishedTag(_ jobs: String, web: String? = nil) -> [String] {
    found("unpublished-tag", jobs, web: web ?? "FROM ghcr.io/acme/base:stable\n")
  }

  @Test func haveTheTagsThatAreWritten() {
    let isReported = ["Dockerfile:1: unpublished-tag"]
    #expect(hasUnpublishedTag(images("latest")) == isReported)
    #expect(hasUnpublishedTag(images("${{ github.sha }}")) == isReported)
    #expect(hasUnpublishedTag(images("stable")) == [])
    #expect(hasUnpublishedTag(images("main, ghcr.io/acme/base:stable")) == [])
    #expect(hasUnpublishedTag(images("latest"), web: "FROM ghcr.io/acme/base\n") == [])
    #expect(
      hasUnpublishedTag(images("main"), web: "FROM ghcr.io/acme/base\n") == isReported)
    #expect(hasUnpublishedTag(images("latest"), web: "FROM ghcr.io/other/base:main\n") == [])
    #expect(
      hasUnpublishedTag(
        images("latest"), web: "FROM alpine\nCOPY --from=ghcr.io/acme/base:stable /a /a\n")
        == ["Dockerfile:2: unpublished-tag"])
  }

  @Test func areMissedWhereTheWorkflowNamesThem() {
    let build = buildStep("web", more: ", build-args: BASE=ghcr.io/acme/base:stable")
    let web = "ARG BASE=ghcr.io/acme/base:latest\nFROM $BASE\n"
    #expect(
      hasUnpublishedTag(images("latest", web: build), web: web) == ["a.yml:4: unpublished-tag"])
    let test = job("test", "{run: a}", more: "needs: base, container: 'ghcr.io/acme/base:main'")
    #expect(
      hasUnpublishedTag(job("base", buildStep("base")) + test) == ["a.yml:4: unpublished-tag"])
  }

  @Test(arguments: [
    "${{ github.ref_name }}", "${{ steps.m.outputs.version }}", "$TAG",
  ])
  func mayHaveTagsThatAreComputed(_ tag: String) {
    let push = "docker build -t ghcr.io/acme/base:\(tag) base; docker push ghcr.io/acme/base:\(tag)"
    #expect(
      hasUnpublishedTag(
        images("latest") + job("more", "{run: '\(push)'}")) == [])
  }

  @Test(arguments: [
    "{run: make push}", "{run: ./publish.sh}", "{run: 'crane tag ghcr.io/acme/base:latest stable'}",
    "{uses: docker/bake-action@v7}", "{uses: acme/promote-image@v1}",
    "{run: 'docker buildx imagetools create -t ghcr.io/acme/base:stable ghcr.io/acme/base:latest'}",
    "{run: 'docker buildx build $OPTIONS --push .'}",
  ])
  func mayHaveTagsThatCannotBeSeen(_ step: String) {
    #expect(hasUnpublishedTag(images("latest") + job("more", step)) == [])
  }

  @Test func mayHaveOldVersions() {
    #expect(hasUnpublishedTag(images("2.1"), web: "FROM ghcr.io/acme/base:2.0\n") == [])
    #expect(hasUnpublishedTag(images("latest"), web: "FROM ghcr.io/acme/base:v2\n") != [])
  }

  @Test func mayBeThoseOfOneRun() {
    func join(_ source: String) -> String {
      images("${{ github.sha }}-amd64")
        + job(
          "join",
          "{run: 'docker buildx imagetools create -t ghcr.io/acme/base:stable \(source)'}",
          more: "needs: base")
    }
    let name = "ghcr.io/acme/base"
    #expect(hasUnpublishedTag(join("\(name):${{ github.sha }}-amd64")) == [])
    #expect(hasUnpublishedTag(join("\(name):${{ github.sha }}-x86_64")).count == 1)
    #expect(hasUnpublishedTag(join("\(name):${{ github.run_id }}-amd64")) == [])
    #expect(hasUnpublishedTag(join("\(name):${{ vars.TAG }}-x86_64")) == [])
  }

  private func hasGap(
    _ base: String, _ web: String, dockerfile: String = "FROM ghcr.io/acme/base\n",
    baseRunner: String = "ubuntu-24.04", webRunner: String = "ubuntu-24.04", more: String = ""
  ) -> Bool {
    func platforms(_ list: String) -> String { list.isEmpty ? "" : ", platforms: '\(list)'" }
    let jobs =
      job("base", buildStep("base", more: platforms(base)), runner: baseRunner)
      + job("web", buildStep("web", more: platforms(web)), more: "needs: base", runner: webRunner)
    return !found("platform-beyond-image", jobs + more, web: dockerfile).isEmpty
  }

  @Test func haveThePlatformsThatTheyAreBuiltFor() {
    #expect(hasGap("linux/amd64", "linux/amd64,linux/arm64"))
    #expect(hasGap("", "linux/amd64,linux/arm64"))
    #expect(hasGap("linux/arm64", ""))
    #expect(hasGap("", "", webRunner: "ubuntu-24.04-arm"))
    #expect(
      hasGap(
        "linux/amd64", "linux/arm64",
        dockerfile: "FROM alpine\nCOPY --from=ghcr.io/acme/base /a /a\n"))
    #expect(!hasGap("linux/amd64,linux/arm64", "linux/arm64/v8"))
    #expect(!hasGap("linux/amd64,linux/arm64", "linux/amd64"))
    #expect(!hasGap("linux/arm/v7", "linux/arm64"))
    #expect(!hasGap("", "linux/arm64", baseRunner: "[self-hosted, linux]"))
    #expect(!hasGap("${{ vars.PLATFORMS }}", "linux/arm64"))
    #expect(!hasGap("linux/amd64", "${{ vars.PLATFORMS }}"))
  }

  @Test func mayServeThePlatformThatBuilds() {
    #expect(
      !hasGap(
        "linux/amd64", "linux/amd64,linux/arm64",
        dockerfile: "FROM --platform=$BUILDPLATFORM ghcr.io/acme/base AS a\nFROM alpine\n"
          + "COPY --from=a /a /a\n"))
  }

  @Test func mayBeJoinedFromSeveralBuilds() {
    let arm = job("arm", buildStep("base", more: ", platforms: linux/arm64"))
    #expect(!hasGap("linux/amd64", "linux/arm64", more: arm))
    let index =
      "{run: 'docker buildx imagetools create -t ghcr.io/acme/base ghcr.io/acme/base@sha256:1'}"
    #expect(!hasGap("linux/amd64", "linux/arm64", more: job("join", index)))
  }

  @Test func serveContainersOfTheirPlatform() {
    let jobs = job("base", buildStep("base"))
    func test(_ runner: String) -> String {
      job("test", "{run: a}", more: "needs: base, container: ghcr.io/acme/base", runner: runner)
    }
    #expect(found("platform-beyond-image", jobs + test("ubuntu-24.04-arm")).count == 1)
    #expect(found("platform-beyond-image", jobs + test("ubuntu-24.04")).isEmpty)
  }
}
