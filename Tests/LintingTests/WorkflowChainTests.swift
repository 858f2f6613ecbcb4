import SourceText
import Testing

@testable import Linting

@Suite("Chains of workflows")
struct WorkflowChainTests {
  /// Workflows that listen to each other, each given as `name: upstreams`, the first one pushed.
  private func lintChain(_ workflows: KeyValuePairs<String, String>) -> [Diagnostic] {
    let files = workflows.enumerated().map { position, workflow in
      let push = position == 0 ? "  push:\n" : ""
      let listening =
        workflow.value.isEmpty ? "" : "  workflow_run:\n    workflows: [\(workflow.value)]\n"
      return SourceFile(
        name: ".github/workflows/\(workflow.key).yml",
        text: "name: \(workflow.key)\non:\n\(push)\(listening)")
    }
    return lint(RepositoryView(files: files), rules: [.chainTooLong])
  }

  @Test func namesTheWholeChain() {
    let found = lintChain(["A": "", "B": "A", "C": "B", "D": "C", "E": "D", "F": "E"])
    #expect(found.map(\.location.file.name) == ["E", "F"].map { ".github/workflows/\($0).yml" })
    #expect(found.first?.message.hasSuffix("it never runs from there (A → B → C → D → E)") == true)
  }

  @Test func takesTheLongestWay() {
    #expect(lintChain(["A": "", "B": "A", "C": "B", "D": "C, A, B", "E": "A, D"]).count == 1)
    #expect(lintChain(["A": "", "B": "A", "C": "B", "D": "C, A, B", "E": "A, C"]).isEmpty)
  }

  @Test func endsOnCycles() {
    #expect(lintChain(["A": "A"]).isEmpty)
    #expect(lintChain(["A": "B", "B": "A"]).isEmpty)
    #expect(lintChain(["A": "", "B": "A, C", "C": "B"]).isEmpty)
    #expect(lintChain(["A": "E", "B": "A", "C": "B", "D": "C, E", "E": "D"]).count == 1)
  }

  @Test func countsFromWorkflowsThatSomethingElseStarts() {
    let called = SourceFile(
      name: ".github/workflows/A.yml", text: "{name: A, on: {workflow_call: null}}")
    let rest = ["B": "A", "C": "B", "D": "C", "E": "D"].map { name, upstream in
      SourceFile(
        name: ".github/workflows/\(name).yml",
        text: "{name: \(name), on: {workflow_run: {workflows: \(upstream)}}}")
    }
    let found = lint(RepositoryView(files: [called] + rest), rules: [.chainTooLong])
    #expect(found.isEmpty)
  }

  @Test func followsHundredsOfWorkflows() {
    let files = (0..<400).map { number in
      let event = number == 0 ? "push: null" : "workflow_run: {workflows: [w\(number - 1)]}"
      return SourceFile(
        name: ".github/workflows/w\(number).yml", text: "{name: w\(number), on: {\(event)}}")
    }
    let found = lint(RepositoryView(files: files), rules: [.chainTooLong])
    #expect(found.count == 396)
  }
}
