import SourceText

extension Rule {
  /// Finds comments that silence nothing.
  static let unusedIgnore = Rule(
    id: "unused-ignore",
    summary: "A comment silences a rule that finds nothing there, or that there is not.",
    rationale: """
      Such a comment has outlived its reason, or never worked: it would hide the next finding, \
      or hides nothing while somebody relies on it.
      """,
    source:
      "https://eslint.org/docs/latest/use/configure/rules#report-unused-eslint-disable-comments",
    severity: .warning,
    category: .syntax,
    fixes: .sometimes,
    example: Example(
      "a rule that there is not",
      bad: """
        on: push
        jobs:
          a:
            # wfgen: ignore[⟦old-runner⟧] we need its compiler
            runs-on: ubuntu-22.04
            steps: [{run: make}]
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-22.04
            steps: [{run: make}]
        """),
    check: .comments)
}
