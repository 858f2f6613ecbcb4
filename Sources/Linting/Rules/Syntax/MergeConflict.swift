import SourceText

extension Rule {
  /// Says that a merge has left its marks in a file.
  static let mergeConflict = Rule(
    id: "merge-conflict",
    summary: "A merge has left its marks in the file.",
    rationale: """
      They are no YAML, and GitHub refuses the whole file: no event starts it.
      """,
    source:
      "https://git-scm.com/docs/git-merge#_how_conflicts_are_presented",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "two runners",
      bad: """
        on: push
        jobs:
          a:
        ⟦<<<<<<< HEAD⟧
            runs-on: ubuntu-24.04
        =======
            runs-on: ubuntu-22.04
        >>>>>>> other
            steps: [{run: make}]
        """,
      good: """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - run: make
        """),
    check: .reading)
}
