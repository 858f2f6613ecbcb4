import SourceText
import Testing
import YAML

@testable import Linting

@Suite("What the token of a job may do")
struct EffectivePermissionsTests {
  private func repository(_ texts: KeyValuePairs<String, String>) -> Repository {
    Repository(
      RepositoryView(
        files: texts.map { SourceFile(name: ".github/workflows/\($0.key).yml", text: $0.value) }))
  }

  private func access(_ text: String, _ scope: String) -> EffectivePermissions.Access? {
    repository(["a": text]).permissions(ofJob: 0, in: 0).access(scope)
  }

  @Test func isWhatTheJobSaysBeforeTheWorkflow() {
    let job = "jobs: {a: {permissions: {packages: write}}}"
    #expect(access("permissions: write-all\n\(job)", "packages") == .write)
    #expect(
      access("permissions: write-all\n\(job)", "contents") == EffectivePermissions.Access.none)
    #expect(access("permissions: {contents: read}\njobs: {a: {}}", "contents") == .read)
  }

  @Test func isNothingWhereABlockIsEmpty() {
    #expect(
      access("permissions: {}\njobs: {a: {}}", "contents") == EffectivePermissions.Access.none)
  }

  @Test func isTheSameInAllScopesWhereOneWordSaysSo() {
    #expect(access("permissions: read-all\njobs: {a: {}}", "issues") == .read)
    #expect(access("permissions: write-all\njobs: {a: {}}", "id-token") == .write)
    #expect(
      access("permissions: read-all\njobs: {a: {}}", "id-token") == EffectivePermissions.Access.none
    )
  }

  @Test func isNotKnownWhereNobodySaysIt() {
    #expect(access("jobs: {a: {}}", "contents") == nil)
    #expect(access("permissions: ${{ x }}\njobs: {a: {}}", "contents") == nil)
    #expect(access("permissions: {contents: most}\njobs: {a: {}}", "contents") == nil)
  }

  @Test func neverIsATokenOfOtherServicesUnasked() {
    #expect(access("jobs: {a: {}}", "id-token") == EffectivePermissions.Access.none)
  }

  @Test func isNotKnownAtAllWhereCallersAreElsewhere() {
    #expect(access("on: workflow_call\njobs: {a: {}}", "id-token") == nil)
    #expect(access("permissions: ${{ x }}\njobs: {a: {}}", "id-token") == nil)
  }

  @Test func isThatOfTheCallerInACalledWorkflow() {
    let called = "on: workflow_call\njobs: {b: {runs-on: x}}"
    let caller = { (permissions: String) in
      "on: push\njobs: {c: {permissions: \(permissions), uses: ./.github/workflows/a.yml}}"
    }
    let one = repository(["a": called, "b": caller("{packages: write}")])
    #expect(one.permissions(ofJob: 0, in: 0).access("packages") == .write)
    #expect(one.permissions(ofJob: 0, in: 0).access("contents") == EffectivePermissions.Access.none)
    let two = repository([
      "a": called, "b": caller("{packages: read}"), "c": caller("{packages: write}"),
    ])
    #expect(two.permissions(ofJob: 0, in: 0).access("packages") == .write)
    let open = repository([
      "a": called, "b": caller("{packages: read}"),
      "c": "on: push\njobs: {c: {uses: ./.github/workflows/a.yml}}",
    ])
    #expect(open.permissions(ofJob: 0, in: 0).access("packages") == nil)
  }

  @Test func endsOnWorkflowsThatCallEachOther() {
    let texts = repository([
      "a": "on: workflow_call\njobs: {b: {uses: ./.github/workflows/b.yml}}",
      "b": "on: workflow_call\njobs: {a: {uses: ./.github/workflows/a.yml}}",
    ])
    #expect(texts.permissions(ofJob: 0, in: 0).access("packages") == nil)
  }
}

@Suite("Where a job runs")
struct RunnerTests {
  private func runners(_ runsOn: String, _ matrix: String = "{}") -> [Runner?] {
    let file = SourceFile(
      name: "a", text: "jobs: {a: {runs-on: \(runsOn), strategy: {matrix: \(matrix)}}}")
    let workflow = WorkflowFile(parsing: file)
    return workflow.jobs[0].runners
  }

  @Test(arguments: [
    "ubuntu-latest", "ubuntu-24.04", "ubuntu-26.04-arm", "Ubuntu-22.04", "macos-15", "windows-2025",
    "ubuntu-slim", "macos-15-intel", "[ubuntu-24.04]",
  ])
  func isAMachineOfGitHub(_ label: String) {
    #expect(runners(label).map { $0?.isHosted } == [true])
  }

  @Test(arguments: [
    "ubuntu-24.04-8core", "ubuntu-big", "gpu", "[self-hosted, linux]", "[ubuntu-24.04, gpu]",
    "ubuntu-24.04-16",
  ])
  func isSomethingElse(_ label: String) {
    #expect(runners(label).map { $0?.isHosted } == [false])
  }

  @Test func isNotKnownWhereItIsComputed() {
    #expect(runners("'${{ inputs.runner }}'").map { $0 == nil } == [true])
    #expect(runners("{group: big}").map { $0 == nil } == [true])
  }

  @Test func differsByCombination() {
    let found = runners("'${{ matrix.os }}'", "{os: [ubuntu-24.04, [self-hosted, arm]]}")
    #expect(found.map { $0?.isSelfHosted } == [false, true])
  }
}
