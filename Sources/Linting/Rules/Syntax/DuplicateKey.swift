import SourceText

extension Rule {
  /// Says that a mapping has a key twice.
  static let duplicateKey = Rule(
    id: "duplicate-key",
    summary: "A mapping has the same key twice.",
    rationale: """
      YAML forbids it, and GitHub refuses the whole file: no event starts it.
      """,
    source:
      "https://yaml.org/spec/1.2.2/#3213-node-comparison",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "two names",
      bad: """
        name: Build
        ⟦name⟧: Test
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        name: Build
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .reading)
}
