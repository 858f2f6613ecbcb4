import Generation
import Manifest
import Testing
import YAML

@Suite("No more builds at once than a tier allows")
struct WidthTests {
  @Test func imagesThatPassTheSameThroughShareAMatrix() throws {
    let secret = "{secrets: {npm: TOKEN}, env: {A: b}, before: [{run: make}]}"
    let text = "images: {a: \(secret), b: \(secret), c: {}, d: {}}\n"
    let jobs = try pipeline(manifest: text).stages.flatMap(\.buildJobs)
    #expect(jobs.map { $0.images.map(\.name) } == [["a", "b"], ["c", "d"]])
    #expect(jobs.map(\.needs) == [[], []])
  }

  @Test(arguments: [
    "secrets: {npm: OTHER}", "env: {A: c}", "before: [{run: test}]", "after: [{run: make}]",
    "permissions: {id-token: write}", "environment: live", "runner: big", "ssh: default",
  ])
  func imagesThatPassSomethingElseThroughDoNot(_ difference: String) throws {
    let common = "secrets: {npm: TOKEN}, env: {A: b}, before: [{run: make}]"
    let key = difference.prefix { $0 != ":" }
    let rest = common.contains("\(key): ") ? "ssh: x, " : "\(common), "
    let text = "images: {a: {\(rest)\(difference)}, b: {\(common)}}\n"
    let jobs = try pipeline(manifest: text).stages.flatMap(\.buildJobs)
    #expect(jobs.map { $0.images.map(\.name) } == [["a"], ["b"]])
  }

  @Test func jobsOfACappedTierWaitForEachOther() throws {
    let text = """
      tiers: {t: {max-parallel: 1}}
      images: {a: {ssh: default}, b: {ssh: default}, c: {}, d: {}}
      """
    let pipeline = try pipeline(manifest: text)
    #expect(pipeline.stages.flatMap(\.buildJobs).map(\.needs) == [[], ["build-1"]])
    let second = try pipeline.workflow("t")["jobs"]?["build-2"]
    // A sibling that fails does not keep it from building.
    let condition = "!cancelled() && needs.plan.result == 'success'"
    #expect(second?["if"]?.text?.contains(condition) == true)
    #expect(pipeline.findings == [])
  }

  @Test func jobsThatTheCapHoldsTogetherDoNotWait() throws {
    let text = """
      tiers: {t: {max-parallel: 2}}
      images: {a: {ssh: a}, b: {ssh: b}, c: {ssh: c}, d: {ssh: d}}
      """
    let jobs = try pipeline(manifest: text).stages.flatMap(\.buildJobs)
    #expect(jobs.map(\.needs) == [[], [], ["build-1", "build-2"], ["build-1", "build-2"]])
  }

  @Test func saysThatACapHoldsInOneWorkflowAlone() throws {
    let files = ["b": "FROM a\n"]
    let text = "layout: image\ntiers: {t: {max-parallel: 1}}\nimages: {a: {}, b: {dockerfile: b}}\n"
    #expect(
      try pipeline(manifest: text, files: files).findings == ["info cap-per-workflow: 1"])
    let wide = text.replacing("max-parallel: 1", with: "max-parallel: 2")
    #expect(try pipeline(manifest: wide, files: files).findings == [])
  }
}
