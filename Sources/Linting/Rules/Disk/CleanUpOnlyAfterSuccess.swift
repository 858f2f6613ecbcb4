import SourceText
import YAML

extension Rule {
  /// Finds clean-ups that are skipped when the build before them fails.
  static let cleanUpOnlyAfterSuccess = Rule(
    id: "clean-up-only-after-success",
    summary: "A clean-up is skipped when the build has failed.",
    rationale: """
      A step without `if` runs only when everything before it has succeeded. A machine of one's own \
      keeps what a job leaves, and a build that fails leaves the most: after some failures the disk \
      is full and every later job fails, too.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions",
    severity: .warning,
    category: .disk,
    fixes: .never,
    example: Example(
      "a clean-up behind a build on a machine of one's own",
      bad: """
        on: push
        jobs:
          firmware:
            runs-on: [self-hosted, linux]
            timeout-minutes: 50
            steps:
              - run: docker build --tag firmware .
                timeout-minutes: 30
              - run: |
                  ⟦docker image prune --force⟧
                  df -h /
        """,
      good: """
        on: push
        jobs:
          firmware:
            runs-on: [self-hosted, linux]
            timeout-minutes: 50
            steps:
              - run: docker build --tag firmware .
                timeout-minutes: 30
              - if: ${{ !cancelled() }}
                run: |
                  docker image prune --force
                  df -h /
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        workflow.jobs.indices.compactMap { finding(inJob: $0, of: position, in: repository) }
      }
    })
}

private func finding(inJob number: Int, of index: Int, in repository: Repository) -> Finding? {
  let workflow = repository.workflows[index]
  let job = workflow.jobs[number]
  guard job.runsOnly(where: \.isSelfHosted) else { return nil }
  let cleanUps = workflow.cleanUps(of: job)
  guard !cleanUps.isEmpty else { return nil }
  var builds = Set(
    repository.effects.effects(ofJob: number, in: index).filter(\.kind.makesImage)
      .map(\.place.step))
  builds.formUnion(job.steps.indices.filter { job.steps[$0].isImageBuild })
  guard let firstBuild = builds.min(), let lastBuild = builds.max() else { return nil }
  // What the next run removes first does not pile up, and one clean-up that always runs is enough.
  let isSafe = cleanUps.contains { cleanUp in
    cleanUp.position < firstBuild
      || (cleanUp.position > firstBuild && StepFate.failure.runs(cleanUp.step.body["if"]) != false)
  }
  guard !isSafe,
    let cleanUp = cleanUps.first(where: {
      $0.position > lastBuild && StepFate.success.runs($0.step.body["if"]) == true
    })
  else { return nil }
  return Finding(
    "this clean-up is skipped when a step before it fails, and a failed build leaves the most "
      + "behind on this runner",
    at: SourceLocation(workflow.file, cleanUp.range),
    help: "let the step run under 'if: ${{ !cancelled() }}', or 'always()'")
}
