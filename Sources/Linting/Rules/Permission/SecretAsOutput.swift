import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds outputs of jobs that hold secrets.
  static let secretAsOutput = Rule(
    id: "secret-as-output",
    summary: "An output of a job holds a secret.",
    rationale: """
      GitHub does not send an output of a job that contains the value of a secret: the jobs that \
      need it get an empty text and only a warning says so. That is so for a registry's address \
      too when it is kept as a secret.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs",
    severity: .error,
    category: .permission,
    fixes: .never,
    example: Example(
      "an image whose registry is a secret",
      bad: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            outputs:
              image: ⟦${{ secrets.REGISTRY }}/api:${{ github.sha }}⟧
            steps: [{run: make image}]
          deploy:
            needs: build
            runs-on: ubuntu-24.04
            steps:
              - run: ./deploy '${{ needs.build.outputs.image }}'
        """,
      good: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            outputs:
              image: ${{ vars.REGISTRY }}/api:${{ github.sha }}
            steps: [{run: make image}]
          deploy:
            needs: build
            runs-on: ubuntu-24.04
            steps:
              - run: ./deploy '${{ needs.build.outputs.image }}'
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job in
        (job.body["outputs"]?.entries.map(\.self) ?? []).compactMap { entry in
          guard let name = entry.key.text, holdsSecret(entry.value, job) else { return nil }
          return Finding(
            "output '\(name)' contains a secret, so GitHub does not send it: it is empty in every "
              + "job that reads it",
            at: workflow.location(entry.value),
            help:
              "keep what is not confidential as a variable ('vars'), and read the secret in the "
              + "job that needs it")
        }
      }
    })
}

/// Whether an output is made from a secret, by itself or by the names that `docker/metadata-action`
/// makes from one.
private func holdsSecret(_ output: Node, _ job: Job) -> Bool {
  if output.carriesSecret { return true }
  let paths = PlacedExpression.all(in: output).flatMap(\.node.carriedPaths)
  return job.steps.contains { step in
    guard step.action == "docker/metadata-action", let id = step.id?.lowercased(),
      let images = step.input("images"), images.carriesSecret
    else { return false }
    return ["tags", "json"].contains { paths.contains(["steps", id, "outputs", $0]) }
  }
}
