import SourceText
import YAML

extension Rule {
  /// Finds steps of `actions/cache` that lack an input.
  static let incompleteCacheStep = Rule(
    id: "incomplete-cache-step",
    summary: "A step that keeps files does not say which, or under what key.",
    rationale: """
      `actions/cache` and its halves want both `path` and `key`; without one of them the step fails: \
      Input required and not supplied.
      """,
    source: "https://github.com/actions/cache#inputs",
    severity: .error,
    category: .cache,
    fixes: .never,
    example: Example(
      "a key without files",
      bad: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: ⟦actions/cache@v6.1.0⟧
                with:
                  key: go-${{ hashFiles('**/go.sum') }}
              - run: go test ./...
        """,
      good: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/cache@v6.1.0
                with:
                  path: ~/go/pkg/mod
                  key: go-${{ hashFiles('**/go.sum') }}
              - run: go test ./...
        """,
        "go.sum": "",
      ]),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap(\.steps).compactMap { step in
        guard let action = step.action, let uses = step.body["uses"],
          ["actions/cache", "actions/cache/save", "actions/cache/restore"].contains(action)
        else { return nil }
        let inputs = step.body["with"]?.entries.compactMap { $0.key.text?.lowercased() } ?? []
        let missing = ["path", "key"].filter { !inputs.contains($0) }
        guard !missing.isEmpty else { return nil }
        let names = missing.map { "'\($0)'" }.joined(separator: " and ")
        return Finding(
          "\(action) has no \(names), so the step fails", at: workflow.location(uses),
          help: "state \(names) under 'with'")
      }
    })
}
