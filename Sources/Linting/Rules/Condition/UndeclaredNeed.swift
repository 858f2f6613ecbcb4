import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds expressions that read jobs which their own job does not need.
  static let undeclaredNeed = Rule(
    id: "undeclared-need",
    summary: "An expression reads a job that is not listed under 'needs'.",
    rationale: """
      Only jobs listed under 'needs' are in the needs context, not those that they need in turn. \
      Anything read of another job is empty: a comparison with 'success' is never true, and a digest \
      or a tag is missing.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#needs-context",
    severity: .error,
    category: .condition,
    fixes: .sometimes,
    example: Example(
      "the result of a job further up",
      bad: """
        on: push
        jobs:
          lint:
            runs-on: ubuntu-24.04
            steps: [{run: make lint}]
          base:
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: [base]
            if: needs.base.result == 'success' && ⟦needs.lint.result⟧ == 'success'
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """,
      good: """
        on: push
        jobs:
          lint:
            runs-on: ubuntu-24.04
            steps: [{run: make lint}]
          base:
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: [base, lint]
            if: needs.base.result == 'success' && needs.lint.result == 'success'
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """),
    check: .repository { repository in
      repository.workflows.flatMap { workflow in
        workflow.jobs.enumerated().flatMap { position, job -> [Finding] in
          let needs = job.needs.compactMap { $0.text?.lowercased() }
          guard needs.allSatisfy({ !$0.contains("${{") }) else { return [] }
          var seen: Set<String> = []
          return JobExpressions(of: job, in: workflow).reads(of: "needs").compactMap { read in
            let id = read.path[1]
            guard id != "*", !needs.contains(id) else { return nil }
            let isFirst = seen.insert(id).inserted
            let other = workflow.jobs.firstIndex { $0.id.lowercased() == id }
            let mayAdd =
              other.map { $0 != position && !workflow.ancestors[$0].contains(position) } ?? false
            let fix =
              mayAdd && isFirst
              ? other.flatMap { job.editToNeed(workflow.jobs[$0].id, in: workflow.file) } : nil
            let words =
              other == nil
              ? "there is no job '\(id)', so this is always empty"
              : "job '\(job.id)' does not list '\(id)' under 'needs', so this is always empty"
            return Finding(
              words, at: read.location,
              help: fix == nil && other != nil ? "list '\(id)' under 'needs'" : nil,
              fixes: fix.map { [Fix("Wait for '\(id)'", .unsafe, [$0])] } ?? [])
          }
        }
      }
    })
}
