import SourceText
import YAML

extension Rule {
  /// Finds expressions that read outputs which a job does not declare.
  static let undeclaredOutput = Rule(
    id: "undeclared-output",
    summary: "An expression reads an output that a job does not declare.",
    rationale: """
      A job gives only what stands under its 'outputs'; what its steps set stays in the job. Any \
      other output is empty: a condition on it is not met, and a tag or digest is missing.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs",
    severity: .error,
    category: .condition,
    fixes: .never,
    example: Example(
      "an output of a step that stays there",
      bad: """
        on: push
        jobs:
          changes:
            runs-on: ubuntu-24.04
            outputs:
              base: ${{ steps.filter.outputs.base }}
            steps: [{id: filter, uses: acme/changes@v1}]
          app:
            needs: changes
            if: ⟦needs.changes.outputs.app⟧ == 'true'
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """,
      good: """
        on: push
        jobs:
          changes:
            runs-on: ubuntu-24.04
            outputs:
              app: ${{ steps.filter.outputs.app }}
              base: ${{ steps.filter.outputs.base }}
            steps: [{id: filter, uses: acme/changes@v1}]
          app:
            needs: changes
            if: needs.changes.outputs.app == 'true'
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """),
    check: .repository { repository in
      repository.workflows.flatMap { workflow in
        workflow.jobs.flatMap { job -> [Finding] in
          let needs = Set(job.needs.compactMap { $0.text?.lowercased() })
          return JobExpressions(of: job, in: workflow).reads(of: "needs").compactMap { read in
            guard read.path.count == 4, read.path[2] == "outputs", needs.contains(read.path[1]),
              let other = workflow.jobs.first(where: { $0.id.lowercased() == read.path[1] }),
              let declared = repository.outputs(of: other), !declared.contains(read.path[3])
            else { return nil }
            let meant = closestSpelling(of: read.path[3], among: declared.sorted())
            return Finding(
              "job '\(other.id)' declares no output '\(read.path[3])', so this is always empty",
              at: read.location,
              help: meant.map { "did you mean '\($0)'?" }
                ?? "add it to the 'outputs' of job '\(other.id)'")
          }
        }
      }
    })
}

extension Repository {
  /// The outputs of a job in lower case; `nil` when they are not known.
  fileprivate func outputs(of job: Job) -> Set<String>? {
    var node = job.body["outputs"]
    if let uses = job.body["uses"] {
      guard let path = uses.text, path.hasPrefix("./"),
        let called = workflows.first(where: { "./" + $0.file.name == path }),
        let trigger = called.triggers.first(where: { $0.event == "workflow_call" })
      else { return nil }
      node = trigger.options?["outputs"]
    }
    guard let node else { return [] }
    guard node.kind == .mapping else { return nil }
    return Set(node.entries.compactMap { $0.key.text?.lowercased() })
  }
}
