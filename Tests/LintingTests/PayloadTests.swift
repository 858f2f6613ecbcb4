import SourceText
import Testing

@testable import Linting

@Suite("Payloads of events")
struct PayloadTests {
  private func found(_ events: String, _ expression: String, rule: Rule = .foreignPayload) -> Int {
    let text = """
      on: \(events)
      jobs:
        a:
          runs-on: ubuntu-24.04
          steps:
            - run: make
              env:
                VALUE: a-${{ \(expression) }}
      """
    let file = SourceFile(name: ".github/workflows/a.yml", text: text)
    return lint(RepositoryView(files: [file]), rules: [rule]).count
  }

  @Test(arguments: [
    ("push", "github.event.pull_request.number"), ("push", "github.event.inputs.tag"),
    ("push", "inputs.tag"), ("[push, schedule]", "github.head_ref"),
    ("{workflow_run: {workflows: [A]}}", "github.event.head_commit.message"),
    ("workflow_dispatch", "github.event.client_payload.sha"),
    ("pull_request", "github.event.release.tag_name"),
    ("push", "format('{0}', github.event.workflow_run.id)"),
    ("push", "github.event['workflow_run'].id"),
  ])
  func areEmptyInOtherEvents(_ events: String, _ expression: String) {
    #expect(found(events, expression) == 1)
  }

  @Test(arguments: [
    ("[push, pull_request]", "github.event.pull_request.number"),
    ("push", "github.event.pull_request.number || github.run_id"),
    ("push", "github.event_name == 'pull_request' && github.event.pull_request.number"),
    ("workflow_call", "github.event.pull_request.number"), ("workflow_call", "inputs.tag"),
    ("[push, workflow_dispatch]", "inputs.tag"), ("issue_comment", "github.event.issue.number"),
    ("push", "github.event.repository.name"), ("push", "github.event.something.else"),
    ("[push, some_new_event]", "github.event.pull_request.number"), ("push", "'github.head_ref'"),
  ])
  func areLeftAloneWhereTheyMayBeThere(_ events: String, _ expression: String) {
    #expect(found(events, expression) == 0)
  }

  @Test func areReadInConditionsAndGroups() {
    let text = """
      on: push
      concurrency: a-${{ github.head_ref }}
      jobs:
        a:
          if: github.event.pull_request.merged
          steps: []
      """
    #expect(
      lintLines([".github/workflows/a.yml": text], rules: [.foreignPayload]) == [
        ".github/workflows/a.yml:2: foreign-payload", ".github/workflows/a.yml:5: foreign-payload",
      ])
  }

  @Test(arguments: [
    ("outputs.tag", 1), ("duration", 1), ("branch", 1), ("sha", 1), ("head_sha", 0),
    ("head_commit.message", 0), ("pull_requests[0].number", 0), ("head_repository.full_name", 0),
  ])
  func ofAnotherRunHaveKnownFields(_ field: String, _ count: Int) {
    let trigger = "{workflow_run: {workflows: [A]}}"
    let expression = "github.event.workflow_run.\(field)"
    #expect(found(trigger, expression, rule: .unknownRunField) == count)
  }
}

@Suite("Tags made of payloads")
struct EmptyTagTests {
  @Test(arguments: [
    ("[push, workflow_dispatch]", "a/b:${{ github.event.inputs.tag }}", "", 1),
    ("[push, pull_request]", "a/b:${{ github.event.pull_request.number }}", "", 1),
    (
      "{push: , workflow_run: {workflows: [A]}}",
      "a/b:${{ github.event.workflow_run.head_branch }}", "", 1
    ),
    ("[push, workflow_dispatch]", "a/b:${{ github.event.inputs.tag || 'latest' }}", "", 0),
    ("[push, workflow_dispatch]", "a/b:${{ inputs.tag }}", "", 1),
    ("[push, workflow_dispatch]", "a/b:v${{ inputs.tag }}", "", 0),
    ("[push, workflow_dispatch]", "a/b:${{ inputs.tag }}", "github.event_name != 'push'", 0),
    ("[push, workflow_call]", "a/b:${{ inputs.tag }}", "", 0),
    ("workflow_dispatch", "a/b:${{ inputs.tag }}", "", 0),
    ("[push, pull_request]", "a/b:pr-${{ github.event.pull_request.number }}", "", 0),
    (
      "[push, release]", "a/b:${{ github.event.release.tag_name }}",
      "github.event_name == 'release'", 0
    ),
    ("release", "a/b:${{ github.event.release.tag_name }}", "", 0),
    ("push", "a/b:${{ steps.a.outputs.b }}", "", 0),
  ])
  func fail(_ events: String, _ tag: String, _ condition: String, _ count: Int) {
    let text = """
      on: \(events)
      jobs:
        a:
          \(condition.isEmpty ? "" : "if: " + condition)
          steps:
            - uses: docker/build-push-action@v7
              with: {push: true, tags: "\(tag)"}
      """
    let found = lintLines([".github/workflows/a.yml": text], rules: [.emptyTag])
    #expect(found.count == count)
  }
}

