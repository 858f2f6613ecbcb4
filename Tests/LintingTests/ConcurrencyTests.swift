import SourceText
import Testing

@testable import Linting

@Suite("Concurrency groups")
struct ConcurrencyTests {
  private func found(_ rule: Rule, _ texts: String...) -> Int {
    let files = texts.enumerated().map { number, text in
      SourceFile(name: ".github/workflows/\(number).yml", text: text)
    }
    return lint(RepositoryView(files: files), rules: [rule]).count
  }

  private static let push = "steps: [{run: docker push acme/a}]"

  @Test(arguments: [
    ("push", "{group: a, cancel-in-progress: true}", 1),
    ("push", "{group: \"${{ github.ref }}\", cancel-in-progress: true}", 1),
    ("push", "{group: a, cancel-in-progress: \"${{ github.event_name == 'push' }}\"}", 1),
    ("push", "{group: a, cancel-in-progress: \"${{ !startsWith(github.ref, 'refs/tags/') }}\"}", 1),
    ("schedule", "{group: a, cancel-in-progress: true}", 1),
    ("push", "{group: a, cancel-in-progress: false}", 0), ("push", "a", 0),
    ("push", "{group: \"${{ github.sha }}\", cancel-in-progress: true}", 0),
    ("push", "{group: a, cancel-in-progress: \"${{ github.event_name == 'pull_request' }}\"}", 0),
    ("push", "{group: a, cancel-in-progress: \"${{ github.ref != 'refs/heads/main' }}\"}", 0),
    ("push", "{group: a, cancel-in-progress: \"${{ vars.CANCEL }}\"}", 0),
    ("pull_request", "{group: a, cancel-in-progress: true}", 0),
    ("{push: {tags: ['v*']}}", "{group: a, cancel-in-progress: true}", 0),
  ])
  func endPublishingRunsMidway(_ events: String, _ group: String, _ count: Int) {
    let rule = Rule.cancelledPublisher
    let top = "on: \(events)\nconcurrency: \(group)\njobs:\n  a: {\(Self.push)}\n"
    #expect(found(rule, top) == count)
    #expect(
      found(rule, "on: \(events)\njobs:\n  a: {concurrency: \(group), \(Self.push)}\n") == count)
    let other = "on: \(events)\nconcurrency: \(group)\njobs:\n  a: {steps: [{run: make}]}\n"
    #expect(found(rule, other) == 0)
  }

  @Test(arguments: [
    ("concurrency: a", "concurrency: a", 1), ("concurrency: A", "concurrency: {group: a}", 1),
    ("concurrency: '${{ github.workflow }}'", "concurrency: Zero", 1),
    ("concurrency: '${{github.ref}}'", "concurrency: '${{ github.ref }}'", 1),
    ("concurrency: a", "concurrency: b", 0),
    ("concurrency: '${{ inputs.a }}'", "concurrency: '${{ inputs.a }}'", 0),
    ("concurrency: a", "", 0),
  ])
  func lockThemselves(_ outer: String, _ inner: String, _ count: Int) {
    let caller = """
      name: Zero
      on: push
      \(outer)
      jobs:
        a: {uses: ./.github/workflows/1.yml}
      """
    let callee = "name: One\non: workflow_call\n\(inner)\njobs:\n  a: {steps: []}\n"
    #expect(found(.deadlockedGroup, caller, callee) == count)
    let job = inner.isEmpty ? "" : inner + ", "
    let alone = "name: Zero\non: push\n\(outer)\njobs:\n  a: {\(job)steps: []}\n"
    #expect(found(.deadlockedGroup, alone) == count)
  }

  @Test(arguments: [
    ("matrix: {a: [1, 2, 3]}", "concurrency: a", 1),
    ("matrix: {a: [1, 2]}", "concurrency: {group: a, cancel-in-progress: true}", 1),
    ("matrix: {a: [1, 2]}", "concurrency: a", 0),
    ("matrix: {a: [1, 2, 3]}", "concurrency: {group: a, queue: max}", 0),
    ("matrix: {a: [1, 2, 3]}", "concurrency: 'a-${{ matrix.a }}'", 0),
    ("matrix: {a: [1, 2, 3]}, max-parallel: 1", "concurrency: a", 0),
    ("matrix: '${{ fromJSON(needs.a.outputs.b) }}'", "concurrency: a", 0),
  ])
  func crowdOutCombinations(_ strategy: String, _ group: String, _ count: Int) {
    let text = "on: push\njobs:\n  a: {strategy: {\(strategy)}, \(group), steps: []}\n"
    #expect(found(.crowdedGroup, text) == count)
  }

  @Test func crowdOutJobsWithoutAnOrder() {
    func text(_ needs: String, _ condition: String = "") -> String {
      let rest = "concurrency: a, \(condition)steps: []"
      return "on: push\njobs:\n  a: {\(rest)}\n  b: {\(rest)}\n  c: {\(needs)\(rest)}\n"
    }
    #expect(found(.crowdedGroup, text("")) == 1)
    #expect(found(.crowdedGroup, text("needs: [a, b], ")) == 0)
    #expect(found(.crowdedGroup, text("", "if: github.ref == 'x', ")) == 0)
  }

  @Test(arguments: [
    ("push", "push", "true", 1), ("push", "pull_request", "true", 0), ("push", "push", "false", 0),
    ("{push: {branches: [a]}}", "{push: {branches: [b]}}", "true", 0),
    ("pull_request", "[push, pull_request]", "true", 1),
  ])
  func endRunsOfOtherWorkflows(_ one: String, _ other: String, _ cancels: String, _ count: Int) {
    let group = "{group: '${{ github.ref }}', cancel-in-progress: \(cancels)}"
    let texts = [one, other].map { "on: \($0)\nconcurrency: \(group)\n" }
    #expect(found(.foreignGroup, texts[0], texts[1]) == 2 * count)
    let own = "{group: '${{ github.workflow }}', cancel-in-progress: \(cancels)}"
    let named = [one, other].enumerated().map { "name: W\($0)\non: \($1)\nconcurrency: \(own)\n" }
    #expect(found(.foreignGroup, named[0], named[1]) == 0)
  }

  @Test func keepOneOfThreeWorkflowsOut() {
    let waiting = "on: push\nconcurrency: a\n"
    #expect(found(.foreignGroup, waiting, waiting, waiting) == 1)
    #expect(found(.foreignGroup, waiting, waiting, "on: schedule\nconcurrency: a\n") == 0)
    let queue = "on: push\nconcurrency: {group: a, queue: max}\n"
    #expect(found(.foreignGroup, queue, queue, queue) == 0)
    let listener = "on: {workflow_run: {workflows: [A]}}\nconcurrency: a\n"
    #expect(found(.foreignGroup, listener, listener, listener) == 1)
  }

  @Test func crowdOutJobsOfCalledWorkflows() {
    let caller = """
      on: push
      jobs:
        a: {strategy: {matrix: {a: [1, 2, 3]}}, uses: ./.github/workflows/1.yml}
      """
    func callee(_ job: String) -> String {
      "on: workflow_call\njobs:\n  a: {concurrency: a, \(job)steps: []}\n"
    }
    #expect(found(.crowdedGroup, caller, callee("")) == 1)
    #expect(found(.crowdedGroup, caller, callee("if: inputs.a, ")) == 0)
  }

  @Test func endPublishingRunsOfCallers() {
    let caller = "on: EVENT\njobs:\n  a: {uses: ./.github/workflows/1.yml}\n"
    let callee =
      "on: workflow_call\nconcurrency: {group: a, cancel-in-progress: true}\njobs:\n  a: {\(Self.push)}\n"
    let rule = Rule.cancelledPublisher
    #expect(found(rule, caller.replacing("EVENT", with: "push"), callee) == 1)
    #expect(found(rule, caller.replacing("EVENT", with: "pull_request"), callee) == 0)
  }

  @Test(arguments: [
    ("branches: [main, 'r-*']", "a-${{ github.ref }}", 1), ("", "a-${{ github.ref_name }}", 1),
    ("branches: [main, 'r-*']", "a-${{ github.head_ref || github.ref }}", 1),
    ("branches: [main]", "a-${{ github.ref }}", 0), ("branches: [main, 'r-*']", "a", 0),
    ("branches: [main, 'r-*']", "a-${{ github.event.workflow_run.head_branch }}", 0),
    ("branches: [main, 'r-*']", "a-${{ github.event.workflow_run.head_branch || github.ref }}", 0),
    ("branches: [main, 'r-*']", "a-${{ github.ref }}-${{ github.run_id }}", 0),
  ])
  func mergeBranchesAfterAnotherRun(_ branches: String, _ group: String, _ count: Int) {
    let base = "name: Base\non: {push: {branches: [main, 'r-*']}}\n"
    let listener = """
      on: {workflow_run: {workflows: [Base], types: completed, \(branches)}}
      concurrency: \(group)
      jobs:
        a: {steps: [{run: make}]}
      """
    #expect(found(.mergedBranches, base, listener) == count)
  }

  @Test(arguments: [
    ("{branches: [main, 'r-*']}", "a", 1), ("{branches: [main, dev]}", "${{ github.workflow }}", 1),
    ("{tags: ['v*']}", "a", 1), ("{branches: [main]}", "a", 0),
    ("{branches: [main, master]}", "a", 0), ("{branches: [main, dev]}", "a-${{ github.ref }}", 0),
    ("{branches: ['**']}", "a-${{ github.ref_name }}", 0),
  ])
  func mergeBranchesOfPushes(_ filter: String, _ group: String, _ count: Int) {
    let text = "on: {push: \(filter)}\nconcurrency: \(group)\njobs:\n  a: {\(Self.push)}\n"
    #expect(found(.mergedBranches, text) == count)
  }

  @Test(arguments: [
    ("push", "", 1), ("push", "concurrency: '${{ github.run_id }}'", 1),
    ("{workflow_run: {workflows: [A]}}", "", 1), ("push", "concurrency: a", 0),
    ("push", "concurrency: '${{ github.ref }}'", 0), ("pull_request", "", 0),
    ("schedule", "", 0), ("{push: {tags: ['v*']}}", "", 0),
    ("push", "concurrency: \"${{ github.ref == 'a' && 'b' || github.run_id }}\"", 0),
  ])
  func areMissedWhereRunsPublishSideBySide(_ events: String, _ group: String, _ count: Int) {
    let rule = Rule.unserializedPublisher
    #expect(found(rule, "on: \(events)\n\(group)\njobs:\n  a: {\(Self.push)}\n") == count)
    let job = group.isEmpty ? "" : group + ", "
    #expect(found(rule, "on: \(events)\njobs:\n  a: {\(job)\(Self.push)}\n") == count)
    #expect(found(rule, "on: \(events)\n\(group)\njobs:\n  a: {steps: [{run: make}]}\n") == 0)
  }

  @Test(arguments: [
    ("ghcr.io/${{ github.repository }}:latest", 1), ("ghcr.io/${{ env.OWNER }}/a", 1),
    ("ghcr.io/a/b:${{ github.ref_name }}", 1),
    ("ghcr.io/a/b:${{ env.TAG }}", 0),
    ("ghcr.io/${{ github.repository }}:${{ github.run_number }}", 0),
    ("${{ steps.meta.outputs.tags }}", 0), ("${{ env.NOT_THERE }}", 0),
  ])
  func areMissedWhereTheTagIsFixed(_ tags: String, _ count: Int) {
    let text = """
      on: push
      env: {OWNER: "${{ github.repository_owner }}", TAG: "${{ github.sha }}"}
      jobs:
        a:
          steps:
            - uses: docker/build-push-action@v7
              with: {push: true, tags: "\(tags)"}
      """
    #expect(found(.unserializedPublisher, text) == count)
  }
}
