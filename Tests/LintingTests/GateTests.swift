import Testing

@testable import Linting

@Suite("Conditions that are never or always met")
struct GateTests {
  /// The rules that speak about the condition of a job of a workflow with these triggers.
  private func found(_ condition: String, on: String = "{push: {branches: [main, 'release/*']}}")
    -> [String]
  {
    let job = """
      on: \(on)
      jobs:
        base: {runs-on: ubuntu-24.04, steps: [{run: make base}]}
        app:
          needs: base
          if: \(condition)
          runs-on: ubuntu-24.04
          steps: [{id: a, run: make app}]
      """
    return lintLines(
      [".github/workflows/a.yml": job], rules: [.gateNeverMet, .impossibleComparison]
    ).map { String($0.split(separator: " ")[1]) }
  }

  @Test(arguments: [
    "github.ref == 'main'", "github.ref == 'refs/heads/develop'",
    "github.ref_name == 'refs/heads/main'",
    "startsWith(github.ref, 'refs/tags/')", "github.event_name == 'workflow_dispatch'",
    "github.event_name == 'push' && github.event_name == 'schedule'",
    "needs.base.result == 'succeeded'", "${{ needs.base.result == 'completed' }}",
    "github.event.workflow_run.conclusion == 'success'", "github.ref_type == 'tag'",
    "github.head_ref == 'main'", "${{ !github.ref == 'refs/heads/main' }}",
    "always() && contains(fromJSON('[\"ok\", \"done\"]'), needs.base.result)",
  ])
  func areNeverMet(_ condition: String) {
    #expect(found(condition) == ["gate-never-met"])
  }

  @Test(arguments: [
    "github.ref == 'refs/heads/main'", "github.ref == 'refs/heads/release/1'",
    "github.ref == 'refs/heads/Main'", "github.ref_name == 'main'",
    "startsWith(github.ref, 'refs/heads/rel')", "github.event_name == 'PUSH'",
    "github.event_name == 'push' || github.event_name == 'schedule'", "false",
    "needs.base.result == 'success'", "needs.base.outputs.a == 'x'", "matrix.a == 'true'",
    "${{ !contains(needs.*.result, 'failure') }}", "github.event.head_commit.message != 'a'",
    "github.event_name != 'push'", "vars.ENABLED == 'true'", "github.actor != 'bot'",
    "contains(github.ref, 'main')", "github.repository == 'a/b'",
  ])
  func mayBeMet(_ condition: String) {
    #expect(found(condition) == [])
  }

  @Test func dependOnTheTrigger() {
    let pull = "pull_request"
    #expect(found("github.ref == 'refs/heads/main'", on: pull) == ["gate-never-met"])
    #expect(found("github.base_ref == 'main'", on: pull) == [])
    #expect(found("github.event.action == 'closed'", on: pull) == ["gate-never-met"])
    #expect(
      found("github.event.action == 'closed'", on: "{pull_request: {types: [closed]}}") == [])
    #expect(
      found("github.ref == 'refs/heads/main'", on: "{pull_request: {types: [closed]}}") == [])
    #expect(found("github.ref == 'refs/heads/main'", on: "[pull_request, push]") == [])
    #expect(found("github.event_name == 'push'", on: "workflow_call") == [])
    #expect(found("github.ref == 'refs/tags/v1'", on: "{push: {tags: [v*]}}") == [])
    #expect(
      found("github.ref == 'refs/heads/main'", on: "{push: {tags: [v*]}}") == ["gate-never-met"])
    #expect(
      found("github.ref == 'refs/heads/a'", on: "{push: {branches-ignore: [a]}}")
        == ["gate-never-met"])
  }

  @Test func compareInputsByTheirTypes() {
    let on =
      "{workflow_dispatch: {inputs: {a: {type: boolean}, b: {type: choice, options: [x, y]}}}}"
    #expect(found("inputs.a == 'true'", on: on) == ["gate-never-met"])
    #expect(found("inputs.a == 'true' || github.actor == 'a'", on: on) == ["impossible-comparison"])
    #expect(found("inputs.a != 'true'", on: on) == ["impossible-comparison"])
    #expect(found("inputs.a == true", on: on) == [])
    #expect(found("inputs.a", on: on) == [])
    #expect(found("github.event.inputs.a == 'true'", on: on) == [])
    #expect(found("github.event.inputs.a == true", on: on) == ["gate-never-met"])
    #expect(found("inputs.b == 'z'", on: on) == ["gate-never-met"])
    #expect(found("inputs.b == 'X'", on: on) == [])
    let two =
      "{workflow_dispatch: {inputs: {a: {type: boolean}}}, "
      + "workflow_call: {inputs: {a: {type: string}}}}"
    #expect(found("inputs.a == 'true'", on: two) == [])
  }

  @Test(arguments: [
    "needs.base.outputs.a == true", "always() && needs.base.result != 'failed'",
    "github.ref != 'main'", "github.event_name == 'pull-request' || github.actor == 'a'",
    "needs.base.outputs.a != false", "always() && !contains(needs.*.result, 'failed')",
  ])
  func compareWithWhatNeverComes(_ condition: String) {
    #expect(found(condition) == ["impossible-comparison"])
  }

  @Test func stopStepsOnlyWhereTheirJobRuns() {
    let text = """
      on: [push, pull_request]
      jobs:
        a:
          if: github.event_name == 'push'
          runs-on: ubuntu-24.04
          steps:
            - {run: a, if: "startsWith(github.ref, 'refs/pull/')"}
            - {run: b, if: "startsWith(github.ref, 'refs/heads/')"}
      """
    #expect(
      lintLines([".github/workflows/a.yml": text], rules: [.gateNeverMet])
        == [".github/workflows/a.yml:7: gate-never-met"])
  }

  @Test func knowWhatTheirUpstreamListensTo() {
    let listener = """
      on: {workflow_run: {workflows: [Base], types: [completed], branches: [main]}}
      jobs:
        a: {if: github.event.workflow_run.event == 'schedule', runs-on: x, steps: [{run: a}]}
        b: {if: github.event.workflow_run.head_branch == 'next', runs-on: x, steps: [{run: a}]}
        c: {if: github.event.workflow_run.event == 'push', runs-on: x, steps: [{run: a}]}
        d: {if: github.event.workflow_run.conclusion == 'timed_out', runs-on: x, steps: [{run: a}]}
      """
    let base = "name: Base\non: push\njobs: {a: {runs-on: x, steps: [{run: a}]}}"
    #expect(
      lintLines(
        [".github/workflows/a.yml": listener, ".github/workflows/base.yml": base],
        rules: [.gateNeverMet])
        == [3, 4].map { ".github/workflows/a.yml:\($0): gate-never-met" })
  }

  @Test(arguments: [
    ("${{ a }} && b", 1), ("'${{ a }} '", 1), (">\n      ${{ github.actor }}", 1),
    (">-\n      ${{ github.actor }}", 0), ("|\n      github.actor == 'a'", 0), ("${{ a }}", 0),
    ("'a'", 0), ("${{ a }}${{ b }}", 1), ("|+\n      ${{ github.actor }}\n", 1),
  ])
  func areTextsWhereAnythingStandsAround(_ condition: String, _ count: Int) {
    let text = """
      on: push
      jobs:
        a:
          runs-on: x
          steps: [{run: a}]
          if: \(condition)
      """
    #expect(
      lintLines([".github/workflows/a.yml": text + "\n"], rules: [.alwaysTrueCondition]).count
        == count)
  }
}
