import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds expressions that read what no event of the workflow brings.
  static let foreignPayload = Rule(
    id: "foreign-payload",
    summary: "An expression reads the payload of an event that does not start the workflow.",
    rationale: """
      `github.event` holds what the event that started the run has sent. A part that belongs to \
      another event is empty, without an error: a tag, a label or a condition is made of nothing.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "the commit of another run in a workflow for pushes",
      bad: """
        on: push
        jobs:
          stamp:
            runs-on: ubuntu-24.04
            steps:
              - run: make stamp REVISION=${{ ⟦github.event.workflow_run.head_sha⟧ }}
        """,
      good: """
        on: push
        jobs:
          stamp:
            runs-on: ubuntu-24.04
            steps:
              - run: make stamp REVISION=${{ github.sha }}
        """),
    more: [
      Example(
        "the branch of a pull request after another run",
        bad: [
          ".github/workflows/preview.yml": """
          on:
            workflow_run:
              workflows: [Build]
              types: [completed]
          jobs:
            preview:
              runs-on: ubuntu-24.04
              steps:
                - run: ./preview.sh "$BRANCH"
                  env:
                    BRANCH: ${{ ⟦github.head_ref⟧ }}
          """,
          ".github/workflows/build.yml": "{name: Build, on: pull_request}",
        ],
        good: [
          ".github/workflows/preview.yml": """
          on:
            workflow_run:
              workflows: [Build]
              types: [completed]
          jobs:
            preview:
              runs-on: ubuntu-24.04
              steps:
                - run: ./preview.sh "$BRANCH"
                  env:
                    BRANCH: ${{ github.event.workflow_run.head_branch }}
          """,
          ".github/workflows/build.yml": "{name: Build, on: pull_request}",
        ])
    ],
    check: .workflow { workflow, _ in
      let events = Set(workflow.triggers.map(\.event))
      // What a called workflow sees is what started its caller.
      guard !events.isEmpty, events.isSubset(of: EventPayload.known) else { return [] }
      let words: [StaticString] = ["github.event", "head_ref", "base_ref", "inputs."]
      return workflow.expressions(holding: words).flatMap { expression -> [Finding] in
        expression.node.reads.compactMap { part in
          // A variable of GitHub's own name hands on what there is, be it nothing.
          let isHandedOn = expression.key?.text?.hasPrefix("GITHUB_") ?? false
          guard !isHandedOn, let path = part.path, let missing = missing(path, in: events) else {
            return nil
          }
          return Finding(
            "'\(path.joined(separator: "."))' is always empty here: \(missing)",
            at: workflow.location(expression.range(of: part, in: workflow.file)),
            help: "read what \(list(events)) brings, or add the event to 'on'")
        }
      }
    })
}

/// Why a path is empty in all of some events; `nil` when it may not be.
private func missing(_ path: [String], in events: Set<String>) -> String? {
  let providers: Set<String>?
  if path.first == "inputs", path.count > 1 {
    providers = ["workflow_dispatch"]
  } else if path == ["github", "head_ref"] || path == ["github", "base_ref"] {
    providers = EventPayload.withHeadAndBase
  } else if path.count > 2, path.starts(with: ["github", "event"]) {
    providers = EventPayload.events(with: path[2])
  } else {
    providers = nil
  }
  guard let providers, providers.isDisjoint(with: events) else { return nil }
  return "it comes with \(list(providers)), and this workflow starts on \(list(events))"
}

/// Some events, for messages: at most three.
private func list(_ events: Set<String>) -> String {
  let names = events.sorted().map { "'\($0)'" }
  return names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and others" : "")
}
