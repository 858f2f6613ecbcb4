import SourceText
import YAML

extension Rule {
  /// Finds outputs that each job of a matrix sets to something else.
  static let matrixOutputOverwritten = Rule(
    id: "matrix-output-overwritten",
    summary: "The jobs of a matrix set one output to different values, and the last one wins.",
    rationale: """
      The outputs of all jobs of a matrix are merged by name: the job that ends last overwrites the \
      values of the others, and nobody knows which that is. What reads the output gets the digest or \
      the tag of any of them.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs",
    severity: .warning,
    category: .result,
    fixes: .never,
    example: Example(
      "a digest for each image",
      bad: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            strategy: {matrix: {image: [api, worker]}}
            outputs:
              digest: ⟦${{ steps.build.outputs.digest }}⟧
            steps:
              - id: build
                uses: docker/build-push-action@v7
                with:
                  context: ${{ matrix.image }}
          sign:
            needs: build
            runs-on: ubuntu-24.04
            steps: [{run: 'cosign sign ghcr.io/acme/api@${{ needs.build.outputs.digest }}'}]
        """,
      good: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            outputs:
              digest: ${{ steps.build.outputs.digest }}
            steps:
              - id: build
                uses: docker/build-push-action@v7
                with:
                  context: api
          sign:
            needs: build
            runs-on: ubuntu-24.04
            steps: [{run: 'cosign sign ghcr.io/acme/api@${{ needs.build.outputs.digest }}'}]
        """),
    check: .repository { repository in
      repository.workflows.flatMap { workflow -> [Finding] in
        workflow.jobs.flatMap { job -> [Finding] in
          guard let outputs = job.body["outputs"], job.body["strategy"]?["matrix"] != nil else {
            return []
          }
          let legs = MatrixLeg.all(of: job)
          guard legs.count > 1 || legs.first?.values == nil else { return [] }
          return outputs.entries.compactMap { entry in
            guard let name = entry.key.text, let text = entry.value.text,
              differs(text, in: job, workflow), let reader = workflow.reader(of: name, of: job)
            else { return nil }
            return Finding(
              "each job of the matrix sets '\(name)' to a value of its own, and job "
                + "'\(reader.job)' gets that of whichever ends last",
              at: workflow.location(entry.value),
              labels: [Diagnostic.Label("read here", at: reader.location)],
              help: "declare an output for each, or hand the values over in artifacts")
          }
        }
      }
    })
}

/// Whether it is certain that an output is another one in each job of a matrix.
private func differs(_ text: String, in job: Job, _ workflow: WorkflowFile) -> Bool {
  if text.contains("matrix.") { return true }
  for step in job.steps {
    guard let id = step.id else { continue }
    for name in ["digest", "imageid", "metadata"]
    where text.contains("steps.\(id).outputs.\(name)") && isBuild(step) { return true }
    guard text.contains("steps.\(id).outputs."), let script = step.run?.text else { continue }
    for line in script.split(separator: "\n") where line.contains("GITHUB_OUTPUT") {
      let assignment = line.drop { $0 != "=" }
      let name = line.prefix { $0 != "=" }
      let isSame = !name.contains("${{") && !name.contains("$")
      let key = name.split { $0 == " " || $0 == "\"" || $0 == "'" }.last ?? ""
      if isSame, !key.isEmpty, text.contains("steps.\(id).outputs.\(key)"),
        assignment.contains("matrix.")
          || variables(of: step, in: job).contains(where: { assignment.reads(variable: $0) })
      {
        return true
      }
    }
  }
  return false
}

/// The names of the variables of a step that hold a value of the matrix.
private func variables(of step: Step, in job: Job) -> [String] {
  [step.body["env"], job.body["env"]].compactMap { $0 }.flatMap { environment in
    environment.entries.compactMap { entry in
      entry.value.text?.contains("matrix.") ?? false ? entry.key.text : nil
    }
  }
}

extension Substring {
  /// Whether a line of a script reads a variable.
  fileprivate func reads(variable name: String) -> Bool {
    if contains("${\(name)}") { return true }
    return ranges(of: "$" + name).contains { found in
      found.upperBound == endIndex
        || !(self[found.upperBound].isLetter || self[found.upperBound].isNumber
          || self[found.upperBound] == "_")
    }
  }
}

/// Whether a step builds an image that depends on the combination.
private func isBuild(_ step: Step) -> Bool {
  guard let action = step.action, action.hasSuffix("/build-push-action") else { return false }
  return step.body["with"]?.entries.contains { $0.value.text?.contains("matrix.") ?? false }
    ?? false
}

extension WorkflowFile {
  /// What reads an output of a job.
  fileprivate func reader(of output: String, of job: Job) -> (
    job: String, location: SourceLocation
  )? {
    for other in jobs
    where other.needs.contains(where: { $0.text?.lowercased() == job.id.lowercased() }) {
      let path = ["needs", job.id.lowercased(), "outputs", output.lowercased()]
      let reads = JobExpressions(of: other, in: self).reads(of: "needs")
      if let read = reads.first(where: { $0.path == path }) { return (other.id, read.location) }
    }
    return nil
  }
}
