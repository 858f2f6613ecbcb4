import Testing

@testable import Linting

@Suite("Steps that need more than their token")
struct MissingPermissionTests {
  @Test(arguments: [
    "- uses: actions/attest@v4", "- uses: actions/attest-sbom@v3",
    "- uses: actions/deploy-pages@v4",
    "- uses: github/codeql-action/upload-sarif@v4", "- {uses: softprops/action-gh-release@v2}",
    "- uses: google-github-actions/auth@v3\n  with: {workload_identity_provider: p}",
    "- uses: azure/login@v2\n  with: {client-id: a, tenant-id: b}",
    "- uses: aws-actions/configure-aws-credentials@v5\n  with: {role-to-assume: r}",
    "- {uses: peter-evans/create-pull-request@v7}",
    "- uses: marocchino/sticky-pull-request-comment@v2\n  with: {GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}'}",
    "- uses: actions/github-script@v8\n  with: {script: 'github.rest.issues.createComment({})'}",
    "- run: gh pr comment 1 --body x\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- run: gh workflow run b.yml --repo \"$GITHUB_REPOSITORY\"\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- run: gh workflow run b.yml -R ${{ github.repository }} --ref main\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- uses: actions/delete-package-versions@v5\n  with: {package-name: a}",
    "- run: gh issue create\n  env: {GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}'}",
    "- run: gh api --method POST repos/${{ github.repository }}/statuses/x\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- run: gh api 'repos/{owner}/{repo}/deployments' -f ref=main\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- run: cosign sign --yes ghcr.io/acme/api",
    "- uses: actions/checkout@v7\n- run: git push",
  ])
  func areReported(_ steps: String) {
    #expect(lintLines(of: workflow(steps: steps), rule: .missingPermission).count == 1)
  }

  @Test(arguments: [
    "- uses: softprops/action-gh-release@v2\n  with: {token: '${{ secrets.BOT }}'}",
    "- uses: azure/login@v2\n  with: {creds: '${{ secrets.AZURE }}'}",
    "- uses: aws-actions/configure-aws-credentials@v5\n  with: {aws-access-key-id: a}",
    "- uses: github/codeql-action/analyze@v4\n  with: {upload: never}",
    "- uses: actions/github-script@v8\n  with: {script: 'github.rest.issues.get({})'}",
    "- run: gh release create v1\n  env: {GH_TOKEN: '${{ secrets.BOT }}'}",
    "- run: gh release create v1",
    "- run: gh pr list\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- run: gh workflow run b.yml --repo=\"$OTHER\" --ref \"$GITHUB_REPOSITORY\"\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- uses: actions/delete-package-versions@v5\n  with: {package-name: a, owner: acme, token: '${{ secrets.T }}'}",
    "- run: gh release create v1 -R acme/other\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- run: gh api repos/acme/other/issues/1/labels -f x=y\n  env: {GH_TOKEN: '${{ github.token }}'}",
    "- run: cosign sign --key k ghcr.io/acme/api", "- run: git push",
    "- uses: actions/checkout@v7\n  with: {token: '${{ secrets.BOT }}'}\n- run: git push",
    "- uses: actions/checkout@v7\n  with: {ssh-key: x}\n- run: git push",
    "- uses: actions/checkout@v7\n- run: git push --dry-run",
    "- uses: actions/checkout@v7\n- run: git push https://example.com/x.git",
  ])
  func areNotThoseWithAnotherToken(_ steps: String) {
    #expect(lintLines(of: workflow(steps: steps), rule: .missingPermission) == [])
  }

  @Test func areNotReportedWhereTheSettingsDecide() {
    let text = "on: push\njobs: {a: {runs-on: x, steps: [{uses: softprops/action-gh-release@v2}]}}"
    #expect(lintLines(of: text, rule: .missingPermission) == [])
    let attest = "on: push\njobs: {a: {runs-on: x, steps: [{uses: actions/attest@v4}]}}"
    #expect(lintLines(of: attest, rule: .missingPermission) == [2])
  }

  @Test(arguments: ["{pull-requests: write}", "{issues: write}", "write-all"])
  func mayHaveEitherOfTwo(_ permissions: String) {
    let step = "- run: gh pr comment 1 --body x\n  env: {GH_TOKEN: '${{ github.token }}'}"
    let text = workflow(permissions: permissions, steps: step)
    #expect(lintLines(of: text, rule: .missingPermission) == [])
  }
}

@Suite("Calls of workflows that ask for more")
struct CalleeExceedsCallerTests {
  private func found(_ caller: String, _ callee: String, uses: String = "./.github/workflows/b.yml")
    -> Int
  {
    lintLines(
      [
        ".github/workflows/a.yml": "on: push\n\(caller)\njobs: {c: {uses: \(uses)}}",
        ".github/workflows/b.yml": "on: workflow_call\n\(callee)",
      ], rules: [.calleeExceedsCaller]
    ).count
  }

  @Test(arguments: [
    "permissions: {packages: write}\njobs: {a: {runs-on: x}}",
    "permissions: {contents: read}\njobs: {a: {permissions: {id-token: write}}}",
    "permissions: write-all\njobs: {a: {runs-on: x}}",
    "jobs: {z: {permissions: {}}, a: {permissions: {issues: read}}}",
  ])
  func areReported(_ callee: String) {
    #expect(found("permissions: {contents: read}", callee) == 1)
    #expect(found("permissions: {contents: read}", callee, uses: "$/.github/workflows/b.yml") == 1)
  }

