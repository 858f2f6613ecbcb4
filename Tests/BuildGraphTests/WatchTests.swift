import BuildGraph
import Testing

@Suite("Waiting for a commit")
struct WatchTests {
  private typealias Look = (status: CommitStatus, runs: [WorkflowRun]?)

  /// Takes looks one after the other, each when the one before asks for it; gives what follows from
  /// each, and when it was.
  private func follow(
    _ looks: [Look], limit: Double = 3600, for names: [String] = ["base", "ci", "dev", "app"]
  ) -> [(time: Double, step: Watch.Step)] {
    var watch = Watch(commit: CommitScene.commit, start: 100, limit: limit)
    var now = 100.0
    var steps: [(time: Double, step: Watch.Step)] = []
    for look in looks {
      let step = watch.step(
        look.status, images: look.status.closure(of: names), runs: look.runs.map(RunHistory.init),
        at: now)
      steps.append((now - 100, step))
      guard case .again(let pause) = step else { break }
      now += pause
    }
    return steps
  }

  private let fresh = CommitScene().status
  private let missing = CommitScene(without: "base", "ci", "dev").status

  private func failure(_ image: String, _ run: WorkflowRun?, _ workflow: String = "base")
    -> Watch.Failure
  {
    Watch.Failure(image: image, run: run, workflow: "wfgen-\(workflow).yml")
  }

  @Test func endsWhenEverythingIsThere() {
    #expect(follow([(fresh, nil)]).map(\.step) == [.done])
    let running = [WorkflowRun(1, of: "base", "in_progress")]
    let steps = follow([(missing, running), (missing, running), (fresh, running)])
    #expect(steps.map(\.step) == [.again(after: 5), .again(after: 10), .done])
  }

