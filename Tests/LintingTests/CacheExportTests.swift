import Linting
import Testing

@Suite("Exports of caches")
struct CacheExportTests {
  private let registry = "cache-to: 'type=registry,ref=ghcr.io/acme/a:cache,mode=max'"

  @Test func needABuilderOfTheirOwn() {
    func found(_ steps: String..., job: String = "runs-on: ubuntu-24.04") -> Int {
      let text = "on: push\njobs:\n" + Steps.job("a", steps, job: job)
      return Steps.count("cache-without-builder", text)
    }
    let build = Steps.build("context: ., \(registry)")
    #expect(found(Steps.checkout, build) == 1)
    #expect(found(Steps.buildx, build) == 0)
    #expect(found(build, Steps.buildx) == 1)
    #expect(found(Steps.buildx + "\n  with: {driver: docker}", build) == 1)
    #expect(found(Steps.buildx + "\n  with: {driver: docker-container}", build) == 0)
    #expect(found(Steps.buildx + "\n  with: {driver: '${{ vars.DRIVER }}'}", build) == 0)
    #expect(found("- run: docker buildx create --use", build) == 0)
    #expect(found(Steps.build("context: ., cache-to: type=inline")) == 0)
    #expect(found(Steps.build("context: ., cache-to: '${{ vars.CACHE }}'")) == 0)
    #expect(found(Steps.build("context: ., cache-from: type=gha")) == 0)
    #expect(found("- uses: ./.github/actions/setup", build) == 0)
    #expect(found(build, job: "runs-on: self-hosted") == 0)
    #expect(found(build, job: "runs-on: ubuntu-26.04") == 0)
    #expect(found(build, job: "runs-on: ubuntu-22.04-arm") == 1)
    #expect(found(build, job: "runs-on: ubuntu-24.04\ncontainer: docker:28") == 0)
    #expect(
      found("- run: docker build --cache-to type=local,dest=/tmp/x -t a .") == 1)
    #expect(
      found(Steps.buildx, "- run: docker build --cache-to type=local,dest=/tmp/x -t a .") == 0)
    #expect(found("- run: docker build --builder mine --cache-to type=local,dest=x .") == 0)
  }

  @Test func doNotSeeTheBuilderOfAnotherJob() {
    let text =
      "on: push\njobs:\n" + Steps.job("a", [Steps.buildx])
      + Steps.job(
        "b", [Steps.build("context: ., \(registry)")], job: "runs-on: ubuntu-24.04\nneeds: a")
    #expect(Steps.count("cache-without-builder", text) == 1)
  }

  @Test func mustNotReplaceImages() {
    func found(_ inputs: String, slug: String? = nil) -> Int {
      Steps.count(
        "cache-over-image", Steps.workflow(Steps.buildx, Steps.build(inputs)), slug: slug)
    }
    let push = "context: ., push: true, tags: 'ghcr.io/acme/a:latest'"
    #expect(found("\(push), cache-to: 'type=registry,ref=ghcr.io/acme/a:latest'") == 1)
    #expect(found("\(push), cache-to: 'type=registry,ref=ghcr.io/acme/a'") == 1)
    #expect(found("\(push), cache-to: 'ghcr.io/acme/a:latest'") == 1)
    #expect(found("\(push), cache-to: 'type=registry,ref=ghcr.io/acme/a:cache'") == 0)
    #expect(found("\(push), cache-from: 'type=registry,ref=ghcr.io/acme/a'") == 0)
    #expect(found("\(push), cache-to: type=inline") == 0)
    let dynamic = "ghcr.io/${{ github.repository_owner }}/a:${{ github.ref_name }}"
    #expect(
      found("push: true, tags: '\(dynamic)', cache-to: 'type=registry,ref=\(dynamic)'") == 1)
    #expect(
      found("push: true, tags: '\(dynamic)', cache-to: 'type=registry,ref=\(dynamic)-cache'") == 0)
    #expect(
      Steps.count(
        "cache-over-image",
        Steps.workflow(
          "- run: docker buildx build --push -t ghcr.io/acme/a:1 "
            + "--cache-to type=registry,ref=ghcr.io/acme/a:1 .")) == 1)
  }

  @Test func mustNotReplaceImagesThatMetadataNames() {
    let metadata =
      "- {id: m, uses: docker/metadata-action@v6, with: {images: ghcr.io/acme/a, "
      + "tags: 'type=raw,value=latest'}}"
    func found(_ ref: String) -> Int {
      let build = Steps.build(
        "push: true, tags: '${{ steps.m.outputs.tags }}', cache-to: 'type=registry,ref=\(ref)'")
      return Steps.count("cache-over-image", Steps.workflow(metadata, build))
    }
    #expect(found("ghcr.io/acme/a:latest") == 1)
    #expect(found("ghcr.io/acme/a:cache") == 0)
  }

  @Test func ofAnotherWorkflowMustNotReplaceImagesEither() {
    let image = Steps.workflow(
      Steps.build("context: ., push: true, tags: 'ghcr.io/acme/base:latest'"))
    let cache = Steps.workflow(
      Steps.build("context: b, cache-to: 'type=registry,ref=ghcr.io/acme/base:latest'"))
    #expect(Steps.count("cache-over-image", image, cache) == 1)
  }

  private let staged = """
    FROM golang AS build
    RUN go build -o /a
    FROM scratch
    COPY --from=build /a /a
    """

  @Test(arguments: [
    ("cache-to: type=gha", 1), ("cache-to: 'type=gha,mode=min'", 1),
    ("cache-to: 'type=gha,mode=max'", 0), ("cache-to: type=inline", 1),
    ("cache-to: 'type=inline,mode=max'", 1), ("cache-to: 'type=gha,mode=${{ vars.MODE }}'", 0),
    ("cache-to: 'type=registry,ref=ghcr.io/a/c:x'", 1), ("cache-to: ghcr.io/a/c:x", 1),
    ("cache-to: \"type=inline\\ntype=gha,mode=max\"", 0), ("cache-to: '${{ vars.TO }}'", 0),
    ("cache-from: type=gha", 0), ("cache-to: type=gha, target: build", 0),
    ("cache-to: 'type=gha,scope=a${{ inputs.full && '',mode=max'' }}'", 0),
  ])
  func keepWhatTheWorkIs(_ inputs: String, _ count: Int) {
    let text = Steps.workflow(Steps.buildx, Steps.build("context: ., \(inputs)"))
    #expect(
      Steps.count("cache-of-last-stage", text, files: ["Dockerfile": staged]) == count, "\(inputs)")
  }

  @Test func mayKeepTheWorkAsATargetOfItsOwn() {
    let text = Steps.workflow(
      Steps.buildx, Steps.build("context: ., target: build, cache-to: 'type=gha,scope=build'"),
      Steps.build("context: ., cache-to: 'type=gha,scope=all'"))
    #expect(Steps.count("cache-of-last-stage", text, files: ["Dockerfile": staged]) == 0)
  }

  @Test(arguments: [
    "FROM golang AS base\nRUN a\nFROM base AS build\nRUN b\nFROM base",
    "FROM golang AS build\nRUN a\nFROM build", "FROM golang\nRUN a",
    "FROM busybox AS files\nCOPY . .\nFROM alpine\nCOPY --from=files / /",
    "FROM golang AS unused\nRUN a\nFROM alpine\nRUN b",
  ])
  func mayLeaveOutWhatHoldsNoWork(_ dockerfile: String) {
    let text = Steps.workflow(Steps.buildx, Steps.build("context: ., cache-to: type=gha"))
    #expect(Steps.count("cache-of-last-stage", text, files: ["Dockerfile": dockerfile]) == 0)
  }

  @Test func areNotKeptForRunsThatMayOnlyRead() {
    func found(_ on: String, _ steps: String..., job: String = "", top: String = "") -> Int {
      let text =
        "on: \(on)\n\(top)\njobs:\n" + Steps.job("a", steps, job: "runs-on: ubuntu-24.04\n\(job)")
      return Steps.count("read-only-cache", text)
    }
    let build = Steps.build("context: ., cache-to: 'type=gha,mode=max'")
    let listens = "{workflow_run: {workflows: [A], types: [completed]}}"
    #expect(found(listens, build) == 1)
    #expect(found("[pull_request_target]", build) == 1)
    #expect(found("issue_comment", build) == 1)
    #expect(found("{workflow_dispatch: , workflow_run: {workflows: [A]}}", build) == 1)
    #expect(found("{push: , workflow_run: {workflows: [A]}}", build) == 0)
    #expect(found("push", build) == 0)
    #expect(found("pull_request", build) == 0)
    #expect(found(listens, build, job: "cache-mode: write") == 0)
    #expect(found(listens, build, top: "cache-mode: write") == 0)
    #expect(found("push", build, job: "cache-mode: read") == 1)
    #expect(found(listens, Steps.build("context: ., cache-from: type=gha")) == 0)
    #expect(found(listens, Steps.build("context: ., \(registry)")) == 0)
    let files = "- uses: actions/cache@v6\n  with: {path: ~/.npm, key: x}"
    #expect(found(listens, files) == 1)
    #expect(found(listens, files.replacing("cache@", with: "cache/restore@")) == 0)
  }

  @Test func mayBeReadWhereAnotherWorkflowSavesThem() {
    let files = "- uses: actions/cache@v6\n  with: {path: ~/.npm, key: x}"
    let listener = Steps.workflow(files, on: "{workflow_run: {workflows: [A]}}")
    #expect(Steps.count("read-only-cache", listener, Steps.workflow(files)) == 0)
  }

  @Test func ofTagsAreFoundByNoOtherTag() {
    func found(_ on: String) -> Int {
      Steps.count(
        "cache-of-one-tag",
        Steps.workflow(Steps.buildx, Steps.build("context: ., cache-to: type=gha"), on: on))
    }
    #expect(found("{push: {tags: ['v*']}}") == 1)
    #expect(found("{release: {types: [published]}}") == 1)
    #expect(found("push") == 0)
    #expect(found("{push: {tags: ['v*'], branches: [main]}}") == 0)
    #expect(found("{push: {tags: ['v*']}, schedule: [{cron: 1 1 * * 1}]}") == 0)
    #expect(found("{push: {tags: ['v*']}, workflow_call: }") == 0)
  }

  @Test func ofScriptsNeedAToken() {
    func found(_ steps: String..., job: String = "runs-on: ubuntu-24.04") -> Int {
      Steps.count("cache-without-token", "on: push\njobs:\n" + Steps.job("a", steps, job: job))
    }
    let script = "- run: docker buildx build --cache-to type=gha,mode=max ."
    #expect(found(Steps.buildx, script) == 1)
    #expect(found("- run: docker build --cache-from=type=gha,scope=x .") == 1)
    #expect(found("- uses: crazy-max/ghaction-github-runtime@v3", script) == 0)
    #expect(found("- uses: ./.github/actions/runtime", script) == 0)
    #expect(found("- run: docker build --cache-to type=gha,token=$T,url=$U .") == 0)
    #expect(found(script + "\n  env: {ACTIONS_RUNTIME_TOKEN: x}") == 0)
    #expect(found("- run: docker build --cache-to type=registry,ref=a/b:c .") == 0)
    #expect(found(script, job: "runs-on: [self-hosted]") == 0)
    #expect(found(Steps.build("context: ., cache-to: type=gha")) == 0)
  }
}
