import SourceText

extension Rule {
  /// Says that a file is not YAML.
  static let yamlSyntax = Rule(
    id: "yaml-syntax",
    summary: "The file is not YAML.",
    rationale: """
      GitHub refuses the whole file: no event starts it. No other rule sees it.
      """,
    source:
      "https://yaml.org/spec/1.2.2/",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "a quote that is never closed",
      bad: """
        name: ⟦'⟧Build
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        name: 'Build'
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .reading)
}
