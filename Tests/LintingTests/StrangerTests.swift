import SourceText
import Testing

@testable import Linting

@Suite("Scripts made of strangers' text")
struct ScriptInjectionTests {
  @Test(arguments: [
    ("issue_comment", "- run: echo ${{ github.event.comment.body }}"),
    (
      "pull_request_target", "- run: echo \"${{ format('{0}', github.event.pull_request.title) }}\""
    ),
    ("[pull_request]", "- run: git checkout ${{ github.head_ref || github.ref_name }}"),
    ("{workflow_run: {workflows: [A]}}", "- run: x ${{ github.event.workflow_run.head_branch }}"),
    ("push", "- run: echo '${{ toJSON(github.event.commits.*.message) }}'"),
    ("issues", "- env: {T: '${{ github.event.issue.title }}'}\n  run: echo ${{ env.T }}"),
    (
      "issues",
      "- uses: actions/github-script@v8\n  with: {script: 'x(`${{ github.event.issue.body }}`)'}"
    ),
    ("issues", "- run: echo ${{ github.event['issue'].title }}"),
  ])
  func areReported(_ events: String, _ steps: String) {
    #expect(lintLines(of: workflow(on: events, steps: steps), rule: .scriptInjection).count == 1)
  }

  @Test(arguments: [
    ("pull_request", Severity.info), ("pull_request_review", .info),
    ("[push, pull_request]", .info),
    ("pull_request_target", .warning), ("[pull_request, pull_request_target]", .warning),
  ])
  func matterLittleWithoutRights(_ events: String, _ severity: Severity) {
    let text = workflow(on: events, steps: "- run: echo ${{ github.head_ref }}")
    let file = SourceFile(name: ".github/workflows/a.yml", text: text)
    let found = lint(RepositoryView(files: [file]))
    #expect(found.filter { $0.rule == "script-injection" }.map(\.severity) == [severity])
  }

  @Test(arguments: [
    ("issues", "- run: echo ${{ github.event.issue.number }}"),
    ("issues", "- run: x ${{ contains(github.event.issue.title, 'x') }}"),
    ("issues", "- run: x ${{ github.event.issue.title == 'x' }}"),
    ("issues", "- env: {T: '${{ github.event.issue.title }}'}\n  run: echo \"$T\""),
    ("issues", "- uses: acme/action@v1\n  with: {title: '${{ github.event.issue.title }}'}"),
    ("push", "- run: echo ${{ github.event.issue.title }}"),
    ("push", "- run: echo ${{ github.ref_name }}"),
    ("pull_request", "- run: echo ${{ github.event.pull_request.head.sha }}"),
  ])
  func areNotThoseOfOtherValues(_ events: String, _ steps: String) {
    #expect(lintLines(of: workflow(on: events, steps: steps), rule: .scriptInjection) == [])
  }
}

@Suite("Strangers' code beside rights")
struct UntrustedCheckoutTests {
  private let checkout = """
    - uses: actions/checkout@v7
      with: {ref: '${{ github.event.pull_request.head.sha }}'}
    - run: make
    """

  private func found(on events: String, if condition: String? = nil, steps: String) -> Int {
    let gate = condition.map { "    if: \($0)\n" } ?? ""
    let text = """
      on: \(events)
      permissions: {packages: write}
      jobs:
        a:
      \(gate)    runs-on: ubuntu-24.04
          steps:
      \(indented(steps, by: 6))
      """
    return lintLines(
      [
        ".github/workflows/a.yml": text,
        ".github/workflows/ci.yml": "name: CI\non: [push, pull_request]\njobs: {}",
        ".github/workflows/night.yml": "name: Night\non: {schedule: [{cron: 1 1 * * *}]}\njobs: {}",
      ], rules: [.untrustedCheckout]
    ).count
  }

