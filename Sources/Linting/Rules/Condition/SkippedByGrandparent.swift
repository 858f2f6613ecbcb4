import SourceText
import YAML

extension Rule {
  /// Finds jobs that are skipped because of a job further up, although what they need has run.
  static let skippedByGrandparent = Rule(
    id: "skipped-by-grandparent",
    summary: "A job is skipped when a job further up is, although the job that it needs has run.",
    rationale: """
      A job without a status function in its condition starts when success() is met, and success() \
      looks at all jobs before, not only at those under 'needs'. When a job in between tolerates a \
      skipped job and runs, the next one is skipped all the same, and nothing says so.
      """,
    source: "https://github.com/actions/runner/issues/2205",
    severity: .warning,
    category: .condition,
    fixes: .never,
    example: Example(
      "a test behind a tolerant build",
      bad: """
        on: push
        jobs:
          base:
            if: github.ref_type == 'tag'
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: base
            if: ${{ !cancelled() && needs.base.result != 'failure' }}
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
          ⟦deploy⟧:
            needs: app
            runs-on: ubuntu-24.04
            steps: [{run: make deploy}]
        """,
      good: """
        on: push
        jobs:
          base:
            if: github.ref_type == 'tag'
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: base
            if: ${{ !cancelled() && needs.base.result != 'failure' }}
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
          deploy:
            needs: app
            if: ${{ !cancelled() && needs.app.result == 'success' }}
            runs-on: ubuntu-24.04
            steps: [{run: make deploy}]
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        let gates = JobGates(repository.gates[position], in: workflow)
        return workflow.jobs.indices.compactMap { job in
          guard let (skipped, run) = gates.skip(into: job) else { return nil }
          let id = workflow.jobs[run].id
          return Finding(
            "job '\(workflow.jobs[job].id)' is skipped when '\(workflow.jobs[skipped].id)' is, even "
              + "where '\(id)', which it needs, runs nevertheless",
            at: workflow.location(workflow.jobs[job].key),
            labels: [
              Diagnostic.Label(
                "this job may be skipped", at: workflow.location(workflow.jobs[skipped].key))
            ],
            help: "add 'if: ${{ !cancelled() && needs.\(id).result == 'success' }}'")
        }
      }
    })
}
