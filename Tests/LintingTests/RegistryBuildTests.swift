import Linting
import Testing

@Suite("Builds for registries")
struct RegistryBuildTests {
  private func found(
    _ rule: String, _ steps: String..., job: String = "runs-on: ubuntu-24.04", on: String = "push",
    files: KeyValuePairs<String, String> = [:]
  ) -> Int {
    Steps.count(
      rule, "on: \(on)\njobs:\n" + Steps.job("a", steps, job: job), files: files)
  }

  @Test func areLoadedForOnePlatform() {
    let rule = "multi-platform-load"
    let two = "platforms: 'linux/amd64,linux/arm64'"
    #expect(found(rule, Steps.build("\(two), load: true")) == 1)
    #expect(found(rule, Steps.build("\(two), outputs: type=docker")) == 1)
    #expect(found(rule, Steps.build("\(two), outputs: 'type=docker,dest=a.tar'")) == 0)
    #expect(found(rule, Steps.build("\(two), push: true")) == 0)
    #expect(found(rule, Steps.build("platforms: linux/amd64, load: true")) == 0)
    #expect(found(rule, Steps.build("\(two), load: true"), job: "runs-on: ubuntu-26.04") == 0)
    #expect(found(rule, Steps.build("\(two), load: true"), job: "runs-on: self-hosted") == 0)
    #expect(
      found(rule, "- uses: docker/setup-docker-action@v5", Steps.build("\(two), load: true")) == 0)
    #expect(
      found(rule, "- run: docker buildx build --platform linux/amd64,linux/arm64 --load .") == 1)
  }

  @Test func forSeveralPlatformsNeedABuilder() {
    let rule = "export-without-builder"
    let two = Steps.build("platforms: 'linux/amd64,linux/arm64'")
    #expect(found(rule, two) == 1)
    #expect(found(rule, Steps.buildx, two) == 0)
    #expect(found(rule, two, Steps.buildx) == 1)
    #expect(found(rule, Steps.buildx + "\n  with: {driver: docker}", two) == 1)
    #expect(found(rule, "- run: docker buildx build --platform linux/amd64,linux/arm64 .") == 1)
    #expect(found(rule, Steps.build("platforms: linux/arm64")) == 0)
    #expect(found(rule, Steps.build("platforms: '${{ vars.P }}'")) == 0)
    #expect(found(rule, Steps.build("sbom: true")) == 1)
    #expect(found(rule, Steps.build("provenance: mode=max")) == 1)
    #expect(found(rule, Steps.build("provenance: false")) == 0)
    #expect(found(rule, two, job: "runs-on: ubuntu-latest") == 0)
    #expect(found(rule, "- uses: docker/setup-docker-action@v5", two) == 0)
  }

  @Test func haveADigestThatOthersFindOnlyWhenPushed() {
    let rule = "digest-of-unpushed-image"
    func build(_ inputs: String) -> String {
      "- uses: docker/build-push-action@v7\n  id: b\n  with: {tags: 'ghcr.io/acme/a', \(inputs)}"
    }
    let use = "- run: crane cp ghcr.io/acme/a@${{ steps.b.outputs.digest }} x"
    #expect(found(rule, build("context: ."), use) == 1)
    #expect(found(rule, build("push: false"), use.replacing("{{ ", with: "{{")) == 1)
    #expect(found(rule, build("push: true"), use) == 0)
    #expect(found(rule, build("push: '${{ vars.PUSH }}'"), use) == 0)
    #expect(found(rule, build("outputs: 'type=registry'"), use) == 0)
    #expect(found(rule, build("context: ."), "- run: echo ${{ steps.b.outputs.digest }}") == 0)
    #expect(found(rule, build("context: ."), use.replacing("steps.b", with: "steps.c")) == 0)
    let attest =
      "- uses: actions/attest-build-provenance@v4\n  with: {subject-name: ghcr.io/acme/a, "
      + "subject-digest: '${{ steps.b.outputs.digest }}', push-to-registry: true}"
    #expect(found(rule, build("context: ."), attest) == 1)
    #expect(found(rule, build("push: true"), attest) == 0)
  }

  @Test func mayLoseTheirCacheToAnArgument() {
    let rule = "volatile-build-argument"
    func count(_ value: String, _ dockerfile: String, cache: String = "cache-from: type=gha") -> Int
    {
      found(
        rule, Steps.build("context: ., build-args: 'V=\(value)', \(cache)"),
        files: ["Dockerfile": dockerfile])
    }
    let first = "FROM debian\nARG V\nRUN apt-get install -y x"
    #expect(count("${{ github.sha }}", first) == 1)
    #expect(count("${{ github.run_number }}", first) == 1)
    #expect(count("${{ github.ref_name }}", first) == 0)
    #expect(count("1", first) == 0)
    #expect(count("${{ github.sha }}", first, cache: "pull: true") == 0)
    #expect(count("${{ github.sha }}", "FROM debian\nRUN apt-get install -y x\nARG V\nRUN y") == 0)
    #expect(count("${{ github.sha }}", "ARG V\nFROM debian\nRUN apt-get install -y x") == 0)
  }

  @Test func forAnotherProcessorNeedEmulation() {
    let rule = "missing-emulation"
    func count(
      _ steps: String..., platforms: String = "linux/amd64,linux/arm64",
      dockerfile: String = "FROM alpine\nRUN a", job: String = "runs-on: ubuntu-24.04"
    ) -> Int {
      let text =
        "on: push\njobs:\n"
        + Steps.job("a", steps + [Steps.build("context: ., platforms: '\(platforms)'")], job: job)
      return Steps.count(rule, text, files: ["Dockerfile": dockerfile])
    }
    #expect(count(Steps.buildx) == 1)
    #expect(count("- uses: docker/setup-qemu-action@v4", Steps.buildx) == 0)
    #expect(count("- run: docker run --privileged tonistiigi/binfmt --install all") == 0)
    #expect(count(Steps.buildx, platforms: "linux/amd64") == 0)
    #expect(count(Steps.buildx, platforms: "linux/386") == 0)
    #expect(count(Steps.buildx, platforms: "linux/arm64", job: "runs-on: ubuntu-24.04-arm") == 0)
    #expect(count(Steps.buildx, platforms: "linux/amd64", job: "runs-on: ubuntu-24.04-arm") == 1)
    #expect(count(Steps.buildx, dockerfile: "FROM alpine\nCOPY . .") == 0)
    let crossed =
      "FROM --platform=$BUILDPLATFORM golang AS b\nRUN a\nFROM alpine\nCOPY --from=b / /"
    #expect(count(Steps.buildx, dockerfile: crossed) == 0)
    #expect(count(Steps.buildx, dockerfile: crossed + "\nRUN b") == 1)
    #expect(count(Steps.buildx + "\n  with: {append: x}") == 0)
    #expect(count(Steps.buildx, job: "runs-on: self-hosted") == 0)
  }

  @Test func takeOnlyArgumentsThatAreDeclared() {
    let rule = "unused-build-argument"
    func count(_ arguments: String, _ dockerfile: String) -> Int {
      found(
        rule, Steps.build("context: ., build-args: \"\(arguments)\""),
        files: ["Dockerfile": dockerfile])
    }
    #expect(count("V=1", "FROM alpine") == 1)
    #expect(count("V=1\\nW=2", "FROM alpine\nARG V") == 1)
    #expect(count("V=1", "ARG V\nFROM alpine:$V") == 0)
    #expect(count("\\\"V=1\\\"", "FROM alpine\nARG V") == 0)
    #expect(count("\\\"V=1\\\"", "FROM alpine") == 1)
    #expect(count("\\\"V=1\\n2\\\"", "FROM alpine\nARG V") == 0)
    #expect(count("HTTP_PROXY=x\\nBUILDKIT_INLINE_CACHE=1\\nTARGETARCH=x", "FROM alpine") == 0)
    #expect(count("V=1", "# syntax=acme/frontend\nFROM alpine") == 0)
    #expect(count("${{ vars.ARGS }}", "FROM alpine") == 0)
    #expect(
      found(rule, "- run: docker build --build-arg V=1 .", files: ["Dockerfile": "FROM alpine"])
        == 1)
    #expect(found(rule, Steps.build("context: missing, build-args: V=1")) == 0)
  }

  @Test func ofAMatrixMayShareArguments() {
    let step = Steps.build("context: '${{ matrix.n }}', build-args: V=1")
    let job = "runs-on: ubuntu-24.04\nstrategy: {matrix: {n: [a, b]}}"
    let rule = "unused-build-argument"
    #expect(
      found(
        rule, step, job: job, files: ["a/Dockerfile": "FROM alpine", "b/Dockerfile": "FROM alpine"])
        == 1)
    #expect(
      found(
        rule, step, job: job,
        files: ["a/Dockerfile": "FROM alpine", "b/Dockerfile": "FROM alpine\nARG V"]) == 0)
  }

  @Test func ofAFamilyShareTheArgumentsOfTheirParent() {
    let bake = """
      target "_all" { args = { V = "1" } }
      target "default" { inherits = ["_all"] }
      """
    func count(_ file: String) -> Int {
      found(
        "unused-build-argument", "- run: docker buildx bake",
        files: ["docker-bake.hcl": file, "Dockerfile": "FROM alpine"])
    }
    #expect(count(bake) == 0)
    let own = bake + "\ntarget \"default\" {\n  args = { V = \"2\" }\n}\n"
    #expect(count(own) == 1)
  }

  @Test func doNotPushFromForks() {
    let rule = "push-from-fork"
    let push = "push: true, tags: 'ghcr.io/acme/a:1'"
    let cache = "cache-to: 'type=registry,ref=ghcr.io/acme/a:c'"
    func count(_ step: String, job: String = "runs-on: ubuntu-24.04", on: String) -> Int {
      found(rule, Steps.login, step, job: job, on: on)
    }
    let both = "[push, pull_request]"
    #expect(count(Steps.build(push), on: both) == 1)
    #expect(count(Steps.build(cache), on: both) == 1)
    #expect(count(Steps.build(cache.replacing(":c", with: ":c,ignore-error=true")), on: both) == 0)
    #expect(count(Steps.build(push), on: "push") == 0)
    #expect(count(Steps.build(push), on: "pull_request_target") == 0)
    let decided = "push: '${{ github.event_name == ''push'' }}', tags: 'ghcr.io/acme/a:1'"
    #expect(count(Steps.build(decided), on: both) == 0)
    #expect(count(Steps.build(push) + "\n  if: github.ref == 'refs/heads/main'", on: both) == 0)
    let own = "if: github.event.pull_request.head.repo.full_name == github.repository"
    #expect(count(Steps.build(push), job: "runs-on: ubuntu-24.04\n\(own)", on: both) == 0)
    #expect(count("- run: docker push ghcr.io/acme/a:1", on: both) == 1)
    #expect(
      count("- run: |\n    if [ $X ]; then\n    docker push ghcr.io/acme/a:1\n    fi", on: both)
        == 0)
  }

  @Test func pushNamesThatTheyGave() {
    let rule = "push-of-missing-image"
    let build = "- run: docker build -t ghcr.io/acme/a:1 ."
    #expect(found(rule, build, "- run: docker push ghcr.io/acme/a:2") == 1)
    #expect(found(rule, build, "- run: docker push ghcr.io/acme/a") == 1)
    #expect(found(rule, build, "- run: docker push ghcr.io/acme/a:1") == 0)
    #expect(found(rule, "- run: docker build -t a .", "- run: docker push ghcr.io/acme/a:1") == 1)
    #expect(
      found(rule, build, "- run: docker tag ghcr.io/acme/a:1 b/c", "- run: docker push b/c") == 0)
    #expect(found(rule, build, "- run: docker load -i x.tar", "- run: docker push b/c") == 0)
    #expect(found(rule, "- run: docker build -t $NAME .", "- run: docker push b/c") == 0)
    #expect(found(rule, "- run: docker push b/c") == 0)
    #expect(found(rule, build, "- run: make images", "- run: docker push b/c") == 0)
  }
}
