import Linting
import SourceText
import Testing

@Suite("Any input")
struct RobustnessTests {
  /// A linear congruential generator: the same sequence on every machine.
  private struct Numbers {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  @Test(arguments: RuleCase.all)
  func endsInFindingsInsideOfTheFiles(_ test: RuleCase) {
    var numbers = Numbers(state: 11)
    let files = test.example.bad.unmarked.files
    let pieces = [
      "\n", "  ", "- ", ": ", "{", "]", "${{ matrix.image }}", "'", "|", "é", "*a", "&a ",
    ]
    // Some examples are as large as GitHub's limits.
    let isLarge = files.contains { $0.bytes.count > 20_000 }
    for _ in 0..<(isLarge ? 2 : 100) {
      let mutated = files.map { file in
        var bytes = file.bytes
        for _ in 0..<3 {
          let start = numbers.next(below: bytes.count)
          let end = min(bytes.count, start + numbers.next(below: 8))
          let piece = pieces[numbers.next(below: pieces.count)]
          bytes.replaceSubrange(start..<end, with: Array(piece.utf8))
        }
        return SourceFile(name: file.name, bytes: bytes)
      }
      for diagnostic in lint(RepositoryView(files: mutated)) {
        let places = [diagnostic.location] + diagnostic.labels.map(\.location)
        #expect(places.allSatisfy { $0.range.end <= $0.file.bytes.count })
      }
    }
  }

  @Test func doesNotDependOnTheOrderOfFiles() {
    let files = RuleCase.all.enumerated().flatMap { number, test in
      test.example.bad.unmarked.files.map { file in
        SourceFile(
          name: file.name.replacing("workflows/", with: "workflows/\(number)-"),
          bytes: file.bytes)
      }
    }
    let found = lint(RepositoryView(files: files))
    #expect(!found.isEmpty)
    #expect(found == lint(RepositoryView(workflowsReversed: files)))
    #expect(found == found.sorted())
  }

  @Test func isNotBlownUpByValuesMadeOfValues() {
    let many = String(repeating: "${{ matrix.b }}", count: 2000)
    let text = """
      on: push
      jobs:
        a:
          strategy: {matrix: {a: ["\(many)"], b: ["${{ matrix.a }}${{ matrix.a }}"]}}
          steps: [{run: 'docker push "\(many)"'}]
      """
    let rules = Rule.all.filter { ![.limit, .syntax, .expression].contains($0.category) }
    #expect(lintLines([".github/workflows/a.yml": text], rules: rules).isEmpty)
  }

  /// Numbers that cannot be counted with, where rules count.
  @Test(arguments: [
    "steps: [{run: 'for i in $(seq 0 9223372036854775807); do timeout 5m docker push a; done'}]",
    "steps: [{run: 'for i in {-9223372036854775808..1}; do timeout 5m docker push a; done'}]",
    "timeout-minutes: 9223372036854775807",
  ])
  func isNotTooLargeToCount(_ job: String) {
    let text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    \(job)\n"
    _ = lint(RepositoryView(files: [SourceFile(name: ".github/workflows/a.yml", text: text)]))
  }

  @Test func isNotTooLargeAMatrix() {
    let axis = "[" + (1...100).map(String.init).joined(separator: ", ") + "]"
    let axes = (1...11).map { "a\($0): \(axis)" }.joined(separator: ", ")
    let matrix = "{\(axes), exclude: [{x: 1}, {a1: 1}]}"
    let text = "on: push\njobs: {a: {strategy: {matrix: \(matrix)}, steps: [{run: a}]}}\n"
    _ = lint(RepositoryView(files: [SourceFile(name: ".github/workflows/a.yml", text: text)]))
  }
}

extension RepositoryView {
  /// A view with the workflows in reverse order.
  fileprivate init(workflowsReversed files: [SourceFile]) {
    self.init(files: files)
    workflows.reverse()
  }
}
