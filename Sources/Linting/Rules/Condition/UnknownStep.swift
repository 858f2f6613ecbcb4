import SourceText
import YAML

extension Rule {
  /// Finds expressions that read steps which are not there yet.
  static let unknownStep = Rule(
    id: "unknown-step",
    summary: "An expression reads a step that has not run before it.",
    rationale: """
      The steps context holds the steps with an 'id' that have run before, of the same job alone. \
      What is read of any other step is empty.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#steps-context",
    severity: .error,
    category: .condition,
    fixes: .never,
    example: Example(
      "a digest before the build",
      bad: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            steps:
              - run: make sign
                if: ⟦steps.build.outputs.digest⟧ != ''
              - {id: build, uses: acme/build@v1}
        """,
      good: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            steps:
              - {id: build, uses: acme/build@v1}
              - run: make sign
                if: steps.build.outputs.digest != ''
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        var positions: [String: Int] = [:]
        for (position, step) in job.steps.enumerated() {
          for body in [step.body] + (step.body["parallel"]?.items.map(\.self) ?? []) {
            guard let id = body["id"]?.text?.lowercased(), positions[id] == nil else { continue }
            positions[id] = position
          }
        }
        return JobExpressions(of: job, in: workflow).reads(of: "steps").compactMap { read in
          let id = read.path[1]
          guard id != "*" else { return nil }
          let position = positions[id]
          if let position, read.isLate || position < read.step ?? -1 { return nil }
          if position != nil, read.step == nil { return nil }
          if let position, position == read.step { return nil }
          let meant = closestSpelling(of: id, among: positions.keys.sorted())
          return Finding(
            position == nil
              ? "no step of job '\(job.id)' has the id '\(id)', so this is always empty"
              : "step '\(id)' only runs after this, so this is always empty",
            at: read.location,
            help: position == nil ? meant.map { "did you mean '\($0)'?" } : nil)
        }
      }
    })
}
