import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds jobs that take a job skipped because of a failure for one that was not wanted.
  static let failurePassesAsSkipped = Rule(
    id: "failure-passes-as-skipped",
    summary: "A job accepts a skipped job although that may be skipped because of a failure.",
    rationale: """
      When a job fails, the jobs that need it are skipped rather than failed. A job further down \
      that accepts 'skipped' from its direct need cannot tell that from a job that was not wanted, \
      and goes on with what an earlier run has left.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-jobs",
    severity: .warning,
    category: .condition,
    fixes: .never,
    example: Example(
      "a failed grandparent",
      bad: """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          tools:
            needs: base
            runs-on: ubuntu-24.04
            steps: [{run: make tools}]
          app:
            needs: tools
            if: ⟦${{ !cancelled() && needs.tools.result != 'failure' }}⟧
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """,
      good: """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          tools:
            needs: base
            runs-on: ubuntu-24.04
            steps: [{run: make tools}]
          app:
            needs: [base, tools]
            if: ${{ !cancelled() && needs.base.result == 'success' && needs.tools.result != 'failure' }}
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        let gates = JobGates(repository.gates[position], in: workflow)
        return gates.leaks().enumerated().compactMap { job, leak in
          guard let gate = gates.gates[job], let leak else { return nil }
          let (failed, skipped) = (workflow.jobs[leak.failed].id, workflow.jobs[leak.skipped].id)
          return Finding(
            "when '\(failed)' fails, '\(skipped)' is skipped, which this condition takes for not "
              + "wanted: job '\(workflow.jobs[job].id)' runs after the failure",
            at: workflow.location(gate.node),
            labels: [
              Diagnostic.Label(
                "this job fails", at: workflow.location(workflow.jobs[leak.failed].key))
            ],
            help: workflow.jobs[job].needs.contains { $0.text?.lowercased() == failed.lowercased() }
              ? "ask that the result of '\(failed)' is neither 'failure' nor 'cancelled'"
              : "list '\(failed)' under 'needs' and ask that its result is neither 'failure' nor "
                + "'cancelled'")
        }
      }
    })
}
