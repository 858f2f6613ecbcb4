import SourceText
import YAML

extension Rule {
  /// Finds exclusions of path filters that no file is excluded by.
  static let unusedPathExclusion = Rule(
    id: "unused-path-exclusion",
    summary: "A path filter excludes files that the repository does not have.",
    rationale: """
      An exclusion that matches no file changes nothing today. It may wait for files to come, or \
      the files that it is for have been renamed and start the workflow again.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore",
    severity: .info,
    category: .paths,
    fixes: .never,
    example: Example(
      "a directory that is gone",
      bad: [
        ".github/workflows/site.yml": """
        on:
          push:
            paths-ignore: [⟦manual/**⟧]
        """,
        "docs/a.md": "\n",
      ],
      good: [
        ".github/workflows/site.yml": """
        on:
          push:
            paths-ignore: [docs/**]
        """,
        "docs/a.md": "\n",
      ]),
    check: .workflow { workflow, repository in
      guard let files = repository.files else { return [] }
      return workflow.pathFilters.flatMap { filter in
        filter.entries.compactMap { entry in
          guard filter.isIgnoring || entry.pattern.isNegative,
            PathFault(of: entry.pattern.text) == nil, entry.pattern.text.contains("/"),
            !entry.pattern.matchesAny(in: files), files.isComparable(entry.pattern.literalStart)
          else { return nil }
          return Finding(
            "no file matches '\(entry.pattern.text)', so it excludes nothing",
            at: workflow.location(entry.node))
        }
      }
    })
}
