import Linting
import SourceText
import Testing

@Suite("Images of other workflows")
struct UnorderedWorkflowTests {
  /// What is said about the workflow of `web`, which is built on `base` of another workflow.
  private func found(
    base: String, web: String, more: KeyValuePairs<String, String> = [:], baseIf: String = "true",
    webIf: String = "true", webPush: String = "true", webJob: String? = nil,
    places: Set<String> = [".github/workflows/web.yml"]
  ) -> Bool {
    let web =
      "name: Web\non: \(web)\njobs:\n"
      + (webJob ?? job("web", buildStep("web", push: webPush), more: "if: \"\(webIf)\""))
    let base =
      "name: Base\non: \(base)\njobs:\n"
      + job("base", buildStep("base"), more: "if: \"\(baseIf)\"")
    var files = [
      ("base", base), ("web", web),
    ].map { SourceFile(name: ".github/workflows/\($0.0).yml", text: $0.1) }
    files += more.map { name, on in
      SourceFile(
        name: ".github/workflows/\(name).yml", text: "name: \(name)\non: \(on)\njobs: {}\n")
    }
    files.append(SourceFile(name: "base/Dockerfile", text: "FROM debian:12\n"))
    files.append(SourceFile(name: "web/Dockerfile", text: "FROM ghcr.io/acme/base\n"))
    let rules = Rule.all.filter { $0.id == "image-of-unordered-workflow" }
    let found = lint(RepositoryView(files: files), rules: rules)
    #expect(Set(found.map(\.location.file.name)).isSubset(of: places))
    return !found.isEmpty
  }

  @Test(arguments: [
    ("push", "push"), ("[push, workflow_dispatch]", "{push: {branches: [main]}}"),
    ("{push: {branches: [main], paths: [base/**]}}", "{push: {branches: [main], paths: [web/**]}}"),
    ("{push: {branches: ['release/**']}}", "{push: {branches: [release/1]}}"),
    ("{push: {tags: ['v*']}}", "{push: {tags: ['v*']}}"),
    ("{schedule: [{cron: '0 3 * * *'}]}", "{schedule: [{cron: '0  3 * * *'}]}"),
    ("{release: {types: [published]}}", "release"),
  ])
  func areStaleWhenOneEventStartsBoth(_ base: String, _ web: String) {
    #expect(found(base: base, web: web))
  }

  @Test(arguments: [
    ("push", "workflow_dispatch"), ("push", "{schedule: [{cron: '0 3 * * *'}]}"),
    ("{push: {branches: [main]}}", "{push: {branches: [develop]}}"),
    ("{push: {branches: [main]}}", "{push: {tags: ['v*']}}"),
    ("{push: {branches: [main]}}", "{push: {branches-ignore: [main]}}"),
    ("{schedule: [{cron: '0 3 * * *'}]}", "{schedule: [{cron: '0 5 * * *'}]}"),
    ("{release: {types: [published]}}", "{release: {types: [created]}}"),
    ("workflow_dispatch", "workflow_dispatch"), ("push", "workflow_call"),
  ])
  func areLeftAloneWhenNothingStartsBoth(_ base: String, _ web: String) {
    #expect(!found(base: base, web: web))
  }

  @Test func areInOrderWhenOneListensToTheOther() {
    let after = "{workflow_run: {workflows: [Base], types: [completed]}}"
    #expect(!found(base: "push", web: after))
    #expect(!found(base: "push", web: "{push: null, workflow_run: {workflows: [Base]}}"))
    #expect(!found(base: "push", web: "{workflow_run: {workflows: [Mid]}}", more: ["Mid": after]))
    #expect(!found(base: "push", web: "{workflow_run: {workflows: ['B*']}}"))
  }

  @Test func areStaleWhenTheChainGoesTheWrongWay() {
    let both: Set<String> = [".github/workflows/base.yml", ".github/workflows/web.yml"]
    #expect(found(base: "{workflow_run: {workflows: [Web]}}", web: "push", places: both))
    #expect(
      found(
        base: "{workflow_run: {workflows: [Mid]}}", web: "push",
        more: ["Mid": "{workflow_run: {workflows: [Web]}}"], places: both))
  }

  @Test func areStaleWhenTheWrongWorkflowIsListenedTo() {
    let lint = "{workflow_run: {workflows: [Lint]}}"
    #expect(found(base: "push", web: lint, more: ["Lint": "push"]))
    #expect(found(base: lint, web: lint, more: ["Lint": "push"]))
    #expect(!found(base: "push", web: lint, more: ["Lint": "workflow_dispatch"]))
    #expect(!found(base: "push", web: "{workflow_run: {workflows: [Unknown]}}"))
  }

  @Test func dependOnWhatTheJobsAskOfTheEvent() {
    let both = "[push, pull_request]"
    #expect(found(base: "push", web: both, webIf: "github.event_name == 'push'"))
    #expect(found(base: both, web: "push", baseIf: "github.event_name != 'pull_request'"))
    #expect(!found(base: "push", web: both, webIf: "github.event_name == 'pull_request'"))
    let gate = "github.event_name == 'push' || github.event.workflow_run.conclusion == 'success'"
    #expect(found(base: "push", web: "push", webIf: gate))
    #expect(!found(base: "schedule", web: "schedule", webIf: gate))
    #expect(!found(base: "push", web: "push", webIf: "startsWith(github.ref, 'refs/tags/')"))
    #expect(found(base: "push", web: "push", webIf: "github.ref == 'refs/heads/main'"))
    #expect(!found(base: "push", web: "push", baseIf: "vars.BASE == 'on' && inputs.base"))
  }

  @Test func areNotStaleForBuildsThatAreThrownAway() {
    #expect(!found(base: "push", web: "push", webPush: "false"))
  }

  @Test func areNotStaleForJobsThatLookFirst() {
    let look = "{run: 'until docker manifest inspect ghcr.io/acme/base; do sleep 9; done'}"
    #expect(!found(base: "push", web: "push", webJob: job("web", look, buildStep("web"))))
    let gate = job("gate", look) + job("web", buildStep("web"), more: "needs: gate")
    #expect(!found(base: "push", web: "push", webJob: gate))
  }

  @Test func areTakenByContainersToo() {
    let container = job("test", "{run: a}", more: "container: ghcr.io/acme/base")
    #expect(found(base: "push", web: "push", webJob: container))
    #expect(!found(base: "push", web: "pull_request", webJob: container))
  }

  @Test func areBuiltInTheRunItselfToo() {
    let both = job("base", buildStep("base")) + job("web", buildStep("web"), more: "needs: base")
    #expect(!found(base: "push", web: "push", webJob: both))
  }
}
