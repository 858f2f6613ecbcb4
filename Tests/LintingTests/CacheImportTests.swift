import Linting
import Testing

@Suite("Imports of caches")
struct CacheImportTests {
  private func found(_ rule: String, _ steps: String..., on: String = "push") -> Int {
    Steps.count(rule, "on: \(on)\njobs:\n" + Steps.job("a", steps))
  }

  @Test func needAnExport() {
    let rule = "unwritten-cache"
    func count(_ inputs: String) -> Int { found(rule, Steps.build("context: ., \(inputs)")) }
    #expect(count("cache-from: type=gha") == 1)
    #expect(count("cache-from: type=gha, cache-to: type=gha") == 0)
    #expect(count("cache-from: 'type=gha,scope=a', cache-to: type=gha") == 1)
    #expect(count("cache-from: 'type=gha,scope=buildkit', cache-to: type=gha") == 0)
    #expect(count("cache-from: type=gha, cache-to: '${{ vars.TO }}'") == 0)
    #expect(
      count("cache-from: 'type=gha,scope=a', cache-to: 'type=gha,scope=${{ steps.x.outputs.y }}'")
        == 0)
    #expect(count("cache-from: 'type=registry,ref=ghcr.io/others/a:cache'") == 0)
    let own = "push: true, tags: 'ghcr.io/acme/a:1'"
    #expect(count("\(own), cache-from: 'type=registry,ref=ghcr.io/acme/a:cache'") == 1)
    #expect(count("\(own), cache-from: 'type=registry,ref=ghcr.io/acme/a:1'") == 1)
    #expect(
      count("\(own), cache-to: type=inline, cache-from: 'type=registry,ref=ghcr.io/acme/a:1'") == 0)
    #expect(
      count(
        "\(own), build-args: BUILDKIT_INLINE_CACHE=1, cache-from: 'type=registry,ref=ghcr.io/acme/a:1'"
      ) == 0)
  }

  @Test func mayComeFromAnotherWorkflow() {
    let reader = Steps.workflow(Steps.build("context: ., cache-from: type=gha"))
    let writer = Steps.workflow(Steps.build("context: ., cache-to: type=gha"))
    #expect(Steps.count("unwritten-cache", reader, writer) == 0)
    #expect(Steps.count("unread-cache", reader, writer) == 0)
    let pull = Steps.workflow(
      Steps.build("context: ., cache-to: type=gha"), on: "pull_request")
    #expect(Steps.count("unwritten-cache", reader, pull) == 1)
    let baked = Steps.workflow("- uses: docker/bake-action@v7")
    #expect(Steps.count("unwritten-cache", reader, baked) == 0)
    let foreign = "on: push\njobs:\n  a: {uses: acme/ci/.github/workflows/x.yml@v1}\n"
    #expect(Steps.count("unwritten-cache", reader, foreign) == 0)
  }

  @Test func areWhatExportsAreFor() {
    let rule = "unread-cache"
    func count(_ inputs: String) -> Int { found(rule, Steps.build("context: ., \(inputs)")) }
    #expect(count("cache-to: 'type=gha,mode=max'") == 1)
    #expect(count("cache-to: 'type=registry,ref=ghcr.io/acme/a:cache'") == 1)
    #expect(count("cache-to: type=gha, cache-from: 'type=gha,scope=a'") == 1)
    #expect(count("cache-to: type=gha, cache-from: type=gha") == 0)
    #expect(count("cache-to: type=gha, cache-from: type=gha, no-cache: true") == 1)
    #expect(count("cache-to: type=gha, cache-from: '${{ vars.FROM }}'") == 0)
    #expect(count("cache-to: type=inline") == 0)
    #expect(
      found(
        rule, "- run: docker build --cache-to type=registry,ref=a/b:c,mode=max .",
        "- run: docker build --cache-from a/b:c .") == 0)
  }

  @Test func areIgnoredByBuildsWithoutCache() {
    let rule = "ignored-cache"
    #expect(found(rule, Steps.build("no-cache: true, cache-from: type=gha")) == 1)
    #expect(found(rule, Steps.build("no-cache: false, cache-from: type=gha")) == 0)
    #expect(found(rule, Steps.build("no-cache: '${{ inputs.fresh }}', cache-from: type=gha")) == 0)
    #expect(found(rule, Steps.build("no-cache: true, cache-to: type=gha")) == 0)
    #expect(found(rule, "- run: docker build --no-cache --cache-from type=gha .") == 1)
  }

  @Test func fromADirectoryNeedSomebodyWhoKeepsIt() {
    let rule = "lost-local-cache"
    let build = Steps.build("context: ., cache-to: 'type=local,dest=/tmp/c'")
    func keep(_ path: String) -> String {
      "- uses: actions/cache@v6\n  with: {path: '\(path)', key: 'c-${{ github.sha }}'}"
    }
    #expect(found(rule, build) == 1)
    #expect(found(rule, keep("/tmp/c"), build) == 0)
    #expect(found(rule, keep("/tmp/c/"), build) == 0)
    #expect(found(rule, keep("/tmp/other"), build) == 1)
    #expect(found(rule, keep("${{ env.CACHE }}"), build) == 0)
    let new = build.replacing("/tmp/c", with: "/tmp/c-new")
    #expect(found(rule, keep("/tmp/c"), new) == 1)
    #expect(found(rule, keep("/tmp/c"), new, "- run: rm -rf /tmp/c && mv /tmp/c-new /tmp/c") == 0)
    #expect(
      found(rule, build, "- uses: actions/upload-artifact@v7\n  with: {path: /tmp/c, name: c}") == 0
    )
    #expect(found(rule, "- run: docker build --cache-to type=local,dest=.c .") == 1)
    #expect(
      Steps.count(rule, "on: push\njobs:\n" + Steps.job("a", [build], job: "runs-on: self-hosted"))
        == 0)
  }
}
