import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds conditions that refuse a failed upstream and let a cancelled or skipped one through.
  static let halfAConclusion = Rule(
    id: "half-a-conclusion",
    summary: "A condition refuses a failed run, but not a cancelled or skipped one.",
    rationale: """
      A run ends as 'success', 'failure', 'cancelled', 'skipped', 'timed_out' and in a few other ways. \
      What only refuses 'failure' builds and publishes after a run that was cancelled half-way or \
      did nothing.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .warning,
    category: .condition,
    fixes: .never,
    example: Example(
      "anything but a failure",
      bad: [
        ".github/workflows/base.yml": base,
        ".github/workflows/app.yml": """
        on: {workflow_run: {workflows: [Base], types: [completed], branches: [main]}}
        jobs:
          app:
            if: ⟦github.event.workflow_run.conclusion != 'failure'⟧
            runs-on: ubuntu-24.04
            timeout-minutes: 10
            steps: [{run: make publish}]
        """,
      ],
      good: [
        ".github/workflows/base.yml": base,
        ".github/workflows/app.yml": """
        on: {workflow_run: {workflows: [Base], types: [completed], branches: [main]}}
        jobs:
          app:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            timeout-minutes: 10
            steps: [{run: make publish}]
        """,
      ]),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        guard let trigger = workflow.triggers.firstIndex(where: { $0.event == "workflow_run" })
        else { return [] }
        return repository.gates[position].compactMap { placed in
          guard placed.step == nil, repository.publishes(placed.job, in: position) else {
            return nil
          }
          let job = workflow.jobs[placed.job]
          let run = GateFacts.runs(of: job, in: workflow, repository)[trigger]
          func truth(_ conclusion: String) -> Bool? {
            var run = run
            run.values["github.event.workflow_run.conclusion"] = .known(.string(conclusion))
            return run.truth(of: placed.gate.expression)
          }
          guard truth("success") != false, truth("failure") == false,
            let other = ["cancelled", "skipped", "timed_out"].first(where: { truth($0) != false })
          else { return nil }
          return Finding(
            "this refuses a failed run, but not one that ended as '\(other)': job '\(job.id)' "
              + "publishes after that, too",
            at: workflow.location(placed.gate.node),
            help: "ask for github.event.workflow_run.conclusion == 'success'")
        }
      }
    })
}

private let base = """
  name: Base
  on: {push: {branches: [main]}}
  jobs:
    base:
      runs-on: ubuntu-24.04
      timeout-minutes: 10
      steps: [{run: make base}]
  """
