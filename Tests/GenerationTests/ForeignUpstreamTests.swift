import Generation
import SourceText
import Testing
import YAML

@Suite("A workflow of other hands at the head of a chain")
struct ForeignUpstreamTests {
  /// An image that the workflow X publishes, and others that are built on it, one on the other.
  private func chain(
    _ count: Int, triggers: String, others: [String: String] = [:], rest: String = ""
  ) throws -> Pipeline {
    var text = "layout: image\n\(rest)images:\n  x: {built-by: {workflow: x.yml}}\n"
    var files = others
    for number in 0..<count {
      text += "  i\(number): {dockerfile: d\(number)}\n"
      files["d\(number)"] = "FROM " + (number == 0 ? "x" : "i\(number - 1)") + "\n"
    }
    files[".github/workflows/x.yml"] = "name: X\non: \(triggers)\njobs: {}\n"
    return try pipeline(manifest: text, files: files)
  }

  @Test func isNoReasonToLeaveOutTheDailyNet() throws {
    let workflow = try chain(2, triggers: "push").workflow("i0")
    #expect(workflow["on"]?["workflow_run"]?["workflows"]?.items.map(\.text) == ["X"])
    #expect(workflow["on"]?["schedule"]?.items.count == 1)
    #expect(try chain(2, triggers: "push").workflow("i1")["on"]?["schedule"] == nil)
  }

  @Test func isNoReasonToIgnorePushes() throws {
    let pipeline = try chain(2, triggers: "push", rest: "triggers: {push: every}\n")
    #expect(try pipeline.workflow("i0")["on"]?["push"] != nil)
    #expect(try pipeline.workflow("i1")["on"]?["push"] == nil)
  }

  @Test func leavesThePushesOfTheWholeChainToTheStageBehindIt() throws {
    let workflow = try chain(2, triggers: "push").workflow("i0")
    let paths = workflow["on"]?["push"]?["paths"]?.items.compactMap(\.text) ?? []
    #expect(paths.contains("d0") && paths.contains("d1"))
  }

  @Test func isAskedWhetherItIsUnderWay() throws {
    let plan = try chain(1, triggers: "push").workflow("i0")["jobs"]?["plan"]
    #expect(plan?["permissions"]?["actions"]?.text == "read")
    #expect(plan?["steps"]?.items.contains { $0["env"]?["GITHUB_TOKEN"] != nil } == true)
  }

  @Test(arguments: [("push", 3), ("{workflow_run: {workflows: [R]}}", 2)])
  func takesTheHopsThatItHasItself(_ triggers: String, _ most: Int) throws {
    let root = [".github/workflows/r.yml": "name: R\non: push\njobs: {}\n"]
    let fitting = try chain(most, triggers: triggers, others: root)
    #expect(fitting.stages.count == most)
    #expect(fitting.diagnostics == [])
    let folded = try chain(most + 1, triggers: triggers, others: root)
    #expect(folded.stages.count == most)
    #expect(folded.diagnostics.allSatisfy { $0.rule == "folded-stages" })
  }

  @Test func countsThePatternsByWhichAWorkflowListens() throws {
    let others = [
      ".github/workflows/r.yml": "name: R+\non: push\njobs: {}\n",
      ".github/workflows/q.yml": #"{name: Q 1, on: {workflow_run: {workflows: ['R\+']}}}"#,
    ]
    let pipeline = try chain(3, triggers: "{workflow_run: {workflows: 'Q*'}}", others: others)
    #expect(pipeline.stages.count == 1)
  }

  @Test func doesNotTurnInACircle() throws {
    let others = [
      ".github/workflows/r.yml": "{name: R, on: {push: , workflow_run: {workflows: [X]}}}"
    ]
    let pipeline = try chain(2, triggers: "{workflow_run: {workflows: [R]}}", others: others)
    #expect(pipeline.stages.count == 2)
  }

  @Test func isRefusedWhenGitHubWouldStartNothingBehindIt() throws {
    var others = [".github/workflows/r0.yml": "name: R0\non: push\njobs: {}\n"]
    for number in 1...2 {
      others[".github/workflows/r\(number).yml"] =
        "{name: R\(number), on: {workflow_run: {workflows: [R\(number - 1)]}}}"
    }
    let last = try chain(2, triggers: "{workflow_run: {workflows: [R1]}}", others: others)
    #expect(last.stages.count == 1)
    #expect(!last.findings.contains { $0.hasPrefix("error") })
    let beyond = try chain(2, triggers: "{workflow_run: {workflows: [R2]}}", others: others)
    #expect(beyond.findings.filter { $0.hasPrefix("error") } == ["error chain-too-long: x.yml"])
    let task = "tasks: {t: {uses: i0, steps: [{run: 'true'}]}}\n"
    let behind = try chain(
      1, triggers: "{workflow_run: {workflows: [R2]}}", others: others, rest: task)
    #expect(behind.findings.filter { $0.hasPrefix("error") } == ["error chain-too-long: x.yml"])
  }

  @Test func leavesATaskNoHopEither() throws {
    let others = [
      ".github/workflows/r0.yml": "name: R0\non: push\njobs: {}\n",
      ".github/workflows/r1.yml": "{name: R1, on: {workflow_run: {workflows: [R0]}}}",
    ]
    let task = "tasks: {t: {uses: i0, steps: [{run: 'true'}]}}\n"
    let pipeline = try chain(
      1, triggers: "{workflow_run: {workflows: [R1]}}", others: others, rest: task)
    #expect(
      pipeline.findings.filter { $0.hasPrefix("error") } == ["error chain-too-long: t"])
  }
}
