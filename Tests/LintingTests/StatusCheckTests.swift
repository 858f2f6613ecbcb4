import Testing

@testable import Linting

@Suite("Conditions on the results of others")
struct StatusCheckTests {
  /// The lines that rules speak about in a workflow of three jobs, each of which needs the others
  /// before it as asked for.
  private func lines(
    _ rule: Rule, base: String = "github.ref_type == 'tag'", middle: String = "true",
    app: String, needs: String = "[middle]", steps: String = "[{run: make publish}]"
  ) -> [String] {
    let text = """
      on: push
      jobs:
        base: {if: "\(base)", runs-on: x, steps: [{run: make image}]}
        middle: {needs: base, if: "\(middle)", runs-on: x, steps: [{run: make image}]}
        app:
          needs: \(needs)
          if: "\(app)"
          runs-on: x
          steps: \(steps)
      """
    return lintLines([".github/workflows/a.yml": text], rules: [rule]).map { line in
      String(line.split(separator: ":")[1])
    }
  }

  @Test(arguments: [
    "needs.middle.result == 'success' || needs.middle.result == 'skipped'",
    "needs.middle.result != 'failure'", "${{ !contains(needs.*.result, 'failure') }}",
    "contains(needs.*.result, 'failure')", "needs.middle.result == 'failure'",
    "needs.middle.result != 'success'",
    "success() && (needs.middle.result == 'success' || needs.middle.result == 'skipped')",
  ])
  func areDeadBehindSuccess(_ condition: String) {
    #expect(lines(.deadStatusCheck, app: condition) == ["7"])
  }

  @Test(arguments: [
    "success() || needs.middle.result == 'skipped'", "needs.middle.result == 'success'",
    "always() && needs.middle.result == 'skipped'",
    "${{ !cancelled() && needs.middle.result != 'failure' }}",
    "needs.middle.outputs.a == 'skipped'",
    "failure() && needs.middle.result == 'failure'",
    "${{ needs[github.actor].result == 'skipped' }}",
  ])
  func areAliveBehindAStatusFunction(_ condition: String) {
    #expect(lines(.deadStatusCheck, app: condition) == [])
  }

  @Test(arguments: [
    ("steps.a.outcome == 'failure'", 1), ("steps.a.conclusion == 'failure'", 1),
    ("job.status == 'failure'", 1), ("steps.a.outcome == 'skipped'", 0),
    ("failure() && steps.a.outcome == 'failure'", 0), ("steps.b.outcome == 'failure'", 0),
    ("steps.a.outcome == 'success'", 0), ("needs.middle.result == 'failure'", 0),
  ])
  func ofStepsAreDeadToo(_ condition: String, _ count: Int) {
    let steps =
      "[{id: a, run: x}, {id: b, run: x, continue-on-error: true}, {run: y, if: \"\(condition)\"}]"
    #expect(lines(.deadStatusCheck, app: "always()", steps: steps).count == count)
  }

  @Test(arguments: [
    "${{ !cancelled() && needs.middle.result != 'failure' }}",
    "always() && (needs.middle.result == 'success' || needs.middle.result == 'skipped')",
    "${{ always() && !contains(needs.*.result, 'failure') && !contains(needs.*.result, 'cancelled') }}",
    "${{ !cancelled() && needs.middle.result != 'failure' && needs.middle.result != 'cancelled' && github.actor != 'a' }}",
  ])
  func letAFailureThroughAsSkipped(_ condition: String) {
    #expect(lines(.failurePassesAsSkipped, middle: "true", app: condition) == ["7"])
  }

  @Test(arguments: [
    "${{ !failure() && !cancelled() }}", "always()", "${{ !cancelled() }}", "failure()",
    "${{ !cancelled() && needs.middle.result == 'success' }}",
    "${{ !cancelled() && needs.middle.result != 'failure' && needs.middle.outputs.a == 'x' }}",
  ])
  func mayStopAFailure(_ condition: String) {
    #expect(lines(.failurePassesAsSkipped, app: condition) == [])
  }

  @Test func stopAFailureWhenTheyNameTheJob() {
    let condition = "always() && needs.base.result != 'failure' && needs.middle.result != 'failure'"
    #expect(lines(.failurePassesAsSkipped, app: condition, needs: "[base, middle]") == [])
    let short = "always() && needs.middle.result != 'failure'"
    #expect(lines(.failurePassesAsSkipped, app: short, needs: "[base, middle]") == ["7"])
    // The outputs of a job that has failed are empty.
    let wanted = "\(short) && needs.base.outputs.a == 'x'"
    #expect(lines(.failurePassesAsSkipped, app: wanted, needs: "[base, middle]") == [])
    let middle = "${{ !cancelled() }}"
    #expect(lines(.failurePassesAsSkipped, middle: middle, app: short) == [])
  }

