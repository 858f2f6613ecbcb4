import SourceText
import YAML

extension Rule {
  /// Finds faults in the filters that a step hands to an action.
  static let invalidFilterBlock = Rule(
    id: "invalid-filter-block",
    summary: "The filters that a step hands to an action cannot be read.",
    rationale: """
      The text behind `filters` is a YAML file of its own, which GitHub does not look into. When \
      it is not YAML, names one filter twice or is a file that is not there, the action fails, or \
      the second filter takes the place of the first.
      """,
    source: "https://github.com/dorny/paths-filter#usage",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a filter that is there twice",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          changes:
            runs-on: ubuntu-24.04
            steps:
              - uses: dorny/paths-filter@v4
                with:
                  filters: |
                    api: ['api/**']
                    ⟦api⟧: ['worker/**']
        """,
        "api/a.js": "\n",
        "worker/a.js": "\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          changes:
            runs-on: ubuntu-24.04
            steps:
              - uses: dorny/paths-filter@v4
                with:
                  filters: |
                    api: ['api/**']
                    worker: ['worker/**']
        """,
        "api/a.js": "\n",
        "worker/a.js": "\n",
      ]),
    check: .workflow { workflow, repository in
      EmbeddedFilters(of: workflow, repository).all.flatMap { filter -> [Finding] in
        if let path = filter.missingFile {
          let state = Workspace(of: workflow.jobs[filter.job], in: workflow).state(
            before: filter.step)
          guard state == .repository else { return [] }
          return [
            Finding(
              "there is no file '\(path)' to read filters from, so the step fails",
              at: workflow.location(filter.input))
          ]
        }
        return filter.faults.map { fault in
          Finding(
            "the filters cannot be read, so the step fails: \(fault.message)", at: fault.location)
        }
      }
    })
}
