import SourceText
import Testing

@testable import Linting

@Suite("Upstreams")
struct UpstreamTests {
  private func found(_ upstream: String, among others: [String]) -> [Diagnostic] {
    let listener = SourceFile(
      name: ".github/workflows/listener.yml",
      text: "name: Listener\non:\n  workflow_run:\n    workflows: [\(upstream)]\n")
    let files = others.enumerated().map { number, text in
      SourceFile(name: ".github/workflows/\(number).yml", text: text)
    }
    return lint(RepositoryView(files: files + [listener]), rules: [.unknownUpstream])
  }

  @Test func matchesNamesLetterForLetter() {
    #expect(found("Base", among: ["name: Base"]).isEmpty)
    #expect(found("'Base'", among: ["name: \"Base\""]).isEmpty)
    #expect(found("Base", among: ["name: base"]).count == 1)
    #expect(found("Base", among: ["name: 'Base '"]).count == 1)
    #expect(found("Listener", among: []).isEmpty)
  }

  @Test func saysNothingWhenAnUnreadableFileMayHaveTheName() {
    #expect(found("Base", among: ["name: ${{ github.ref }}"]).isEmpty)
    #expect(found("Base", among: ["name: [a"]).filter { $0.rule == "unknown-upstream" }.isEmpty)
  }

  @Test func takesAFileWithoutNameForItsPath() {
    #expect(found("Base", among: ["on: push"]).count == 1)
    #expect(found(".github/workflows/0.yml", among: ["on: push"]).isEmpty)
    #expect(found(".github/workflows/0.yml", among: ["name: Base"]).count == 1)
    #expect(found(".github/workflows/1.yml", among: ["on: push"]).count == 1)
  }

  @Test func leavesPatternsAlone() {
    for pattern in ["'*'", "'**'", "Base?", "'C++'", "'[ab]'", "'!Base'"] {
      #expect(found(pattern, among: ["name: Other"]).isEmpty, "\(pattern)")
    }
    #expect(found("'C\\+\\+'", among: ["name: C++"]).isEmpty)
    #expect(found("'C\\+\\+'", among: ["name: C"]).count == 1)
  }

  @Test func leavesTheWorkflowsOfGitHubAlone() {
    #expect(found("pages-build-deployment", among: []).isEmpty)
  }

  @Test func writesTheNameInTheStyleOfTheFile() {
    let names = ["name: \"Base: x\"", "name: C++ base"]
    #expect(
      found("'Base; x'", among: names).first?.fixes.first?.edits.first?.replacement == "'Base: x'")
    #expect(
      found("Base; x", among: names).first?.fixes.first?.edits.first?.replacement == "'Base: x'")
    #expect(
      found("'C-- base'", among: names).first?.fixes.first?.edits.first?.replacement
        == "'C\\+\\+ base'")
  }
}

@Suite("Names that two workflows bear")
struct SharedNameTests {
  private func found(_ events: String, _ others: String) -> Int {
    let texts = [
      "name: Base\non: \(events)\n", "name: Base\non: \(others)\n",
      "name: Next\non: {workflow_run: {workflows: [Base], types: [completed]}}\n",
    ]
    let files = texts.enumerated().map { number, text in
      SourceFile(name: ".github/workflows/\(number).yml", text: text)
    }
    return lint(RepositoryView(files: files), rules: [.duplicateWorkflowName]).count
  }

  @Test func countOnlyWhereBothHaveRunsOfTheirOwn() {
    #expect(found("push", "[push, workflow_call]") == 1)
    #expect(found("push", "workflow_call") == 0)
    #expect(found("{workflow_call: {inputs: {}}}", "schedule") == 0)
    #expect(found("[workflow_call]", "workflow_call") == 0)
  }
}

@Suite("Upstreams without runs")
struct IdleUpstreamTests {
  private func found(_ workflows: KeyValuePairs<String, String>) -> Int {
    let files = workflows.map { name, events in
      SourceFile(
        name: ".github/workflows/\(name).yml", text: "name: \(name)\non: {\(events)}\n")
    }
    return lint(RepositoryView(files: files), rules: [.idleUpstream]).count
  }

  @Test func areCalledOrFollowEachOther() {
    #expect(found(["A": "workflow_call: ", "B": "workflow_run: {workflows: [A]}"]) == 1)
    #expect(
      found([
        "A": "workflow_call: ", "B": "workflow_run: {workflows: [A]}",
        "C": "workflow_run: {workflows: [B]}",
      ]) == 2)
    #expect(
      found([
        "A": "workflow_run: {workflows: [B]}", "B": "workflow_run: {workflows: [A]}",
      ]) == 2)
    #expect(found(["A": "workflow_call: , push: ", "B": "workflow_run: {workflows: [A]}"]) == 0)
    #expect(
      found(["A": "workflow_run: {workflows: [X]}", "B": "workflow_run: {workflows: [A]}"]) == 0)
  }
}

@Suite("Types of workflow_run")
struct MissingTypesTests {
  private func fixed(_ trigger: String) -> String? {
    let file = SourceFile(name: ".github/workflows/a.yml", text: "on:\n\(trigger)\n")
    let found = lint(RepositoryView(files: [file]), rules: [.missingTypes])
    return found.isEmpty ? nil : file.applying(found.flatMap(\.fixes), atLeast: .unsafe).text
  }

  @Test func areAddedInTheStyleOfTheFile() {
    #expect(
      fixed("  workflow_run:\n    workflows: [A]")
        == "on:\n  workflow_run:\n    types: [completed]\n    workflows: [A]\n")
    #expect(
      fixed("  workflow_run: {workflows: A}")
        == "on:\n  workflow_run: {types: [completed], workflows: A}\n")
    #expect(fixed("  workflow_run: {workflows: A, types: []}") != nil)
  }

  @Test func areNotMissedWhereTheyAreNamedOrAskedFor() {
    #expect(fixed("  workflow_run: {workflows: A, types: [requested]}") == nil)
    #expect(
      fixed("  workflow_run: {workflows: A}\njobs: {a: {if: github.event.action == 'b'}}") == nil)
    #expect(fixed("  push:") == nil)
  }
}