@Suite("What a run's token starts")
struct TokenEventTests {
  private func found(_ step: String, listener: String, rule: Rule) -> Int {
    let files = [
      SourceFile(
        name: ".github/workflows/a.yml",
        text: """
          on: push
          jobs:
            a:
              steps:
                - uses: actions/checkout@v7
                - \(step)
          """),
      SourceFile(name: ".github/workflows/b.yml", text: "name: B\non: {\(listener)}\n"),
      SourceFile(
        name: ".github/workflows/c.yml",
        text: "name: C\non: {workflow_run: {workflows: [B], types: completed}}\n"),
    ]
    return lint(RepositoryView(files: files), rules: [rule]).count
  }

  private let own = "env: {GH_TOKEN: \"${{ github.token }}\"}"
  private let other = "env: {GH_TOKEN: \"${{ secrets.PAT }}\"}"

  @Test func isNoEventForOthers() {
    func silent(_ step: String, _ listener: String) -> Int {
      found(step, listener: listener, rule: .silentTokenEvent)
    }
    #expect(silent("{run: gh release create v1, \(own)}", "release: ") == 1)
    #expect(silent("{run: gh release create v1, \(other)}", "release: ") == 0)
    #expect(silent("{run: gh release create v1 --draft, \(own)}", "release: ") == 0)
    #expect(silent("{run: gh release create v1}", "release: ") == 0)
    #expect(silent("{run: git push --tags}", "push: {tags: ['v*']}") == 1)
    #expect(silent("{run: git push origin v1.2}", "push: {tags: ['v*']}") == 1)
    #expect(silent("{run: git push origin main}", "push: {tags: ['v*']}") == 0)
    #expect(silent("{run: git push --tags}", "push: {branches: [main]}") == 0)
    #expect(silent("{uses: softprops/action-gh-release@v2}", "release: ") == 1)
    let app = "with: {token: \"${{ steps.app.outputs.token }}\"}"
    #expect(silent("{uses: softprops/action-gh-release@v2, \(app)}", "release: ") == 0)
    #expect(silent("{run: gh workflow run b.yml, \(own)}", "workflow_dispatch: ") == 1)
    #expect(silent("{run: gh workflow run B, \(own)}", "workflow_dispatch: ") == 1)
    #expect(silent("{run: gh workflow run b.yml, \(other)}", "workflow_dispatch: ") == 0)
    #expect(silent("{run: gh workflow run c.yml, \(own)}", "workflow_dispatch: ") == 0)
  }

  @Test func isRefusedWhereNobodyListens() {
    func refused(_ step: String, _ listener: String) -> Int {
      found(step, listener: listener, rule: .refusedDispatch)
    }
    #expect(refused("{run: gh workflow run b.yml}", "push: ") == 1)
    #expect(refused("{run: gh workflow run b.yml}", "workflow_dispatch: ") == 0)
    #expect(refused("{run: gh workflow run x.yml}", "push: ") == 1)
    #expect(refused("{run: gh workflow run \"$NAME\"}", "push: ") == 0)
    #expect(refused("{run: gh workflow run b.yml -R acme/other}", "push: ") == 0)
    let send = "{uses: peter-evans/repository-dispatch@v4, with: {event-type: built}}"
    #expect(refused(send, "push: ") == 1)
    #expect(refused(send, "repository_dispatch: {types: [built]}") == 0)
    #expect(refused(send, "repository_dispatch: ") == 0)
    #expect(refused(send, "repository_dispatch: {types: [other]}") == 1)
  }

  @Test(arguments: [
    (#"gh api "repos/$GITHUB_REPOSITORY/dispatches" -f event_type=built"#, 1),
    (#"gh api repos/{owner}/{repo}/dispatches --field 'event_type=built'"#, 1),
    (
      #"curl -d '{"event_type": "built"}' "#
        + "https://api.github.com/repos/${{ github.repository }}/dispatches", 1
    ),
    (#"curl -d "{\\"event_type\\":\\"built\\"}" "$API/repos/${GITHUB_REPOSITORY}/dispatches""#, 1),
    (#"gh api "repos/$GITHUB_REPOSITORY/dispatches" -f "event_type=$TYPE""#, 0),
    (#"gh api "repos/$OTHER/dispatches" -f event_type=built"#, 0),
    (#"gh api repos/acme/other/dispatches -f event_type=built"#, 0),
    (#"gh api repos/{owner}/{repo}/dispatches --input event.json"#, 0),
  ])
  func isSentByCallsOfTheInterface(_ command: String, _ count: Int) {
    let step = "\n          run: |\n            \(command)"
    func refused(_ listener: String) -> Int {
      found(step, listener: listener, rule: .refusedDispatch)
    }
    #expect(refused("repository_dispatch: {types: [other]}") == count)
    #expect(refused("repository_dispatch: {types: [built]}") == 0)
  }
}
