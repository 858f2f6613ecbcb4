import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds outputs of a filtering step that none of its filters gives.
  static let unknownFilterOutput = Rule(
    id: "unknown-filter-output",
    summary: "An output is read that no filter of the step gives.",
    rationale: """
      An action that filters changed paths has an output for each filter it is given. One of \
      another name is always empty, so what waits for it to be `true` never runs.
      """,
    source: "https://github.com/dorny/paths-filter#outputs",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "an output named after an image, with a filter named otherwise",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            steps:
              - uses: dorny/paths-filter@v4
                id: changed
                with:
                  filters: |
                    api: 'api/**'
              - if: ⟦steps.changed.outputs.backend⟧ == 'true'
                run: make api
        """,
        "api/a.js": "\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            steps:
              - uses: dorny/paths-filter@v4
                id: changed
                with:
                  filters: |
                    api: 'api/**'
              - if: steps.changed.outputs.api == 'true'
                run: make api
        """,
        "api/a.js": "\n",
      ]),
    check: .workflow { workflow, repository in
      let filters = EmbeddedFilters(of: workflow, repository).all.filter { $0.isComplete }
      guard !filters.isEmpty else { return [] }
      return Set(filters.map(\.job)).sorted().flatMap { position -> [Finding] in
        let here = filters.filter { $0.job == position }
        return workflow.expressions(of: workflow.jobs[position].body).flatMap { found in
          found.node.outermost { $0.path != nil && $0.path?.count == 4 }.compactMap {
            node -> Finding? in
            guard let path = node.path, path[0] == "steps", path[2] == "outputs",
              let filter = here.first(where: { $0.id?.lowercased() == path[1] }),
              !filter.mayHaveOutput(path[3])
            else { return nil }
            let names = filter.entries.map { "'\($0.name)'" }.joined(separator: ", ")
            return Finding(
              "no filter of step '\(path[1])' is named '\(path[3])', so this is always empty",
              at: SourceLocation(workflow.file, found.range(of: node, in: workflow.file)),
              labels: [
                Diagnostic.Label("the filters", at: workflow.location(filter.input))
              ], help: names.isEmpty ? nil : "the filters are \(names)")
          }
        }
      }
    })
}
