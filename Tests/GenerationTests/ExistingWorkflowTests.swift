import BuildGraph
import Fixtures
import Generation
import Manifest
import SourceText
import Testing
import YAML

@Suite("A workflow of other hands that does the work of a task")
struct ExistingWorkflowTests {
  private let manifest = """
    tiers: {ci: {title: CI image}}
    images: {ci: {tier: ci}}
    tasks: {test: {uses: ci, workflow: test.yml, paths: [src/**]}}

    """

  /// A workflow with two jobs and marks for both parts.
  private let marked = """
    name: Tests   # of everything
    on:
      pull_request: {branches: [main]}
      # wfgen:begin trigger
      # wfgen:end

    jobs:
      test:
          # wfgen:begin gate
          # wfgen:end
          runs-on: ubuntu-24.04
          steps: [{run: 'true'}]
      report: {needs: test, runs-on: ubuntu-24.04, steps: [{run: 'true'}]}

    """

  private let files = [
    "Dockerfile": "FROM alpine\nCOPY requirements.txt /\n", "requirements.txt": "",
  ]

  private func result(
    of workflow: String, manifest text: String? = nil, links: [String: String] = [:]
  ) throws -> ExistingChanges {
    let path = ".github/workflows/test.yml"
    let all = files.merging([path: workflow]) { $1 }
    return try pipeline(manifest: text ?? manifest, files: all)
      .existingChanges(in: MemoryTree(all, links: links))
  }

  /// What is said, with the line that it is said of.
  private func findings(_ workflow: String, manifest text: String? = nil) throws -> [String] {
    let result = try result(of: workflow, manifest: text)
    let isRefused = result.diagnostics.contains { $0.severity == .error }
    #expect(!isRefused || result.changes.isEmpty)
    return result.diagnostics.map { finding in
      let place = SourceLines(finding.location.file).position(at: finding.location.range.start)
      return "\(finding.location.file.name.split(separator: "/").last ?? ""):\(place.line)"
        + " \(finding.rule)"
    }
  }

