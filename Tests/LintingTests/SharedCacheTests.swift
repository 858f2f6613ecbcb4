import Linting
import Testing

@Suite("One cache for several images")
struct SharedCacheTests {
  private func found(_ workflows: String...) -> Int {
    switch workflows.count {
    case 1: Steps.count("shared-cache", workflows[0])
    default: Steps.count("shared-cache", workflows[0], workflows[1])
    }
  }

  private func matrix(_ inputs: String, _ matrix: String) -> String {
    Steps.workflow(
      Steps.buildx, Steps.build(inputs), job: "runs-on: ubuntu-24.04\nstrategy: {matrix: \(matrix)}"
    )
  }

  @Test(arguments: [
    "cache-to: type=gha", "cache-to: 'type=gha,mode=max'", "cache-to: 'type=gha,scope=all'",
    "cache-to: 'type=registry,ref=ghcr.io/acme/cache:all,mode=max'",
    "cache-to: 'type=registry,ref=ghcr.io/${{ github.repository_owner }}/cache'",
    "cache-to: 'type=gha,scope=${{ github.ref_name }}'", "cache-to: 'ghcr.io/acme/cache:all'",
  ])
  func isFoundInAMatrix(_ cache: String) {
    #expect(found(matrix("context: '${{ matrix.name }}', \(cache)", "{name: [a, b, c]}")) == 1)
    #expect(found(matrix("file: '${{ matrix.name }}/Dockerfile', \(cache)", "{name: [a, b]}")) == 1)
    #expect(found(matrix("context: '${{ matrix.name }}', \(cache)", "{name: [a]}")) == 0)
  }

  @Test func isFoundForStagesAndVersionsAndPlatforms() {
    let cache = "context: ., cache-to: 'type=gha,scope=x'"
    #expect(found(matrix("\(cache), target: '${{ matrix.t }}'", "{t: [api, worker]}")) == 1)
    #expect(found(matrix("\(cache), build-args: 'V=${{ matrix.v }}'", "{v: [1, 2]}")) == 1)
    let platforms = "{p: [linux/amd64, linux/arm64]}"
    #expect(found(matrix("\(cache), platforms: '${{ matrix.p }}'", platforms)) == 1)
    #expect(found(matrix("\(cache), platforms: 'linux/amd64,linux/arm64'", "{v: [1, 2]}")) == 0)
    let machines = Steps.workflow(
      Steps.build(cache),
      job: "runs-on: '${{ matrix.os }}'\nstrategy: {matrix: {os: [ubuntu-24.04, ubuntu-24.04-arm]}}"
    )
    #expect(found(machines) == 1)
  }

  @Test func isFoundWhereTheMatrixIsMadeInTheRun() {
    let dynamic = "'${{ fromJSON(needs.plan.outputs.matrix) }}'"
    let context = "context: 'images/${{ matrix.name }}'"
    #expect(found(matrix("\(context), cache-to: type=gha", dynamic)) == 1)
    let own = "cache-to: 'type=gha,scope=${{ matrix.name }}'"
    #expect(found(matrix("\(context), \(own)", dynamic)) == 0)
    #expect(found(matrix("context: ., cache-to: type=gha", dynamic)) == 0)
  }

