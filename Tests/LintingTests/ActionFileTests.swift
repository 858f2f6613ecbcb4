import Linting
import SourceText
import Testing

@Suite("Actions of the repository")
struct ActionFileTests {
  private func found(_ action: String) -> [String] {
    lintLines(
      [".github/actions/build/action.yml": action],
      rules: Rule.all.filter { [.syntax, .expression].contains($0.category) }
    ).map { $0.replacing(".github/actions/build/action.yml:", with: "") }
  }

  @Test(arguments: [
    "runs: {using: node24, main: index.js, post: end.js}",
    "name: A\nauthor: B\nfuture: {key: 1}\nruns: {using: docker, image: Dockerfile, args: [a]}",
    "runs: {using: composite, steps: [{run: make, shell: bash}, {uses: actions/cache@v6}]}",
    "runs:\n  using: composite\n  steps:\n    - {if: failure(), run: 'a ${{ matrix.b }}', shell: sh}",
    "description: Takes ${{ secrets.TOKEN }}\nruns: {using: node20, main: a.js}",
  ])
  func areLetAlone(_ action: String) {
    #expect(found(action) == [])
  }

  @Test(arguments: [
    ("name: A", ["1: absent-key"]), ("[]", ["1: unexpected-shape"]),
    ("runs: [a]", ["1: unexpected-shape"]), ("runs: {main: a.js}", ["1: absent-key"]),
    ("runs: {using: nodejs}", ["1: unexpected-value"]),
    ("runs: {using: node24}", ["1: absent-key"]), ("runs: {using: docker}", ["1: absent-key"]),
    ("runs: {using: composite}", ["1: absent-key"]),
    ("runs: {using: composite, steps: [{run: make}]}", ["1: absent-key"]),
    ("runs: {using: composite, steps: [{name: a}]}", ["1: absent-key"]),
    ("runs: {using: composite, steps: [{uses: a/b@v1, shell: sh}]}", ["1: unexpected-key"]),
    (
      "runs:\n  using: composite\n  steps:\n    - {shell: sh, run: 'a ${{ secrets.TOKEN }}'}",
      ["4: malformed-expression"]
    ),
    (
      "inputs: {a: {}}\nruns:\n  using: composite\n  steps:\n"
        + "    - {shell: sh, run: 'x ${{ inputs.b }}'}",
      ["5: doubtful-expression"]
    ),
    (
      "outputs: {a: {value: '${{ steps.b.outputs.c }}'}}\n"
        + "runs: {using: composite, steps: [{id: d, run: make, shell: sh}]}",
      ["1: doubtful-expression"]
    ),
  ])
  func areReadAsTheRunnerReadsThem(_ action: String, _ expected: [String]) {
    #expect(found(action) == expected)
  }

  @Test func areFoundWhereverAWorkflowUsesThem() {
    let lines = lintLines(
      [
        ".github/workflows/a.yml": """
        on: push
        jobs: {a: {runs-on: ubuntu-24.04, steps: [{uses: ./tools/one}]}}
        """,
        "tools/one/action.yaml": "runs: {using: composite, steps: [{uses: ./tools/two}]}",
        "tools/two/action.yml": "runs: {using: composite, steps: [{run: make}]}",
        "tools/three/action.yml": "runs: {using: composite, steps: [{run: make}]}",
      ], rules: Rule.all.filter { $0.category == .syntax })
    #expect(lines == ["tools/two/action.yml:1: absent-key"])
  }
}