  @Test func getsItsTriggerAndItsGateBetweenTheMarks() throws {
    let result = try result(of: marked)
    #expect(result.diagnostics == [])
    let text = try #require(result.changes.first?.text)
    #expect(
      text == """
        name: Tests   # of everything
        on:
          pull_request: {branches: [main]}
          # wfgen:begin trigger
          push:
            branches: [main]
            paths:
              - src/**
              - .github/workflows/test.yml
              - '!Dockerfile'
              - '!requirements.txt'
          workflow_run:  # zizmor: ignore[dangerous-triggers] follows wfgen's own workflows alone
            workflows: [CI image]
            types: [completed]
            branches: [main]
          # wfgen:end

        jobs:
          test:
              # wfgen:begin gate
              if: ${{ github.event_name != 'workflow_run' || github.event.workflow_run.conclusion == 'success' }}
              # wfgen:end
              runs-on: ubuntu-24.04
              steps: [{run: 'true'}]
          report: {needs: test, runs-on: ubuntu-24.04, steps: [{run: 'true'}]}

        """)
    let again = try self.result(of: text)
    #expect(again.changes.map(\.isCurrent) == [true])
  }

  @Test func marksThatNoTaskNamesAreStray() throws {
    let other = ".github/workflows/old.yml"
    let all = files.merging([".github/workflows/test.yml": marked, other: marked]) { $1 }
    let result = try pipeline(manifest: manifest, files: all).existingChanges(in: MemoryTree(all))
    #expect(result.diagnostics.map(\.rule) == ["stray-mark", "stray-mark"])
    #expect(result.diagnostics.map(\.location.file.name) == [other, other])
    #expect(result.changes.count == 1)
  }

  @Test(arguments: ["\r\n", "\n"], ["", "\u{FEFF}"])
  func keepsEveryByteBesideThem(_ lineEnd: String, _ start: String) throws {
    var workflow = marked
    workflow.removeLast(1)
    let text = start + workflow.replacing("\n", with: lineEnd) + "  # ü\tno line end"
    let change = try #require(try result(of: text).changes.first)
    let lines = Array(change.text.utf8).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let old = Array(text.utf8).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    #expect(Array(lines.prefix(4)) == Array(old.prefix(4)))
    #expect(Array(lines.suffix(4)) == Array(old.suffix(4)))
    #expect(lines.dropLast().allSatisfy { ($0.last == UInt8(ascii: "\r")) == (lineEnd == "\r\n") })
    #expect(try result(of: change.text).changes.first?.isCurrent == true)
  }

  @Test(arguments: [
    ("  # wfgen:end\n\n", "\n\n", "test.yml:9 misplaced-mark"),
    ("  # wfgen:begin trigger\n", "", "test.yml:4 misplaced-mark"),
    ("  # wfgen:end\n\n", "  # wfgen:end\n  # wfgen:end\n\n", "test.yml:6 misplaced-mark"),
    ("begin trigger", "begin triggers", "test.yml:4 misplaced-mark"),
    ("wfgen:begin trigger", "wfgen: begin trigger", "test.yml:4 misplaced-mark"),
    ("      # wfgen:begin gate", "\t  # wfgen:begin gate", "wfgen.yml:6 unusable-workflow"),
    ("begin trigger", "begin gate", "test.yml:4 misplaced-mark"),
    ("  # wfgen:begin trigger", "    # wfgen:begin trigger", "test.yml:4 misplaced-mark"),
    ("  pull_request:", "  push: {branches: [main]}\n  pull_request:", "test.yml:5 misplaced-mark"),
    ("runs-on: ubuntu-24.04\n", "if: false\n", "test.yml:9 misplaced-mark"),
    ("on:\n", "on: push\nenv:\n", "test.yml:5 misplaced-mark"),
  ])
  func isRefusedWhenTheMarksMakeNoSense(_ old: String, _ new: String, _ expected: String) throws {
    let text = try #require(marked.contains(old) ? marked : nil)
    var parts = text.split(separator: old, maxSplits: 1).map(String.init)
    parts[0] += new
    let all = try findings(parts.joined())
    #expect(all.first == expected)
  }

  @Test func isRefusedWhenAPartIsThereTwice() throws {
    let trigger = "  # wfgen:begin trigger\n  # wfgen:end\n"
    let twice = marked.replacing(trigger, with: trigger + trigger)
    #expect(Set(try findings(twice)) == ["test.yml:4 misplaced-mark", "test.yml:6 misplaced-mark"])
  }

  @Test func isRefusedWhenAKeyStandsOutsideToo() throws {
    let text = try #require(try result(of: marked).changes.first?.text)
    let twice = text.replacing("  pull_request:", with: "  push:\n  pull_request:")
    #expect(try findings(twice) == ["test.yml:5 misplaced-mark"])
    let gate = text.replacing("runs-on: ubuntu-24.04\n", with: "if: false\n")
    #expect(try findings(gate).count == 1)
  }

  /// Wherever the marks are put, they are refused, or GitHub reads what was meant.
  @Test(arguments: ["trigger", "gate"])
  func isRightOrRefusedWhereverTheMarksStand(_ kind: String) throws {
    let plain = """
      name: Tests
      on:
        pull_request:
          branches: [main]
        # as it is
      EVENT
      env: {A: b}
      jobs:
        test:
          if: ${{ github.event.workflow_run.conclusion == 'success' }}
          runs-on: ubuntu-24.04
          steps:
            - run: |
                true
                  false
            - uses: actions/checkout@v7
        next: {needs: test, runs-on: x}
        other:
          needs:
            - test
          runs-on: x

      """.replacing(
        "EVENT\n",
        with: kind == "trigger"
          ? "\n" : "  workflow_run: {workflows: [CI image], types: [completed], branches: [main]}\n"
      )
    let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var accepted = 0
    for position in 0..<lines.count {
      for indentation in stride(from: 0, through: 10, by: 2) {
        let space = String(repeating: " ", count: indentation)
        let marks = ["\(space)# wfgen:begin \(kind)", "\(space)# wfgen:end"]
        let text = (lines[..<position] + marks + lines[position...]).joined(separator: "\n")
        let result = try result(of: text)
        guard result.diagnostics.isEmpty, let change = result.changes.first else { continue }
        accepted += 1
        let document = YAMLDocument(parsing: SourceFile(name: "test.yml", text: change.text))
        #expect(document.diagnostics.map(\.rule) == [], "\(change.text)")
        let on = document.root?["on"]
        #expect(on?["pull_request"]?["branches"]?.items.count == 1, "\(change.text)")
        if kind == "trigger" {
          #expect(on?["push"]?["paths"] != nil && on?["workflow_run"] != nil, "\(change.text)")
        } else {
          let gates = document.root?["jobs"]?.entries.compactMap { $0.value["if"]?.text } ?? []
          #expect(
            gates.count == 2 && gates.contains { $0.contains("event_name") }, "\(change.text)")
        }
        let kept = change.text.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
        #expect(kept.prefix(position) == lines.prefix(position))
        #expect(kept.suffix(lines.count - position) == lines.suffix(lines.count - position))
      }
    }
    #expect(accepted > 0)
  }

  @Test func doesNotTakeAScriptForMarks() throws {
    let text = """
      on: {workflow_run: {workflows: [CI image], types: [completed], branches: [main]}}
      jobs:
        test:
          if: github.event.workflow_run.conclusion == 'success'
          runs-on: ubuntu-24.04
          steps:
            - run: |
                # wfgen:begin trigger
                true

      """
    let result = try result(of: text)
    #expect(result.diagnostics == [] && result.changes == [])
  }

  @Test(arguments: [
    ("[CI image]", "[CI Image]", ["test.yml:1 unchained-task"]),
    ("[CI image]", "['CI*', Other]", []),
    ("[completed]", "[requested]", ["test.yml:1 unchained-task"]),
    ("[main]", "[develop]", ["test.yml:1 unchained-task"]),
    ("branches: [main]", "branches-ignore: ['ma*']", ["test.yml:1 unchained-task"]),
    ("branches: [main]", "branches: ['**']", []),
    ("{workflow_run:", "{push: , workflow_run:", []),
    ("github.event.workflow_run.conclusion", "always() || 1", ["test.yml:4 ungated-task"]),
    ("github.event.workflow_run.conclusion", "github.event_name", []),
    ("if: github", "if: >\n        ${{ github", ["test.yml:4 ungated-task"]),
    ("if: github.event.workflow_run.conclusion", "name: a", ["test.yml:3 ungated-task"]),
    ("    if:", "    needs: [other]\n    env:", []),
    ("    if: github.event", "    needs: [other]\n    if: always() && github.event", []),
    (
      "    if: github.event.workflow_run.conclusion", "    needs: [other]\n    if: always() || ''",
      ["test.yml:5 ungated-task"]
    ),
    (
      "    if: github.event.workflow_run.conclusion",
      "    needs: [other]\n    if: always() && needs.other.result", []
    ),
  ])
  func isCheckedWhereThereAreNoMarks(_ old: String, _ new: String, _ expected: [String]) throws {
    let text = """
      on: {workflow_run: {workflows: [CI image], types: [completed], branches: [main]}}
      jobs:
        test:
          if: github.event.workflow_run.conclusion == 'success'
          runs-on: ubuntu-24.04

      """
    #expect(try findings(text) == [])
    var changed = text.replacing(old, with: new)
    if new.hasPrefix("if: >") { changed.replace("'success'\n", with: "'success' }}\n") }
    #expect(changed != text)
    #expect(try findings(changed) == expected)
  }

  @Test func isPointedAtWhereItStandsNow() throws {
    let text = marked.replacing("      # wfgen:begin gate\n      # wfgen:end\n", with: "")
    #expect(try findings(text) == ["test.yml:8 ungated-task"])
  }

  @Test(arguments: [
    ("on-push: at-once", ["- src/**", "- .github/workflows/test.yml"]),
    ("upstream-failed: use-previous", ["conclusion != 'skipped' }}"]),
    ("after-manual-upstream: skip", ["event != 'workflow_dispatch') }}"]),
  ])
  func followsThePolicyOfTheTask(_ policy: String, _ ends: [String]) throws {
    let text = manifest.replacing("uses: ci,", with: "uses: ci, \(policy),")
    let change = try #require(try result(of: marked, manifest: text).changes.first)
    let lines = change.text.split(separator: "\n")
    for end in ends { #expect(lines.contains { $0.hasSuffix(end) }, "\(change.text)") }
    #expect(change.text.contains("'!Dockerfile'") == !policy.contains("at-once"))
  }

  /// A workflow of other hands that publishes the image may have run for a fork's pull request, whose
  /// branch may be called like ours.
  @Test func isNotStartedByAPullRequestOfAWorkflowThatPublishesTheImage() throws {
    let text = """
      images: {ci: {built-by: {workflow: base.yml}}, app: {}}
      tasks: {test: {uses: ci, workflow: test.yml}}

      """
    let all = files.merging([
      ".github/workflows/test.yml": marked,
      ".github/workflows/base.yml": "name: CI image\non: push\njobs: {}\n",
    ]) { $1 }
    let change = try pipeline(manifest: text, files: all).existingChanges(in: MemoryTree(all))
      .changes.first
    let gate = "conclusion == 'success' && github.event.workflow_run.event != 'pull_request') }}\n"
    #expect(change?.text.contains(gate) == true, "\(change?.text ?? "nothing")")
  }

  /// A job that has nothing to do with the image keeps nobody from writing the others' gates.
  @Test func isWrittenThoughAnotherJobHasNoGate() throws {
    let text = marked + "  lint: {runs-on: ubuntu-24.04, steps: [{run: 'true'}]}\n"
    let result = try result(of: text)
    #expect(result.diagnostics.map { "\($0.severity) \($0.rule)" } == ["warning ungated-task"])
    #expect(result.changes.first?.text.contains("workflow_run.conclusion == 'success'") == true)
  }

  @Test func leavesPushesToTheChainWhereAllOfThemStartIt() throws {
    let change = try #require(
      try result(of: marked, manifest: "triggers: {push: every}\n" + manifest).changes.first)
    #expect(!change.text.contains("push:"))
    #expect(change.text.contains("workflow_run:"))
  }

  @Test func isNotWrittenThroughALink() throws {
    let path = ".github/workflows/test.yml"
    let result = try result(of: marked, links: [path: "elsewhere.yml"])
    guard case .blocked? = result.changes.first?.kind else {
      Issue.record("\(result)")
      return
    }
  }

  @Test func countsAsAHopOfTheChain() throws {
    var text = "layout: image\nimages:\n"
    var files = [".github/workflows/test.yml": "name: T\non: push\njobs: {}\n"]
    for number in 0..<4 {
      text += "  i\(number): {dockerfile: d\(number)}\n"
      files["d\(number)"] = "FROM " + (number == 0 ? "alpine" : "i\(number - 1)") + "\n"
    }
    let plain = try pipeline(manifest: text, files: files)
    #expect(plain.stages.count == 4)
    let task = "tasks: {t: {uses: i3, workflow: test.yml}}\n"
    let chained = try pipeline(manifest: text + task, files: files)
    #expect(chained.stages.count == 3)
    #expect(chained.existing.map(\.title) == ["T"])
    #expect(chained.data().tasks.isEmpty)
    #expect(!chained.files().contains { $0.path.hasSuffix("test.yml") })
  }

  @Test func isStartedByThePushesThatPlanNames() throws {
    let all = files.merging([".github/workflows/test.yml": marked]) { $1 }
    let pipeline = try pipeline(manifest: manifest, files: all)
    #expect(pipeline.plan(changed: ["src/main.py"]).started == ["Tests"])
    let plan = pipeline.plan(changed: ["requirements.txt"])
    #expect(plan.started == ["CI image"] && plan.runs == ["CI image", "Tests"])
  }

  @Test func cannotBuildItsOwnImage() throws {
    let text = """
      images: {ci: {built-by: {workflow: test.yml}}, app: {}}
      tasks: {test: {uses: ci, workflow: test.yml}}

      """
    #expect(try findings(marked, manifest: text) == ["wfgen.yml:5 unusable-workflow"])
  }

  @Test func hasToBeYAML() throws {
    let broken = marked + "<<<<<<< HEAD\n"
    #expect(try findings(broken) == ["wfgen.yml:6 unusable-workflow"])
    let label = try #require(try result(of: broken).diagnostics.first?.labels.first)
    #expect(label.location.file.text == broken)
  }
}
