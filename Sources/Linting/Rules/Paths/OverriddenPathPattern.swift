import SourceText
import YAML

extension Rule {
  /// Finds patterns of path filters that later patterns undo.
  static let overriddenPathPattern = Rule(
    id: "overridden-path-pattern",
    summary: "A later pattern of a path filter undoes an earlier one.",
    rationale: """
      GitHub goes through the patterns in order, and the last one that matches a path decides. A \
      `!` pattern in front of the one that includes the same files has no effect, and neither has \
      a pattern whose files a later `!` takes out again.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#example-including-and-excluding-paths",
    severity: .warning,
    category: .paths,
    fixes: .never,
    example: Example(
      "an exclusion in front",
      bad: [
        ".github/workflows/site.yml": """
        on:
          push:
            paths: [⟦'!site/docs/**'⟧, 'site/**']
        """,
        "site/docs/a.md": "\n",
        "site/server.js": "\n",
      ],
      good: [
        ".github/workflows/site.yml": """
        on:
          push:
            paths: ['site/**', '!site/docs/**']
        """,
        "site/docs/a.md": "\n",
        "site/server.js": "\n",
      ]),
    check: .workflow { workflow, repository in
      guard let files = repository.files else { return [] }
      return workflow.pathFilters.filter { !$0.isIgnoring }.flatMap { filter in
        filter.entries.indices.compactMap { position in
          let entry = filter.entries[position]
          let later = filter.entries[(position + 1)...]
          guard later.contains(where: { $0.pattern.isNegative != entry.pattern.isNegative }) else {
            return nil
          }
          let matched = entry.pattern.matches(in: files)
          let deciders = matched.map { path in
            later.last { $0.pattern.matches(path) }
          }
          guard !matched.isEmpty,
            deciders.allSatisfy({
              $0.map { $0.pattern.isNegative != entry.pattern.isNegative } ?? false
            }),
            let decider = deciders.first.flatMap({ $0 })
          else { return nil }
          return Finding(
            entry.pattern.isNegative
              ? "'\(entry.pattern.text)' has no effect: '\(decider.pattern.text)' behind it includes "
                + "the same files again"
              : "'\(entry.pattern.text)' has no effect: '\(decider.pattern.text)' behind it takes the "
                + "same files out again",
            at: workflow.location(entry.node),
            labels: [Diagnostic.Label("this one decides", at: workflow.location(decider.node))],
            help: entry.pattern.isNegative ? "put it behind '\(decider.pattern.text)'" : nil)
        }
      }
    })
}
