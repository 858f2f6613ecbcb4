import SourceText

extension Rule {
  /// Says that a file holds more than one document.
  static let severalDocuments = Rule(
    id: "several-documents",
    summary: "The file holds more than one YAML document.",
    rationale: """
      GitHub reads one document of a file; what stands behind the second `---` is not part of \
      it.
      """,
    source:
      "https://yaml.org/spec/1.2.2/#document-markers",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "a second workflow in the file",
      bad: """
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        ⟦---⟧
        on: pull_request
        """,
      good: """
        on: push
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .reading)
}
