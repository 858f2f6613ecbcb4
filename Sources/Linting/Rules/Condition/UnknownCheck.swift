import SourceText
import YAML

extension Rule {
  /// Finds checks that a branch requires and no job makes any more.
  static let unknownCheck = Rule(
    id: "unknown-check",
    summary: "A branch requires a check that no job is called.",
    rationale: """
      A check is called what its job is called. When a job gets another name, the check that a \
      branch requires is expected for ever: no pull request can be merged, and nothing says why.
      """,
    source:
      "https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks",
    severity: .warning,
    category: .condition,
    fixes: .always,
    example: Example(
      "a job that was renamed",
      bad: [
        ".github/settings.yml": """
        branches:
          - name: main
            protection:
              required_status_checks:
                strict: true
                contexts: [⟦Unit test⟧, codecov/patch, lint]
        """,
        ".github/workflows/test.yml": """
        on: pull_request
        jobs:
          test: {name: Unit tests, runs-on: ubuntu-24.04, steps: [{run: make test}]}
          lint: {runs-on: ubuntu-24.04, steps: [{run: make lint}]}
        """,
      ],
      good: [
        ".github/settings.yml": """
        branches:
          - name: main
            protection:
              required_status_checks:
                strict: true
                contexts: [Unit tests, codecov/patch, lint]
        """,
        ".github/workflows/test.yml": """
        on: pull_request
        jobs:
          test: {name: Unit tests, runs-on: ubuntu-24.04, steps: [{run: make test}]}
          lint: {runs-on: ubuntu-24.04, steps: [{run: make lint}]}
        """,
      ]),
    check: .repository { repository in
      // The form that the "settings" app of GitHub's marketplace reads.
      let paths = [".github/settings.yml", ".github/settings.yaml"]
      return paths.compactMap(repository.view.read).flatMap { file -> [Finding] in
        let required = YAMLDocument(parsing: file).root.map(requiredChecks) ?? []
        guard !required.isEmpty, let names = CheckNames(of: repository.workflows) else { return [] }
        return required.compactMap { node in
          // Services outside of GitHub make checks too: only what is almost a job's name is known.
          guard let name = node.text, !names.mayHave(name),
            let meant = closestSpelling(of: name, among: names.exact)
          else { return nil }
          return Finding(
            "no job is called '\(name)', so a pull request waits for this check for ever",
            at: SourceLocation(file, node.range),
            fixes: [
              Fix(
                "Require '\(meant)'", .suggestion, [Edit(node.range, node.rewritten(as: meant))])
            ])
        }
      }
    })
}

/// The checks that a file of settings requires, wherever in it: `required_status_checks` of a branch
/// or of a rule, with `contexts`, or with `checks` or a list that name a `context` each.
private func requiredChecks(_ node: Node) -> [Node] {
  var found: [Node] = []
  var waiting = [node]
  while let next = waiting.popLast() {
    for entry in next.entries {
      waiting.append(entry.value)
      guard entry.key.hasText("required_status_checks") else { continue }
      let value = entry.value
      found += value["contexts"]?.items.map(\.self) ?? []
      found += (value["checks"]?.items ?? value.items).compactMap { $0["context"] }
    }
    waiting += next.items
  }
  return found.filter { $0.alias == nil && $0.kind == .scalar }
}

/// What checks of workflows are called.
private struct CheckNames {
  /// Whole names.
  private(set) var exact: Set<String> = []
  /// What the names of other checks begin with.
  private var starts: Set<String> = []

  /// The names of all jobs; `nil` when a workflow cannot be read.
  init?(of workflows: [WorkflowFile]) {
    for workflow in workflows {
      guard workflow.document.root != nil, workflow.document.diagnostics.isEmpty else { return nil }
      for job in workflow.jobs { add(job) }
    }
  }

  private mutating func add(_ job: Job) {
    let name = job.body["name"]?.plainText ?? job.id
    if let expression = name.firstRange(of: "${{") {
      starts.insert(String(name[..<expression.lowerBound]))
    } else if job.body["uses"] != nil {
      // The jobs of the called workflow stand behind.
      starts.insert("\(name) / ")
    } else {
      exact.insert(name)
      // The values of the combination stand behind.
      if job.body["strategy"] != nil { starts.insert("\(name) (") }
    }
  }

  /// Whether a check of a name may be made.
  func mayHave(_ name: String) -> Bool {
    exact.contains(name) || starts.contains(where: name.hasPrefix)
  }
}