  @Test func isNotFoundWhereTheNameHoldsTheDifference() {
    let context = "context: '${{ matrix.name }}'"
    for name in [
      "${{ matrix.name }}", "x-${{ matrix.name }}", "${{ format(''a-{0}'', matrix.name) }}",
    ] {
      #expect(
        found(matrix("\(context), cache-to: 'type=gha,scope=\(name)'", "{name: [a, b]}")) == 0)
    }
    let listed = "{include: [{name: a, cache: one}, {name: b, cache: two}]}"
    #expect(
      found(matrix("\(context), cache-to: 'type=gha,scope=${{ matrix.cache }}'", listed)) == 0)
    let unknown = "cache-to: '${{ steps.x.outputs.cache }}'"
    #expect(found(matrix("\(context), \(unknown)", "{name: [a, b]}")) == 0)
    #expect(found(matrix("\(context), cache-to: type=inline", "{name: [a, b]}")) == 0)
  }

  @Test func isFoundAcrossJobsAndWorkflows() {
    let one = Steps.workflow(Steps.build("context: one, cache-to: type=gha"))
    let two = Steps.workflow(Steps.build("context: two, cache-to: 'type=gha,mode=max'"))
    #expect(found(one, two) == 1)
    #expect(found(one, one) == 0)
    let jobs =
      Steps.workflow(Steps.build("context: one, cache-to: type=gha"))
      + Steps.job("b", [Steps.build("context: two, cache-to: type=gha")])
    #expect(found(jobs) == 1)
    let steps = Steps.workflow(
      Steps.build("context: one, cache-to: type=gha"),
      Steps.build("context: two, cache-to: type=gha"))
    #expect(found(steps) == 1)
    let either = Steps.workflow(
      Steps.build("context: one, cache-to: type=gha") + "\n  if: github.event_name == 'push'",
      Steps.build("context: two, cache-to: type=gha") + "\n  if: github.event_name != 'push'")
    #expect(found(either) == 0)
    let stages = Steps.workflow(
      Steps.build("context: ., target: test, cache-to: type=gha"),
      Steps.build("context: ., cache-to: type=gha"))
    #expect(found(stages) == 0)
  }

  @Test func isFoundInBakeFiles() {
    func found(_ second: String, set: String = "") -> [String] {
      lintLines(
        [
          ".github/workflows/a.yml": """
          on: push
          jobs:
            a:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/setup-buildx-action@v4
                - uses: docker/bake-action@v7
                  with: {source: ., set: '\(set)'}
          """,
          "docker-bake.hcl": """
          group "default" { targets = ["a", "b"] }
          target "a" {
            context = "a"
            cache-to = ["type=gha,scope=a,mode=max"]
          }
          target "b" {
            context = "b"
            cache-to = ["type=gha,scope=\(second)"]
          }
          """,
          "a/Dockerfile": "FROM debian:13\n",
          "b/Dockerfile": "FROM golang:1.25 AS m\nRUN make\nFROM debian:13\nCOPY --from=m /m /\n",
        ], rules: Rule.all.filter { ["shared-cache", "cache-of-last-stage"].contains($0.id) })
    }
    #expect(found("b,mode=max") == [])
    #expect(found("a,mode=max") == ["docker-bake.hcl:6: shared-cache"])
    #expect(found("b") == ["docker-bake.hcl:6: cache-of-last-stage"])
    #expect(found("b", set: "b.cache-to=type=gha,scope=b,mode=max") == [])
    #expect(found("a,mode=max", set: "*.cache-to=") == [])
  }

  @Test func isFoundInScripts() {
    func script(_ context: String) -> String {
      Steps.workflow(
        "- run: docker buildx build --cache-to type=registry,ref=ghcr.io/acme/c:x,mode=max \(context)"
      )
    }
    #expect(found(script("one"), script("two")) == 1)
    let own = script("two").replacing("c:x", with: "c:y")
    #expect(found(script("one"), own) == 0)
    let loop = Steps.workflow(
      "- run: |\n    docker buildx build --cache-to=type=gha,token=t,scope=s a\n"
        + "    docker buildx build --cache-to=type=gha,token=t,scope=s b")
    #expect(found(loop) == 1)
  }

  @Test func knowsThatPullRequestsHaveScopesOfTheirOwn() {
    let push = Steps.workflow(
      Steps.build("context: one, cache-to: type=gha"), on: "{push: {branches: [main]}}")
    let pull = Steps.workflow(
      Steps.build("context: two, cache-to: type=gha"), on: "pull_request")
    #expect(found(push, pull) == 0)
    let release = Steps.workflow(
      Steps.build("context: two, cache-to: type=gha"), on: "{push: {tags: ['v*']}}")
    #expect(found(push, release) == 0)
    let registry = "cache-to: 'type=registry,ref=ghcr.io/acme/c:x'"
    #expect(
      found(
        Steps.workflow(Steps.build("context: one, \(registry)")),
        Steps.workflow(Steps.build("context: two, \(registry)"), on: "pull_request")) == 1)
  }
}
