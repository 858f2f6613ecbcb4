import SourceText
import Testing

@testable import Linting

@Suite("Limits of GitHub")
struct LimitTests {
  private func found(_ rule: Rule, _ text: String) -> Int {
    let file = SourceFile(name: ".github/workflows/a.yml", text: text)
    return lint(RepositoryView(files: [file]), rules: [rule]).count
  }

  private func list(_ count: Int) -> String {
    "[" + (1...count).map(String.init).joined(separator: ", ") + "]"
  }

  @Test func areKnownForMatrices() {
    func jobs(_ matrix: String) -> Int {
      found(.tooManyJobs, "on: push\njobs:\n  a: {strategy: {matrix: {\(matrix)}}, steps: []}\n")
    }
    #expect(jobs("a: \(list(257))") == 1)
    #expect(jobs("a: \(list(256))") == 0)
    #expect(jobs("a: \(list(20)), b: \(list(20))") == 1)
    #expect(jobs("a: \(list(16)), b: \(list(17)), exclude: [{a: 1}]") == 0)
    #expect(jobs("a: \(list(16)), b: \(list(17)), exclude: [{a: 1, b: 1}]") == 1)
    #expect(jobs("include: [\((1...257).map { "{a: \($0)}" }.joined(separator: ", "))]") == 1)
    #expect(jobs("a: \"${{ fromJSON('\(list(300))') }}\"") == 1)
    #expect(jobs("a: '${{ fromJSON(needs.a.outputs.b) }}', b: \(list(300))") == 0)
    #expect(jobs("a: \(list(256)), include: [{a: 1, b: 2}]") == 0)
  }

  @Test func areKnownForTextsWithExpressions() {
    func texts(_ script: String) -> Int {
      found(.oversizedExpression, "on: push\njobs:\n  a:\n    steps:\n      - run: '\(script)'\n")
    }
    let long = String(repeating: "x", count: 21_000)
    #expect(texts("${{ github.ref }}" + long) == 1)
    #expect(texts(long + "x") == 0)
    #expect(texts("${{ github.ref }}" + long.dropFirst(17)) == 0)
    #expect(texts("${{ github.ref }}" + String(repeating: "é", count: 15_000)) == 0)
  }

  @Test func areKnownForTimes() {
    func times(_ job: String) -> Int {
      found(.limitBeyondRunner, "on: push\njobs:\n  a: {\(job)}\n")
    }
    #expect(times("runs-on: ubuntu-latest, timeout-minutes: 361") == 1)
    #expect(times("runs-on: [macos-15], timeout-minutes: 720") == 1)
    #expect(times("runs-on: windows-2025, steps: [{run: a, timeout-minutes: 600}]") == 1)
    #expect(times("runs-on: ubuntu-24.04, timeout-minutes: 360") == 0)
    #expect(times("runs-on: self-hosted, timeout-minutes: 720") == 0)
    #expect(times("runs-on: [self-hosted, ubuntu-24.04], timeout-minutes: 720") == 0)
    #expect(times("runs-on: ubuntu-24.04-16core, timeout-minutes: 720") == 0)
    #expect(times("runs-on: '${{ matrix.os }}', timeout-minutes: 720") == 0)
  }

  @Test func areKnownForCalls() {
    #expect(found(.callTimeout, "on: push\njobs:\n  a: {uses: ./b.yml, timeout-minutes: 5}\n") == 1)
    #expect(found(.callTimeout, "on: push\njobs:\n  a: {steps: [], timeout-minutes: 5}\n") == 0)
  }

  @Test(arguments: [(10, 0), (11, 1)])
  func areKnownForLevelsOfCalls(_ levels: Int, _ count: Int) {
    let files = (1...levels).map { level in
      SourceFile(
        name: ".github/workflows/\(level).yml",
        text: """
          on: \(level == 1 ? "push" : "workflow_call")
          jobs:
            a: \(level == levels ? "{steps: []}" : "{uses: ./.github/workflows/\(level + 1).yml}")
          """)
    }
    #expect(lint(RepositoryView(files: files), rules: [.deepCalls]).count == count)
  }

  @Test(arguments: [(50, 0), (51, 1)])
  func areKnownForTheNumberOfCalls(_ callees: Int, _ count: Int) {
    let calls = (1...callees).map { "  j\($0): {uses: ./.github/workflows/\($0).yml}\n" }
    var files = (1...callees).map { number in
      SourceFile(name: ".github/workflows/\(number).yml", text: "on: workflow_call\n")
    }
    files.append(
      SourceFile(
        name: ".github/workflows/a.yml", text: "on: push\njobs:\n" + calls.joined()))
    #expect(lint(RepositoryView(files: files), rules: [.deepCalls]).count == count)
  }

  @Test func areKnownForArtifacts() {
    func names(_ step: String, version: String = "v7") -> Int {
      let upload = "uses: actions/upload-artifact@\(version)"
      return found(
        .repeatedArtifact,
        "on: push\njobs:\n  a: {strategy: {matrix: {a: [1, 2]}}, steps: [{\(upload)\(step)}]}\n")
    }
    #expect(names("") == 1)
    #expect(names(", with: {name: a, path: b}") == 1)
    #expect(names(", with: {name: a}", version: "v3") == 0)
    #expect(names(", with: {name: 'a-${{ matrix.a }}'}") == 0)
    #expect(names(", with: {name: a, overwrite: true}") == 0)
    #expect(names(", if: matrix.a == 1") == 0)
  }
}
