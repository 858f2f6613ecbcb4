import Linting
import SourceText
import Testing

@Suite("What only a run knows, and what GitHub takes in spite of its schema")
struct OpenValueTests {
  private func found(_ text: String) -> [String] {
    let file = SourceFile(name: ".github/workflows/a.yml", text: text)
    return lint(RepositoryView(files: [file])).filter { $0.severity > .info }.map {
      "\($0.severity) \($0.rule)"
    }
  }

  @Test(arguments: [
    "strategy: '${{ fromJSON(inputs.strategy) }}'",
    "strategy: {matrix: '${{ fromJSON(inputs.matrix) }}'}",
    "strategy: {matrix: {include: '${{ fromJSON(inputs.rows) }}'}}",
  ])
  func nothingIsSaidOfAComputedMatrix(_ strategy: String) {
    #expect(
      found(
        """
        on: {workflow_call: {inputs: {strategy: {type: string}, matrix: {type: string}, rows: {type: string}}}}
        jobs:
          a:
            \(strategy)
            runs-on: ${{ matrix.system }}
            timeout-minutes: 5
            steps: [{run: 'make "${{ matrix.name }}"'}]
        """
      ).filter { $0.contains("expression") } == [])
  }

  @Test func anEmptyFilterIsNoError() {
    let job = "jobs:\n  a: {runs-on: ubuntu-24.04, timeout-minutes: 5, steps: [{run: make}]}\n"
    #expect(
      found("on:\n  push:\n    tags:\n" + job).filter { $0.contains("unexpected") } == [])
    #expect(found("on:\n" + job).contains("error unexpected-value"))
  }

  @Test(arguments: [
    ("{push: {ignore: [a]}}", "warning unexpected-key"),
    ("{pull_request: {tags: [a]}}", "warning unexpected-key"),
    ("{create: {tags: [a]}}", "warning unexpected-shape"),
    ("{merge_group: {types: [checks_asked]}}", "warning unexpected-value"),
    ("{workflow_call: {tags: [a]}}", "error unexpected-key"),
    ("{workflow_dispatch: {inputs: {a: {kind: b}}}}", "error unexpected-key"),
    ("{pusch: {}}", "error unexpected-key"),
  ])
  func filtersThatAnEventHasNotAreNoError(_ events: String, _ expected: String) {
    let job = "jobs:\n  a: {runs-on: ubuntu-24.04, timeout-minutes: 5, steps: [{run: make}]}\n"
    #expect(found("on: \(events)\n" + job).filter { $0.contains("unexpected") } == [expected])
  }
}
