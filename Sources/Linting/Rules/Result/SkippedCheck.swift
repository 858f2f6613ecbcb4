import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds jobs that are to tell whether others have failed, and are skipped when they have.
  static let skippedCheck = Rule(
    id: "skipped-check",
    summary: "A job that looks at the results of others is skipped when one of them fails.",
    rationale: """
      A job whose condition calls no status function only starts when every job that it needs has \
      succeeded. One that is there to fail for others is skipped instead, and GitHub takes a skipped \
      check for a successful one: a branch that requires it lets the change through.
      """,
    source:
      "https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks",
    severity: .warning,
    category: .result,
    fixes: .never,
    example: Example(
      "a check of all jobs",
      bad: """
        on: pull_request
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps: [{run: make test}]
          all:
            needs: test
            runs-on: ubuntu-24.04
            steps: [{run: 'test "${{ ⟦needs.test.result⟧ }}" = success'}]
        """,
      good: """
        on: pull_request
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps: [{run: make test}]
          all:
            needs: test
            if: ${{ !cancelled() }}
            runs-on: ubuntu-24.04
            steps: [{run: 'test "${{ needs.test.result }}" = success'}]
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return workflow.jobs.enumerated().compactMap { index, job -> Finding? in
          guard job.startsAfterSuccess, !job.needs.isEmpty, job.steps.allSatisfy({ $0.run != nil }),
            !repository.works(index, in: position)
          else { return nil }
          let reads = JobExpressions(of: job, in: workflow).reads(of: "needs")
          guard
            let read = reads.first(where: {
              $0.step != nil && $0.path.count == 3 && $0.path[2] == "result"
            })
          else { return nil }
          return Finding(
            "job '\(job.id)' is skipped when a job that it needs fails, so this is always 'success', "
              + "and a skipped check counts as a successful one",
            at: read.location, help: "add 'if: ${{ !cancelled() }}' to the job, or 'if: always()'")
        }
      }
    })
}
