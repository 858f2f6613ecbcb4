import SourceText
import YAML

extension Rule {
  /// Finds room that is made when nothing needs it any more.
  static let cleanUpTooLate = Rule(
    id: "clean-up-too-late",
    summary: "Tool chains are removed when the builds are over.",
    rationale: """
      A job on GitHub's runners gets a fresh machine, which is thrown away afterwards. Room that is \
      made behind the last build helps neither this job nor the next one; the minutes are lost, and \
      the build runs out of room before.
      """,
    source: "https://docs.github.com/en/actions/reference/runners/github-hosted-runners",
    severity: .warning,
    category: .disk,
    fixes: .never,
    example: Example(
      "room made behind the build",
      bad: """
        on: push
        jobs:
          model:
            runs-on: ubuntu-24.04
            timeout-minutes: 60
            steps:
              - uses: docker/build-push-action@v7
              - uses: ⟦jlumbroso/free-disk-space@v1.3.1⟧
        """,
      good: """
        on: push
        jobs:
          model:
            runs-on: ubuntu-24.04
            timeout-minutes: 60
            steps:
              - uses: jlumbroso/free-disk-space@v1.3.1
              - uses: docker/build-push-action@v7
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        workflow.jobs.indices.flatMap { number -> [Finding] in
          let job = workflow.jobs[number]
          let cleanUps = workflow.cleanUps(of: job).filter { $0.kind == .removeToolChains }
          guard !cleanUps.isEmpty, job.runsOnly(where: \.isHosted),
            let last = repository.lastBuild(inJob: number, of: position)
          else { return [] }
          let tail = job.steps.dropFirst(last + 1)
          // Later steps may need the room for something that is not seen.
          let isOver = tail.allSatisfy { step in step.isCleanUp(among: cleanUps) || step.isSmall }
          guard isOver, cleanUps.allSatisfy({ $0.position > last }) else { return [] }
          return cleanUps.prefix(1).map { cleanUp in
            Finding(
              "the last build is over here, and the machine is thrown away with the job: this room "
                + "helps nobody",
              at: SourceLocation(workflow.file, cleanUp.range),
              help: "make room before the first build")
          }
        }
      }
    })
}

extension Repository {
  /// The position of the last step of a job that builds an image.
  fileprivate func lastBuild(inJob job: Int, of workflow: Int) -> Int? {
    let seen = effects.effects(ofJob: job, in: workflow).filter(\.kind.makesImage)
      .map(\.place.step)
    let steps = workflows[workflow].jobs[job].steps
    return (seen + steps.indices.filter { steps[$0].isImageBuild }).max()
  }
}

extension Step {
  fileprivate func isCleanUp(among cleanUps: [CleanUp]) -> Bool {
    cleanUps.contains { $0.step.body.range == body.range }
  }

  /// Whether it takes no room to speak of: a word to the log, or an upload.
  fileprivate var isSmall: Bool {
    if let action { return action.hasPrefix("actions/upload-artifact") }
    let lines = (run?.text ?? "").split(separator: "\n")
    return lines.allSatisfy {
      $0.hasPrefix("df ") || $0.hasPrefix("echo ") || $0.hasPrefix("docker ")
    }
  }
}