  @Test func looksLessAndLessOftenUntilSomethingChanges() {
    let running = [WorkflowRun(1, of: "base", "queued")]
    let half = CommitScene(without: "ci", "dev").status
    let steps = follow(
      Array(repeating: (missing, running), count: 6) + Array(repeating: (half, running), count: 3))
    #expect(
      steps.map(\.step)
        == [5, 10, 20, 30, 30, 30, 5, 10, 20].map { Watch.Step.again(after: $0) })
  }

  @Test func waitsForNothingThatWasNotAskedFor() {
    let status = CommitScene(without: "dev").status
    #expect(follow([(status, [])], for: ["ci", "app"]).map(\.step) == [.done])
    #expect(follow([(status, [])], for: ["dev"]).map(\.step) == [.again(after: 5)])
  }

  @Test func looksALastTimeWhenTheTimeIsUp() {
    let steps = follow(Array(repeating: (missing, nil), count: 20), limit: 60)
    #expect(steps.map(\.time) == [0, 5, 15, 35, 60])
    #expect(steps.last?.step == .timedOut)
    #expect(follow([(missing, nil)], limit: 0).map(\.step) == [.timedOut])
    #expect(follow([(fresh, nil)], limit: 0).map(\.step) == [.done])
  }

  @Test func endsAfterASecondLookWhenTheRunOfAParentHasFailed() {
    let failed = WorkflowRun(1, of: "base", "failure")
    let verdict = Watch.Step.failed([
      failure("base", failed), failure("ci", failed), failure("dev", failed),
    ])
    let steps = follow([(missing, [failed]), (missing, [failed])])
    #expect(steps.map(\.step) == [.again(after: 5), verdict])
    #expect(follow([(missing, [failed])], limit: 0).map(\.step) == [verdict])
    // Somebody has just started it again, and GitHub shows it a moment later.
    let again = WorkflowRun(2, of: "base", "queued", from: 3)
    let saved = follow([
      (missing, [failed]), (missing, [failed, again]), (missing, [failed]), (missing, [failed]),
    ])
    #expect(saved.map(\.step) == [.again(after: 5), .again(after: 5), .again(after: 5), verdict])
  }

  @Test(arguments: ["queued", "in_progress", "pending", "requested", "waiting"])
  func waitsOnWhileARunCanStillBuildIt(_ state: String) {
    let failed = WorkflowRun(1, of: "base", "failure")
    let again = WorkflowRun(2, of: "base", state, from: 3)
    #expect(follow([(missing, [failed, again])]).map(\.step) == [.again(after: 5)])
    // An older run, started again.
    let older = WorkflowRun(0, of: "base", state, attempt: 2)
    #expect(follow([(missing, [failed, older])]).map(\.step) == [.again(after: 5)])
  }

  @Test func doesNotTakeTheFailureOfAnotherPushForItsOwn() {
    let old = WorkflowRun(1, of: "base", "failure", commit: "2222")
    #expect(follow([(missing, [old])]).map(\.step) == [.again(after: 5)])
    // But one that began since was of this commit, or of a later one.
    let new = WorkflowRun(2, of: "base", "failure", commit: "3333", from: 1)
    let steps = follow([(missing, [old]), (missing, [new, old]), (missing, [new, old])])
    #expect(steps.count == 3)
    #expect(
      steps.last?.step
        == .failed([failure("base", new), failure("ci", new), failure("dev", new)]))
    let rerun = WorkflowRun(1, of: "base", "failure", commit: "2222", attempt: 2, from: 1)
    let ends = follow([(missing, [old]), (missing, [rerun]), (missing, [rerun])])
    #expect(
      ends.last?.step
        == .failed([failure("base", rerun), failure("ci", rerun), failure("dev", rerun)]))
  }

  @Test func expectsTheRunThatFollowsAnUpstream() {
    let status = CommitScene(without: "ci", "dev").status
    // The child's run failed because its parent was missing; the parent has come since.
    let child = WorkflowRun(2, of: "ci", "failure", from: 1, to: 2)
    let parent = WorkflowRun(1, of: "base", "success", attempt: 2, from: 5, to: 9)
    #expect(follow([(status, [parent, child])]).map(\.step) == [.again(after: 5)])
    let early = WorkflowRun(1, of: "base", "success", from: 0, to: 0)
    #expect(
      follow([(status, [early, child])], limit: 0).last?.step
        == .failed([failure("ci", child, "ci"), failure("dev", child, "ci")]))
  }

  @Test func endsWhenNothingIsOnItsWayForTwoMinutes() {
    let steps = follow(Array(repeating: (missing, []), count: 20))
    #expect(steps.map(\.time) == [0, 5, 15, 35, 65, 95, 125])
    #expect(
      steps.last?.step
        == .failed([failure("base", nil), failure("ci", nil), failure("dev", nil)]))
    // Whatever is under way begins the two minutes anew.
    let running = [WorkflowRun(1, of: "base", "in_progress")]
    let over = [WorkflowRun(1, of: "base", "success")]
    let later = follow(
      Array(repeating: (missing, running), count: 5) + Array(repeating: (missing, over), count: 20))
    #expect(later.map(\.time) == [0, 5, 15, 35, 65, 95, 125, 155, 185])
  }

  @Test func doesNotGuessWithoutRuns() {
    let steps = follow(Array(repeating: (missing, nil), count: 200))
    #expect(steps.last?.step == .timedOut)
    #expect(steps.last?.time == 3600)
  }

  @Test func bearsWithARegistryThatIsSilentForAMoment() {
    var scene = CommitScene(without: "dev")
    scene.answers["r/ci:src-ci"] = .unknown("HTTP 500")
    let running = [WorkflowRun(1, of: "ci", "in_progress")]
    let unknown: Look = (scene.status, running)
    #expect(follow([unknown, unknown, unknown]).last?.step == .unclear)
    let steps = follow([unknown, unknown, (missing, running), unknown, unknown, (fresh, running)])
    #expect(steps.count == 6)
    #expect(steps.last?.step == .done)
  }
}
