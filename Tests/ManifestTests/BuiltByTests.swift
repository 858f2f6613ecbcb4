import Fixtures
import Manifest
import SourceText
import Testing

@Suite("The workflow that publishes an image")
struct BuiltByTests {
  private func findings(_ workflow: String, branch: String = "main") throws -> [String] {
    let text = """
      version: 1
      repository: o/r
      registry: ghcr.io/o/r
      branch: \(branch)
      images: {old: {built-by: {workflow: old.yml}}, app: {}}

      """
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
    #expect(problems == [])
    let project = Project(
      try #require(manifest),
      in: MemoryTree([
        "Dockerfile": "FROM ghcr.io/o/r/old\n", ".github/workflows/old.yml": workflow,
      ]))
    return project.diagnostics.map { "\($0.severity) \($0.rule)" }
  }

  @Test(arguments: [
    "workflow_call", "[workflow_call]", "{workflow_call: {inputs: {}}}",
    "{push: {tags: ['v*']}}", "{push: {branches: [develop]}, release: {types: [published]}}",
    "{push: {branches-ignore: ['ma*']}}", "{push: {branches: ['**', '!main']}}",
  ])
  func isReportedWhenNobodyHearsOfItsRuns(_ events: String) throws {
    #expect(try findings("name: Old\non: \(events)\n") == ["warning unheard-workflow"])
  }

  @Test(arguments: [
    "push", "[push, workflow_call]", "{workflow_call: , workflow_dispatch: }",
    "{push: {tags: ['v*'], branches: [main]}}", "{push: {tags: ['v*']}, schedule: [{cron: 1}]}",
    "{push: {branches: ['**']}}", "{push: {branches: [develop], paths: [x]}, workflow_run: {}}",
    "{push: {paths: [x]}}", "pull_request", "",
  ])
  func isNotReportedWhenItMayBeHeard(_ events: String) throws {
    #expect(try findings("name: Old\non: \(events)\n") == [])
  }

  @Test func isReportedForTheBranchThatIsPublished() throws {
    let workflow = "name: Old\non: {push: {branches: [main]}}\n"
    #expect(try findings(workflow, branch: "master") == ["warning unheard-workflow"])
  }
}