  @Test(arguments: [
    ("always()", 1), ("always() && github.ref == 'refs/heads/main'", 1), ("${{ !cancelled() }}", 1),
    ("always() && needs.middle.result == 'success'", 1), ("success() || failure()", 1),
    ("${{ !cancelled() && needs.middle.result == 'success' }}", 0), ("failure()", 0),
    ("always() && !cancelled() && needs.middle.result == 'success'", 0), ("cancelled()", 0),
    ("${{ !failure() && !cancelled() }}", 0), ("success()", 0),
    ("${{ !cancelled() && needs.middle.outputs.a == 'x' }}", 0),
  ])
  func startWorkAfterFailures(_ condition: String, _ count: Int) {
    #expect(lines(.workAfterFailure, app: condition).count == count)
    #expect(lines(.workAfterFailure, app: condition, steps: "[{run: make report}]") == [])
  }

  @Test(arguments: [
    ("docker push ghcr.io/a/b:1", "always()", 1), ("kubectl apply -f x", "always()", 1),
    ("docker push ghcr.io/a/b:1", "${{ !cancelled() }}", 1), ("docker logs x", "always()", 0),
    ("docker push ghcr.io/a/b:1", "always() && steps.t.outcome == 'success'", 0),
    ("docker push ghcr.io/a/b:1", "failure()", 0), ("kubectl rollout undo x", "always()", 0),
    ("docker system prune -f", "always()", 0),
  ])
  func ofStepsStartWorkToo(_ script: String, _ condition: String, _ count: Int) {
    let steps = "[{id: t, run: make test}, {run: '\(script)', if: \"\(condition)\"}]"
    #expect(lines(.workAfterFailure, app: "true", steps: steps).count == count)
  }

  @Test(arguments: [
    ("always() && needs.middle.result == 'success' || needs.middle.result == 'skipped'", 1),
    ("${{ !cancelled() && github.actor == 'a' || github.actor == 'b' }}", 1),
    (
      "needs.base.result == 'success' && needs.middle.result == 'success' || needs.middle.result == 'skipped'",
      1
    ),
    ("always() && (needs.middle.result == 'success' || needs.middle.result == 'skipped')", 0),
    (
      "github.event_name == 'workflow_dispatch' || github.event_name == 'push' && github.actor != 'a'",
      0
    ),
    (
      "github.event_name == 'push' || github.event.workflow_run.conclusion == 'success' && github.actor != 'a'",
      0
    ),
    ("(always() && needs.middle.result == 'success') || github.actor == 'b'", 0),
    ("failure() && github.actor == 'a' || cancelled() && github.actor == 'b'", 0),
  ])
  func guardAlternativesOnlyInParentheses(_ condition: String, _ count: Int) {
    #expect(lines(.unguardedAlternative, app: condition).count == count)
  }

  @Test(arguments: [
    ("${{ !cancelled() && needs.base.result != 'failure' }}", "github.ref_type == 'tag'", 1),
    ("always()", "github.ref_type == 'tag'", 1), ("true", "github.ref_type == 'tag'", 0),
    ("always()", "true", 0),
    ("always() && needs.base.result == 'success'", "github.ref_type == 'tag'", 0),
    ("always() && github.ref_type == 'tag'", "github.ref_type == 'tag'", 0),
    ("always() && github.ref_type == 'branch'", "github.ref_type == 'tag'", 1),
    ("always() && github.actor == 'a'", "github.ref_type == 'tag'", 1),
  ])
  func skipWhatComesBehind(_ middle: String, _ base: String, _ count: Int) {
    #expect(
      lines(.skippedByGrandparent, base: base, middle: middle, app: "github.actor != 'b'").count
        == count)
    #expect(lines(.skippedByGrandparent, base: base, middle: middle, app: "always()") == [])
    #expect(
      lines(
        .skippedByGrandparent, base: base, middle: middle, app: "github.actor != 'b'",
        needs: "[base, middle]") == [])
  }

  @Test(arguments: [
    ("github.event.workflow_run.conclusion != 'failure'", 1),
    ("github.event_name == 'push' || github.event.workflow_run.conclusion != 'failure'", 1),
    ("github.event.workflow_run.conclusion == 'success'", 0),
    ("github.event.workflow_run.conclusion != 'skipped'", 0),
    ("contains(fromJSON('[\"success\", \"skipped\"]'), github.event.workflow_run.conclusion)", 1),
    ("github.event_name == 'push'", 0),
  ])
  func askForAWholeConclusion(_ condition: String, _ count: Int) {
    let text = """
      on: {push: , workflow_run: {workflows: [Base], types: [completed]}}
      jobs:
        app:
          if: \(condition)
          runs-on: x
          steps: [{run: make publish}]
      """
    #expect(lintLines([".github/workflows/a.yml": text], rules: [.halfAConclusion]).count == count)
  }
}