  @Test func isReported() {
    #expect(found(on: "pull_request_target", steps: checkout) == 1)
    #expect(
      found(
        on: "{workflow_run: {workflows: [CI]}}",
        if: "github.event.workflow_run.conclusion == 'success'",
        steps: """
          - uses: actions/checkout@v7
            with: {ref: '${{ github.event.workflow_run.head_sha }}'}
          - uses: docker/build-push-action@v7
          """) == 1)
    #expect(
      found(
        on: "issue_comment",
        if: "github.event.issue.pull_request && contains(github.event.comment.body, '/build')",
        steps: "- run: gh pr checkout ${{ github.event.issue.number }}\n- run: make") == 1)
    #expect(
      found(
        on: "pull_request_target",
        steps: """
          - uses: actions/checkout@v7
            with:
              repository: ${{ github.event.pull_request.head.repo.full_name }}
              ref: ${{ github.head_ref }}
          - run: npm ci
          """) == 1)
  }

  @Test func isReportedBehindTheNameOfABranch() {
    #expect(
      found(
        on: "{workflow_run: {workflows: [CI], branches: [main]}}",
        if: "github.event.workflow_run.head_branch == 'main'",
        steps: """
          - uses: actions/checkout@v7
            with: {ref: '${{ github.event.workflow_run.head_sha }}'}
          - run: make
          """) == 1)
    #expect(
      found(
        on: "pull_request_target",
        steps: """
          - uses: docker/build-push-action@v7
            with: {context: 'https://x/y.git#${{ github.event.pull_request.head.sha }}'}
          """) == 1)
  }

  @Test(arguments: [
    "github.event.pull_request.head.repo.full_name == github.repository",
    "'!github.event.pull_request.head.repo.fork'",
    "contains(github.event.pull_request.labels.*.name, 'safe')",
    "github.event.pull_request.author_association == 'MEMBER'", "github.event_name == 'push'",
    "github.event.pull_request.merged == true",
  ])
  func isNotReportedBehindAGuard(_ condition: String) {
    #expect(found(on: "pull_request_target", if: condition, steps: checkout) == 0)
  }

  @Test func isNotReportedWithoutStrangers() {
    let commit = """
      - uses: actions/checkout@v7
        with: {ref: '${{ github.event.workflow_run.head_sha }}'}
      - run: make
      """
    #expect(found(on: "{workflow_run: {workflows: [Night]}}", steps: commit) == 0)
    #expect(
      found(
        on: "{workflow_run: {workflows: [CI]}}", if: "github.event.workflow_run.event == 'push'",
        steps: commit) == 0)
    #expect(found(on: "pull_request", steps: checkout) == 0)
    #expect(found(on: "{pull_request_target: {types: [labeled]}}", steps: checkout) == 0)
    #expect(
      found(on: "pull_request_target", steps: "- uses: actions/checkout@v7\n- run: make") == 0)
  }
}

@Suite("Runs for pull requests from forks")
struct ForkWithoutRightsTests {
  @Test(arguments: [
    "- uses: docker/login-action@v4\n  with: {username: a, password: '${{ secrets.HUB }}'}",
    "- uses: docker/build-push-action@v7\n  with: {push: true, tags: ghcr.io/acme/a}",
    "- uses: docker/build-push-action@v7\n  with: {push: \"${{ github.event_name != 'schedule' }}\"}",
    "- run: docker push ghcr.io/acme/a",
    "- if: success()\n  run: docker buildx build --push -t ghcr.io/acme/a .",
  ])
  func failInStepsThatNeedRights(_ steps: String) {
    let text = workflow(on: "[push, pull_request]", steps: steps)
    #expect(lintLines(of: text, rule: .forkWithoutRights).count == 1)
    #expect(lintLines(of: workflow(on: "push", steps: steps), rule: .forkWithoutRights) == [])
  }

  @Test(arguments: [
    "- if: github.event_name == 'push'\n  run: docker push ghcr.io/acme/a",
    "- if: github.event.pull_request.head.repo.fork == false\n  run: docker push ghcr.io/acme/a",
    "- if: github.ref == 'refs/heads/main'\n  run: docker push ghcr.io/acme/a",
    "- if: github.actor != 'dependabot[bot]'\n  run: docker push ghcr.io/acme/a",
    "- uses: docker/build-push-action@v7\n  with: {push: \"${{ github.ref_name == 'main' }}\"}",
    "- run: docker push localhost:5000/a", "- run: docker push $REGISTRY/a",
    "- run: if [ -n \"$X\" ]; then docker push ghcr.io/acme/a; fi",
    "- uses: docker/login-action@v4\n  with: {registry: ghcr.io, username: a, password: '${{ github.token }}'}",
    "- run: docker push ghcr.io/acme/a\n  continue-on-error: true",
  ])
  func passWhereStepsAreGuarded(_ steps: String) {
    let text = workflow(on: "[push, pull_request]", steps: steps)
    #expect(lintLines(of: text, rule: .forkWithoutRights) == [])
  }
}
