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

@Suite("Secrets on their way")
struct SecretTests {
  @Test(arguments: [
    "- uses: docker/build-push-action@v7\n  with: {build-args: 'A=${{ secrets.A }}'}",
    "- uses: docker/bake-action@v7\n  with: {set: '*.args.A=${{ secrets.A }}'}",
    "- env: {A: '${{ secrets.A }}'}\n  uses: docker/build-push-action@v7\n  with: {build-args: 'A=${{ env.A }}'}",
    "- run: docker build --build-arg A=${{ secrets.A }} .",
    "- run: docker build --build-arg=A=${{ secrets.A }} .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker buildx build --build-arg A=\"$A\" .",
    "- env: {A: '${{ secrets.A }}'}\n  run: |\n    podman build \\\n      --build-arg A=${A} \\\n      .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --build-arg A .",
  ])
  func stayInImagesAsBuildArguments(_ steps: String) {
    #expect(lintLines(of: workflow(steps: steps), rule: .secretInImage).count == 1)
  }

  @Test(arguments: [
    "- uses: docker/build-push-action@v7\n  with: {build-args: 'A=${{ vars.A }}'}",
    "- uses: docker/build-push-action@v7\n  with: {secrets: 'a=${{ secrets.A }}'}",
    "- uses: docker/bake-action@v7\n  with: {set: '*.secrets=id=a'}",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --secret id=a,env=A .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --build-arg B=$B .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --build-arg B=A .",
    "- run: docker build --build-arg HAS=${{ secrets.A != '' }} .",
  ])
  func stayOutOfImagesOtherwise(_ steps: String) {
    #expect(lintLines(of: workflow(steps: steps), rule: .secretInImage) == [])
  }

  private func calls(_ secrets: String, _ callee: String) -> Int {
    lintLines(
      [
        ".github/workflows/a.yml":
          "on: push\njobs: {c: {uses: ./.github/workflows/b.yml\(secrets)}}",
        ".github/workflows/b.yml": callee,
      ], rules: [.secretNotPassed]
    ).count
  }

  @Test func doNotReachACalledWorkflowByThemselves() {
    let reads = "on: workflow_call\njobs: {a: {steps: [{env: {A: '${{ secrets.A }}'}}]}}"
    #expect(calls("", reads) == 1)
    #expect(calls(", secrets: inherit", reads) == 0)
    #expect(calls(", secrets: {a: x}", reads) == 0)
    let requires = "on: {workflow_call: {secrets: {A: {required: true}}}}\njobs: {}"
    #expect(calls("", requires) == 1)
    #expect(calls(", secrets: {B: x}", requires) == 1)
    #expect(calls(", secrets: {A: x}", requires) == 0)
  }

  @Test(arguments: [
    "on: {workflow_call: {secrets: {A: {}}}}\njobs: {a: {steps: [{env: {A: '${{ secrets.A }}'}}]}}",
    "on: workflow_call\njobs: {a: {steps: [{env: {A: '${{ secrets.A || github.token }}'}}]}}",
    "on: workflow_call\njobs: {a: {steps: [{env: {A: '${{ secrets.GITHUB_TOKEN }}'}}]}}",
    "on: workflow_call\njobs: {a: {environment: live, steps: [{env: {A: '${{ secrets.A }}'}}]}}",
  ])
  func mayBeLeftOutWhereTheyAreNotNeeded(_ callee: String) {
    #expect(calls("", callee) == 0)
  }

  @Test(arguments: [
    ("'${{ secrets.HOST }}/api'", true), ("\"${{ format('{0}/a', secrets.HOST) }}\"", true),
    ("'${{ steps.meta.outputs.tags }}'", true), ("'${{ vars.HOST }}/api'", false),
    ("\"${{ secrets.HOST != '' }}\"", false), ("'${{ steps.other.outputs.tags }}'", false),
  ])
  func doNotTravelInOutputs(_ value: String, _ isLost: Bool) {
    let text = """
      on: push
      jobs:
        a:
          outputs: {image: \(value)}
          steps:
            - {id: meta, uses: docker/metadata-action@v6, with: {images: '${{ secrets.HOST }}/api'}}
      """
    #expect(lintLines(of: text, rule: .secretAsOutput) == (isLost ? [4] : []))
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
      lintLines(files, rules: [.releaseStartsNothing]).filter { $0.hasSuffix("nothing") }.count
        == count)
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
