import Generation
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
}
