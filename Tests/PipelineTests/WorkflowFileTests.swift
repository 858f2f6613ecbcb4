import PipelineDriver
import Testing

@Suite("A key that is not modelled ends the test")
struct WorkflowFileTests {
  private static let plain = """
    name: Plain
    on: {push: {branches: [main]}}
    permissions: {}
    jobs:
      build:
        runs-on: ubuntu-24.04
        steps:
          - run: make
            env: {A: '1'}
          - uses: actions/checkout@0123456789012345678901234567890123456789
            with: {ref: main}
    """

  @Test func whatIsModelledIsRead() throws {
    let file = try WorkflowFile(path: ".github/workflows/plain.yml", text: Self.plain)
    #expect(file.name == "Plain" && file.file == "plain.yml")
    #expect(file.triggers.push?.branches?.matches("main") == true)
    let job = try #require(file.jobs.first)
    #expect(job.id == "build" && job.failFast && job.steps.count == 2)
    #expect(job.steps[0].env.map(\.name) == ["A"])
  }

  @Test(arguments: [
    ("permissions: {}", "defaults: {run: {shell: bash}}"),
    ("branches: [main]", "tags: [v1]"),
    ("{push: {branches: [main]}}", "{pull_request: {branches: [main]}}"),
    ("{push: {branches: [main]}}", "{workflow_run: {workflows: [A]}}"),
    ("{push: {branches: [main]}}", "{workflow_run: {workflows: ['A*'], types: [completed]}}"),
    ("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    services: {}"),
    ("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    services: {db: {image: postgres}}"),
    ("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    strategy: {matrix: {a: [1]}}"),
    ("runs-on: ubuntu-24.04", "concurrency: {group: a, cancel-in-progress: true}"),
    ("- run: make", "- run: make\n        shell: sh"),
    ("@0123456789012345678901234567890123456789", "@v7"),
    ("- run: make", "- name: nothing"),
    ("name: Plain", "name: 'Plain"),
  ])
  func everythingElseIsRefused(_ old: String, _ new: String) {
    let text = Self.plain.replacing(old, with: new)
    #expect(text != Self.plain)
    #expect(throws: Unsupported.self) { try WorkflowFile(path: "x.yml", text: text) }
  }
}
