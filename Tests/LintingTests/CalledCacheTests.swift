import Linting
import Testing

@Suite("Caches and logins of called workflows and actions")
struct CalledCacheTests {
  private let called = """
    on:
      workflow_call:
        inputs:
          image: {type: string, required: true}
    jobs:
      build:
        runs-on: ubuntu-24.04
        steps:
          - uses: docker/setup-buildx-action@v4
          - uses: docker/build-push-action@v7
            with:
              context: images/${{ inputs.image }}
              cache-from: type=gha
              cache-to: type=gha,mode=max
    """

  private func callers(_ with: String...) -> String {
    "on: push\njobs:\n"
      + with.enumerated().map { position, with in
        "  j\(position): {uses: ./.github/workflows/called.yml, with: {image: \(with)}}\n"
      }.joined()
  }

  private func found(
    _ rule: String, _ caller: String, _ files: KeyValuePairs<String, String>
  ) -> Int {
    Steps.count(rule, caller, files: files)
  }

  @Test func shareOneScopeAmongTheirCallers() {
    let path = ".github/workflows/called.yml"
    let rule = "shared-cache"
    #expect(found(rule, callers("a", "b"), [path: called]) == 1)
    #expect(found(rule, callers("a"), [path: called]) == 0)
    #expect(found(rule, callers("a", "a"), [path: called]) == 0)
    let matrix =
      "on: push\njobs:\n  j:\n    strategy: {matrix: {n: [a, b]}}\n"
      + "    uses: ./\(path)\n    with: {image: '${{ matrix.n }}'}\n"
    #expect(found(rule, matrix, [path: called]) == 1)
    let own = called.replacing("type=gha", with: "type=gha,scope=${{ inputs.image }}")
    #expect(found(rule, callers("a", "b"), [path: own]) == 0)
    #expect(found(rule, matrix, [path: own]) == 0)
    let unknown = callers("'${{ vars.A }}'", "'${{ vars.B }}'")
    #expect(found(rule, unknown, [path: own]) == 0)
  }

  @Test func areReadUnderTheEventsOfTheirCallers() {
    let path = ".github/workflows/called.yml"
    let listener = callers("a").replacing(
      "on: push", with: "on: {workflow_run: {workflows: [A], types: [completed]}}")
    #expect(found("read-only-cache", listener, [path: called]) == 1)
    #expect(found("read-only-cache", callers("a"), [path: called]) == 0)
    #expect(
      found("read-only-cache", callers("a"), [path: called, ".github/workflows/l.yml": listener])
        == 0)
    let release = callers("a").replacing("on: push", with: "on: {push: {tags: ['v*']}}")
    #expect(found("cache-of-one-tag", release, [path: called]) == 1)
    #expect(
      found("cache-of-one-tag", callers("a"), [path: called, ".github/workflows/r.yml": release])
        == 0)
  }

  private func composite(_ steps: String...) -> String {
    "runs:\n  using: composite\n  steps:\n"
      + steps.flatMap { $0.split(separator: "\n") }.map { "    " + $0 }.joined(separator: "\n")
  }

  private let push = Steps.build("context: ., push: true, tags: 'ghcr.io/acme/a:1'")

  @Test func logInWhereTheStepsSaySo() {
    let rule = "push-without-login"
    let path = ".github/actions/publish/action.yml"
    let use = "- uses: ./.github/actions/publish"
    let caller = Steps.workflow(Steps.checkout, use)
    #expect(found(rule, caller, [path: composite(push)]) == 1)
    #expect(found(rule, caller, [path: composite(Steps.login, push)]) == 0)
    #expect(
      found(rule, Steps.workflow(Steps.checkout, Steps.login, use), [path: composite(push)]) == 0)
    #expect(
      found(rule, Steps.workflow(Steps.checkout, use, push), [path: composite(Steps.login)]) == 0)
    #expect(
      found(rule, Steps.workflow(Steps.checkout, use, push), [path: composite(Steps.buildx)]) == 1)
  }

  @Test func makeBuildersWhereTheStepsSaySo() {
    let rule = "cache-without-builder"
    let path = ".github/actions/image/action.yml"
    let use = "- uses: ./.github/actions/image"
    let build = Steps.build("context: ., cache-to: type=gha")
    let caller = Steps.workflow(Steps.checkout, use)
    #expect(found(rule, caller, [path: composite(build)]) == 1)
    #expect(found(rule, caller, [path: composite(Steps.buildx, build)]) == 0)
    #expect(found(rule, caller, [path: composite(build, Steps.buildx)]) == 1)
    let before = Steps.workflow(Steps.checkout, use, build)
    #expect(found(rule, before, [path: composite(Steps.buildx)]) == 0)
    #expect(found(rule, before, [path: composite(Steps.login)]) == 1)
  }

  @Test func pushWithThePermissionsOfTheirCallers() {
    let rule = "push-without-permission"
    let path = ".github/actions/publish/action.yml"
    let login = Steps.login.replacing("secrets.GITHUB_TOKEN", with: "github.token")
    let text = Steps.workflow(
      Steps.checkout, "- uses: ./.github/actions/publish", top: "permissions: {contents: read}")
    #expect(found(rule, text, [path: composite(login, push)]) == 1)
    let passed = Steps.login.replacing("secrets.GITHUB_TOKEN", with: "inputs.token")
    let passing = text.replacing(
      "actions/publish", with: "actions/publish\n        with: {token: '${{ github.token }}'}")
    #expect(found(rule, passing, [path: composite(passed, push)]) == 1)
    #expect(
      found(
        rule, passing.replacing("github.token", with: "secrets.PAT"),
        [path: composite(passed, push)])
        == 0)
    let allowed = text.replacing("{contents: read}", with: "{packages: write}")
    #expect(found(rule, allowed, [path: composite(login, push)]) == 0)
  }
}

@Suite("Permissions of called workflows")
struct CalledPermissionTests {
  @Test func areThoseOfTheCallerUnlessStated() {
    func count(_ caller: String, _ called: String) -> Int {
      let outer =
        "on: push\njobs:\n  j:\n    uses: ./.github/workflows/called.yml\n    \(caller)\n"
      let inner =
        "on: workflow_call\n\(called)\njobs:\n"
        + Steps.job(
          "a", [Steps.login, Steps.build("context: ., push: true, tags: 'ghcr.io/acme/a:1'")])
      return Steps.count(
        "push-without-permission", outer, files: [".github/workflows/called.yml": inner])
    }
    #expect(count("permissions: {contents: read}", "") == 1)
    #expect(count("permissions: {packages: write}", "") == 0)
    #expect(count("permissions: {packages: write}", "permissions: {contents: read}") == 1)
    #expect(count("name: x", "") == 0)
  }
}
