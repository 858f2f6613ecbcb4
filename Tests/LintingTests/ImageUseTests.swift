import Linting
import SourceText
import Testing

@Suite("Images that jobs run and pull")
struct ImageUseTests {
  private func found(_ jobs: String) -> [String] {
    let rules = Rule.all.filter { $0.id == "image-beside-its-builder" }
    return lintLines([".github/workflows/a.yml": "on: push\njobs:\n\(jobs)"], rules: rules)
      .map { $0.replacing(".github/workflows/a.yml:", with: "") }
  }

  private let isReported = ["4: image-beside-its-builder"]
  private let image = "ghcr.io/acme/tools"

  @Test(arguments: [
    "container: ghcr.io/acme/tools", "container: {image: 'ghcr.io/acme/tools:latest'}",
    "container: {image: '${{ matrix.image }}'}, strategy: {matrix: {image: [ghcr.io/acme/tools]}}",
    "services: {db: {image: ghcr.io/acme/tools}}",
  ])
  func comeBeforeTheFirstStep(_ container: String) {
    let tools = job("tools", buildStep("tools"))
    #expect(found(tools + job("test", "{run: pytest}", more: container)) == isReported)
    #expect(found(tools + job("test", "{run: pytest}", more: container + ", needs: tools")) == [])
    let other = container.replacing("acme/tools", with: "acme/other")
    #expect(found(tools + job("test", "{run: pytest}", more: other)) == [])
  }

  @Test(arguments: [
    "docker run --rm -v \"$PWD:/src\" -e A=b ghcr.io/acme/tools make",
    "docker run -itd --name=x --network host ghcr.io/acme/tools:latest",
    "docker container run -p 80:80 ghcr.io/acme/tools", "docker create ghcr.io/acme/tools",
    "docker pull ghcr.io/acme/tools",
    "docker buildx imagetools create -t ghcr.io/acme/out:1 ghcr.io/acme/tools:latest",
    "sudo docker run ghcr.io/acme/tools",
  ])
  func areThoseOfCommandsToo(_ command: String) {
    let tools = job("tools", buildStep("tools"))
    #expect(found(tools + job("test", "{run: '\(command)'}")) == isReported)
    #expect(found(tools + job("test", "{run: '\(command)'}", more: "needs: [tools]")) == [])
  }

  @Test func areNotTheWordsOfOptionsOrOfTheCommandInside() {
    let tools = job("tools", buildStep("tools"))
    for command in [
      "docker run alpine ghcr.io/acme/tools", "docker run -e IMAGE=ghcr.io/acme/tools alpine",
      "docker run --name ghcr.io/acme/tools alpine", "echo docker run ghcr.io/acme/tools",
      "docker run $OPTIONS ghcr.io/acme/tools",
    ] {
      #expect(found(tools + job("test", "{run: '\(command)'}")) == [], "\(command)")
    }
  }

  @Test func mayBeThoseOfTheRunBeforeInTheJobThatBuildsThem() {
    let pull = "{run: 'docker pull ghcr.io/acme/tools || true'}"
    #expect(found(job("tools", pull, buildStep("tools"))) == [])
    #expect(found(job("tools", buildStep("tools"), more: "container: ghcr.io/acme/tools")) == [])
  }

  @Test func mayBeOnTheRunnerAlready() {
    let local = "{run: 'docker build -t ghcr.io/acme/tools tools; docker run ghcr.io/acme/tools'}"
    #expect(found(job("tools", buildStep("tools")) + job("test", local)) == [])
  }

  @Test func mayBeMissingWhenTheScriptGoesOn() {
    let tools = job("tools", buildStep("tools"))
    #expect(found(tools + job("web", "{run: 'docker pull ghcr.io/acme/tools || true'}")) == [])
    let next = "{run: 'docker pull ghcr.io/acme/tools; false || true'}"
    #expect(found(tools + job("web", next)) == isReported)
  }

  @Test func areThoseThatActionsLookInto() {
    let scan = "{uses: aquasecurity/trivy-action@v1, with: {image-ref: ghcr.io/acme/tools}}"
    let tools = job("tools", buildStep("tools"))
    #expect(found(tools + job("scan", scan)) == isReported)
    #expect(found(tools + job("scan", scan, more: "needs: tools")) == [])
    #expect(found(job("tools", buildStep("tools"), scan)) == [])
  }

  @Test func doNotMatterToJobsThatExcludeEachOther() {
    let tools = job("tools", buildStep("tools"), more: "if: inputs.tools")
    let test = job("test", "{run: a}", more: "container: ghcr.io/acme/tools, if: inputs.test")
    #expect(found(tools + test) == [])
  }

  @Test func matterToJobsThatWaitForDifferentChanges() {
    func jobs(_ action: String) -> String {
      job("tools", buildStep("tools"), more: "needs: c, if: needs.c.outputs.tools == 'true'")
        + job(
          "test", "{run: a}",
          more: "container: ghcr.io/acme/tools, needs: c, if: needs.c.outputs.code == 'true'")
        + "  c: {steps: [{uses: \(action)}]}\n"
    }
    #expect(found(jobs("dorny/paths-filter@v4")) == isReported)
    #expect(found(jobs("acme/plan@v1")) == [])
  }

  @Test func mayComeFromACalledWorkflow() {
    func found(_ needs: String) -> [String] {
      lintLines(
        [
          ".github/workflows/a.yml":
            "on: push\njobs:\n  build: {uses: ./.github/workflows/b.yml}\n"
            + job("test", "{run: a}", more: "container: ghcr.io/acme/tools\(needs)"),
          ".github/workflows/b.yml":
            "on: workflow_call\njobs:\n" + job("tools", buildStep("tools")),
        ], rules: Rule.all.filter { $0.id == "image-beside-its-builder" })
    }
    #expect(found("") == [".github/workflows/a.yml:4: image-beside-its-builder"])
    #expect(found(", needs: build") == [])
  }

  @Test func areOrderedByTheCallerOfBothWorkflows() {
    func found(_ needs: String) -> [String] {
      lintLines(
        [
          ".github/workflows/a.yml": """
          on: push
          jobs:
            tools: {uses: ./.github/workflows/b.yml}
            test: {uses: $/.github/workflows/c.yml\(needs)}
          """,
          ".github/workflows/b.yml":
            "on: workflow_call\njobs:\n" + job("tools", buildStep("tools")),
          ".github/workflows/c.yml":
            "on: workflow_call\njobs:\n"
            + job("test", "{run: a}", more: "container: ghcr.io/acme/tools"),
        ], rules: Rule.all.filter { $0.id == "image-beside-its-builder" })
    }
    #expect(found("") == [".github/workflows/a.yml:4: image-beside-its-builder"])
    #expect(found(", needs: tools") == [])
  }
}