  @Test func areNotThoseThatAskForNoMore() {
    let callee = "jobs: {a: {permissions: {packages: write}}}"
    #expect(found("permissions: {packages: write}", callee) == 0)
    #expect(found("permissions: write-all", callee) == 0)
    #expect(found("", callee) == 0)
    #expect(found("permissions: {contents: read}", "jobs: {a: {permissions: {}}}") == 0)
    #expect(found("permissions: {}", "jobs: {a: {permissions: {contents: read}}}") == 0)
    #expect(
      found("permissions: {}", callee, uses: "acme/other/.github/workflows/b.yml@main") == 0)
  }

  @Test func areFoundBehindAnotherCall() {
    let files: KeyValuePairs = [
      ".github/workflows/a.yml":
        "on: push\npermissions: {contents: read}\njobs: {c: {uses: ./.github/workflows/b.yml}}",
      ".github/workflows/b.yml": "on: workflow_call\njobs: {d: {uses: ./.github/workflows/c.yml}}",
      ".github/workflows/c.yml":
        "on: workflow_call\njobs: {e: {permissions: {packages: write}}}",
    ]
    #expect(
      lintLines(files, rules: [.calleeExceedsCaller]) == [
        ".github/workflows/b.yml:2: callee-exceeds-caller"
      ])
  }
}

@Suite("Pushes and reads of a repository")
struct RepositoryAccessTests {
  private let careful = "- uses: actions/checkout@v7\n  with: {persist-credentials: false}\n"

  @Test(arguments: [
    "- run: git push", "- run: git push origin HEAD", "- run: |\n    x\n    git push --tags",
  ])
  func failWithoutCredentials(_ push: String) {
    #expect(
      lintLines(of: workflow(steps: careful + push), rule: .pushWithoutCredentials).count == 1)
    #expect(
      lintLines(
        of: workflow(runsOn: "[self-hosted]", steps: careful + push), rule: .pushWithoutCredentials)
        == [])
  }

  @Test(arguments: [
    "- run: git push https://x-access-token:$TOKEN@github.com/acme/a",
    "- run: |\n    git clone https://$T@github.com/acme/b\n    cd b && git push",
    "- run: git remote set-url origin x\n- run: git push",
    "- run: git push\n  working-directory: other",
    "- uses: webfactory/ssh-agent@v0.9.0\n- run: git push", "- run: git push --dry-run",
  ])
  func workWithOtherCredentials(_ push: String) {
    #expect(lintLines(of: workflow(steps: careful + push), rule: .pushWithoutCredentials) == [])
  }

  @Test func needReadingWhereTheBlockLeavesItOut() {
    let rule = Rule.readsWithoutPermission
    let checkout = "- uses: actions/checkout@v7"
    let artifact = """
      - uses: actions/download-artifact@v8
        with: {run-id: 1, github-token: '${{ github.token }}'}
      """
    #expect(
      lintLines(of: workflow(permissions: "{packages: write}", steps: checkout), rule: rule).count
        == 1)
    #expect(
      lintLines(of: workflow(permissions: "{packages: read}", steps: artifact), rule: rule).count
        == 1)
    for permissions in [
      "{}", "{contents: read, packages: write}", "{contents: none, packages: write}",
      "{issues: write}", "read-all",
    ] {
      #expect(lintLines(of: workflow(permissions: permissions, steps: checkout), rule: rule) == [])
    }
    let other = "- uses: actions/checkout@v7\n  with: {token: '${{ secrets.BOT }}'}"
    #expect(
      lintLines(of: workflow(permissions: "{packages: write}", steps: other), rule: rule) == [])
  }

  @Test(arguments: [
    ("release", "- uses: softprops/action-gh-release@v2", 1),
    ("release", "- run: gh release create v1\n  env: {GH_TOKEN: '${{ github.token }}'}", 1),
    ("release", "- uses: softprops/action-gh-release@v2\n  with: {draft: true}", 0),
    ("release", "- uses: softprops/action-gh-release@v2\n  with: {token: '${{ secrets.BOT }}'}", 0),
    ("push", "- uses: softprops/action-gh-release@v2", 0),
    ("{push: {tags: ['v*']}}", "- uses: actions/checkout@v7\n- run: git push --follow-tags", 1),
    ("{push: {tags: ['v*']}}", "- uses: actions/checkout@v7\n- run: git push", 0),
    ("{push: {branches: [main]}}", "- uses: actions/checkout@v7\n- run: git push --tags", 0),
  ])
  func startNothing(_ events: String, _ steps: String, _ count: Int) {
    let files: KeyValuePairs = [
      ".github/workflows/a.yml": workflow(permissions: "write-all", steps: steps),
      ".github/workflows/b.yml": "name: B\non: \(events)\njobs: {}",
    ]
    #expect(
      lintLines(files, rules: [.silentTokenEvent]).filter { $0.contains("silent") }.count == count)
  }

  @Test func commentOnPullRequestsFromForks() {
    let comment = "- uses: marocchino/sticky-pull-request-comment@v2"
    let text = { workflow(on: "[pull_request]", permissions: "{pull-requests: write}", steps: $0) }
    #expect(lintLines(of: text(comment), rule: .forkWithoutRights).count == 1)
    #expect(
      lintLines(
        of: text(comment + "\n  if: '!github.event.pull_request.head.repo.fork'"),
        rule: .forkWithoutRights) == [])
  }
}
