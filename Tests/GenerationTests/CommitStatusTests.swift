import Fixtures
import Generation
import Manifest
import SourceText
import Testing
import YAML

@Suite("The status that a chain sets at the commit")
struct CommitStatusTests {
  private func files(_ manifest: String) throws -> [String: Node] {
    let head = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\n"
    let tree = MemoryTree([
      "a/Dockerfile": "FROM alpine\n", "b/Dockerfile": "FROM ghcr.io/o/r/a:latest\n",
    ])
    let (read, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: head + manifest))
    #expect(problems == [])
    let project = Project(try #require(read), in: tree)
    #expect(project.diagnostics == [])
    var files: [String: Node] = [:]
    for file in Pipeline(project).files() where file.path.hasSuffix(".yml") {
      let document = YAMLDocument(parsing: SourceFile(name: file.path, text: file.text))
      files[file.path.split(separator: "/").last.map(String.init) ?? ""] = document.root
    }
    return files
  }

  private let images = """
    layout: image
    images: {a: {context: a}, b: {context: b}}
    tasks: {test: {uses: a, steps: [run: ls]}}

    """

  @Test func isSetByTheWorkflowsThatNoOtherFollows() throws {
    let files = try files(images + "wait: {status: true}\n")
    let setters = files.filter { $0.value["jobs"]?["commit-status"] != nil }.map(\.key).sorted()
    #expect(setters == ["wfgen-b.yml", "wfgen-test.yml"])
    #expect(try self.files(images).values.allSatisfy { $0["jobs"]?["commit-status"] == nil })
  }

  @Test func isForTheTokenOfOneJobToWrite() throws {
    let files = try files(images + "wait: {status: true}\n")
    for (name, root) in files {
      for job in root["jobs"]?.entries.map({ $0 }) ?? [] {
        let access = job.value["permissions"]?["statuses"]?.text
        #expect(access == (job.key.text == "commit-status" ? "write" : nil), "\(name)")
      }
    }
    let job = try #require(files["wfgen-b.yml"]?["jobs"]?["commit-status"])
    #expect(job["permissions"]?.entries.compactMap(\.key.text) == ["contents", "statuses"])
  }

  @Test func waitsForEveryOtherJobHoweverItEnds() throws {
    let files = try files(images + "wait: {status: true}\n")
    let build = try #require(files["wfgen-b.yml"]?["jobs"]?["commit-status"])
    #expect(build["needs"]?.items.compactMap(\.text) == ["plan", "build", "promote"])
    #expect(build["if"]?.text == "${{ !cancelled() && needs.plan.result != 'skipped' }}")
    let task = try #require(files["wfgen-test.yml"]?["jobs"]?["commit-status"])
    #expect(task["needs"]?.items.compactMap(\.text) == ["plan", "test"])
    let environment = task["steps"]?.items.last?["env"]
    #expect(environment?["WFGEN_TASK"]?.text == "test")
    #expect(environment?["CONTEXT"]?.text == "wfgen/test")
    #expect(
      environment?["RESULTS"]?.text == "${{ needs.plan.result }} ${{ needs.test.result }}")
  }

  @Test(arguments: [true, false]) func takesTheNameOfItsJobFromTasks(_ setsStatus: Bool) throws {
    let text = """
      version: 1
      repository: o/r
      registry: ghcr.io/o/r
      images: {a: {context: a}}
      tasks: {Commit-Status: {uses: a, steps: [run: ls]}}
      wait: {status: \(setsStatus)}
      """
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
    #expect(problems == [])
    let tree = MemoryTree(["a/Dockerfile": "FROM alpine\n"])
    let found = Project(try #require(manifest), in: tree).diagnostics
    #expect(found.map(\.rule) == (setsStatus ? ["invalid-name"] : []))
  }
}
