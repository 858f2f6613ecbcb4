import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds expressions that read what the payload of `workflow_run` does not have.
  static let unknownRunField = Rule(
    id: "unknown-run-field",
    summary: "An expression reads what GitHub does not tell about another run.",
    rationale: """
      `github.event.workflow_run` describes the run that has ended: its branch, commit, conclusion \
      and the like. Outputs, jobs, changed files and durations are not in it, and what is not in \
      it is empty without an error.
      """,
    source:
      "https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "outputs of another run",
      bad: """
        on:
          workflow_run:
            workflows: ['*']
            types: [completed]
        jobs:
          publish:
            runs-on: ubuntu-24.04
            steps:
              - run: make publish TAG=${{ ⟦github.event.workflow_run.outputs.tag⟧ }}
        """,
      good: """
        on:
          workflow_run:
            workflows: ['*']
            types: [completed]
        jobs:
          publish:
            runs-on: ubuntu-24.04
            steps:
              - run: make publish TAG=${{ github.event.workflow_run.head_sha }}
        """),
    check: .workflow { workflow, _ in
      workflow.expressions(holding: ["workflow_run."]).flatMap { expression -> [Finding] in
        expression.node.reads.compactMap { part in
          guard let path = part.path, path.count > 3,
            path.starts(with: ["github", "event", "workflow_run"]),
            !EventPayload.keysOfRun.contains(path[3])
          else { return nil }
          let meant = closestSpelling(of: path[3], among: EventPayload.keysOfRun)
          return Finding(
            "'\(path[3])' is not among what GitHub tells of another run, so this is always empty",
            at: workflow.location(expression.range(of: part, in: workflow.file)),
            help: meant.map { "perhaps '\($0)' is meant" }
              ?? "hand it over as an artifact, or as a tag or label of the image")
        }
      }
    })
}
