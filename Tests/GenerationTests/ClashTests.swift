import Fixtures
import Generation
import Manifest
import SourceText
import Testing

@Suite("Generated workflows beside those of other hands")
struct ClashTests {
  private let manifest = """
    version: 1
    repository: o/r
    registry: ghcr.io/o/r
    tiers: {base: {title: Base images}}
    images: {app: {tier: base}}
    tasks: {test: {uses: app, steps: [{run: 'true'}]}}

    """

  /// What is said about workflows, by file name, in a repository with two generated ones.
  private func clashes(_ workflows: [String: String]) throws -> [String] {
    let file = SourceFile(name: "wfgen.yml", text: manifest)
    var files = ["wfgen.yml": manifest, "Dockerfile": "FROM alpine\n"]
    for (name, text) in workflows { files[".github/workflows/\(name)"] = text }
    let tree = MemoryTree(files)
    let project = Project(try #require(Manifest.read(file).manifest), in: tree)
    return Pipeline(project).clashes(in: tree).map { clash in
      #expect(clash.severity == .error)
      #expect(clash.labels.map(\.location.file.name) == ["wfgen.yml"])
      let label = clash.labels.first.map { $0.location.file[$0.location.range] } ?? ""
      let place = SourceLines(clash.location.file).position(at: clash.location.range.start)
      return "\(clash.location.file.name.split(separator: "/").last ?? ""):\(place.line)"
        + ":\(place.column) \(clash.rule) \(label)"
    }
  }

  @Test func findsTheNameOfAnother() throws {
    #expect(
      try clashes(["base.yaml": "on: push\nname: 'Base images'\n"])
        == ["base.yaml:2:7 taken-workflow-name base"])
  }

  @Test func findsTheNameOfTheWorkflowOfPullRequests() throws {
    let files = [
      "mine.yml": "name: Pull request\non: pull_request\n",
      "after.yml": "on: {workflow_run: {workflows: [Pull request], types: [completed]}}\n",
    ]
    #expect(try clashes(files).map { $0.prefix { $0 != " " } } == ["mine.yml:1:7"])
  }

  @Test(arguments: ["Test", "[Other, 'Test']"])
  func findsANameThatAWorkflowOfOtherHandsListensTo(_ names: String) throws {
    let files = [
      "mine.yml": "name: Test\non: [push, workflow_call]\n",
      "deploy.yml": "on: {workflow_run: {workflows: \(names), types: [completed]}}\n",
    ]
    #expect(try clashes(files) == ["mine.yml:1:7 taken-workflow-name test"])
  }

  @Test(arguments: ["Tes*", "[test, Tests]", "", "{Test: }"])
  func isSilentAboutANameThatNobodyListensTo(_ names: String) throws {
    let files = [
      "mine.yml": "name: Test\non: pull_request\n",
      "deploy.yml": "on: {workflow_run: {workflows: \(names)}}\n",
    ]
    #expect(try clashes(files) == [])
  }

  @Test(arguments: ["workflow_call", "[workflow_call]", "{workflow_call: {inputs: {}}}"])
  func isSilentAboutAWorkflowThatHasNoRunsOfItsOwn(_ events: String) throws {
    #expect(try clashes(["mine.yml": "name: Base images\non: \(events)\n"]) == [])
  }

  @Test(arguments: [
    "concurrency: WFGEN-base", "concurrency: {group: wfgen-Base, cancel-in-progress: true}",
    "jobs: {a: {concurrency: wfgen-base}}", "jobs: {a: {}, b: {concurrency: {group: wfgen-base}}}",
  ])
  func findsTheGroupOfAnotherWhereverItStandsInAnyCase(_ text: String) throws {
    let column = try #require(text.lowercased().firstRange(of: "wfgen"))
    let number = text.distance(from: text.startIndex, to: column.lowerBound) + 1
    #expect(
      try clashes(["mine.yml": text + "\n"])
        == ["mine.yml:1:\(number) taken-concurrency-group base"])
  }

  @Test func findsTheGroupOfATask() throws {
    #expect(
      try clashes(["mine.yml": "concurrency: wfgen-test\n"])
        == ["mine.yml:1:14 taken-concurrency-group test"])
  }

  @Test(arguments: [
    "name: base images", "name: Base", "name: [Base images]", "run-name: Base images",
    "concurrency: wfgen-${{ inputs.tier }}", "concurrency: {group: wfgen-bases}",
    "concurrency: {cancel-in-progress: true}", "jobs: {a: {name: Base images, env: wfgen-base}}",
    "name: Base images: no\n  - yaml",
  ])
  func isSilentAboutEverythingElse(_ text: String) throws {
    #expect(try clashes(["mine.yml": text + "\n"]) == [])
  }

  @Test func looksAtWhatWfgenNoLongerAsksForAsItsOwn() throws {
    let text = """
      # Written by wfgen from wfgen.yml. Do not edit: change the manifest and run 'wfgen generate'.
      name: Base images
      concurrency: wfgen-base

      """
    #expect(try clashes(["wfgen-old.yml": text]) == [])
    // A copy under a name of its own is left alone, and GitHub would run both.
    #expect(try clashes(["copy.yml": text]).count == 2)
  }

  @Test func looksAtWorkflowsAlone() throws {
    let text = "name: Base images\nconcurrency: wfgen-base\n"
    #expect(try clashes(["base.txt": text, "old/base.yml": text]) == [])
    // That is refused as a whole.
    #expect(try clashes(["wfgen-base.yml": text]) == [])
  }
}
