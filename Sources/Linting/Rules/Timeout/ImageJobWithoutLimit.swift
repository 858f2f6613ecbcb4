import SourceText
import YAML

extension Rule {
  /// Finds jobs that build images and state no limit of time.
  static let imageJobWithoutLimit = Rule(
    id: "image-job-without-limit",
    summary: "A job that builds an image states no limit of time.",
    rationale: """
      Without `timeout-minutes` a job may take six hours. A package mirror that hangs, or a push \
      that does, holds the runner and the concurrency group for that long: later runs wait or are \
      replaced. Limits of single steps do not bound the set-up and the clean-up around them.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes",
    severity: .warning,
    category: .timeout,
    fixes: .never,
    example: Example(
      "a build that may hang",
      bad: """
        on: push
        jobs:
          ⟦ledger⟧:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                timeout-minutes: 20
        """,
      good: """
        on: push
        jobs:
          ledger:
            runs-on: ubuntu-24.04
            timeout-minutes: 30
            steps:
              - uses: docker/build-push-action@v7
                timeout-minutes: 20
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        workflow.jobs.indices.compactMap { number in
          let job = workflow.jobs[number]
          guard job.body["timeout-minutes"] == nil, job.body["uses"] == nil,
            repository.buildsImage(job: number, of: position)
          else { return nil }
          return Finding(
            "job '\(job.id)' builds or publishes an image and may take six hours: a build or a push "
              + "that hangs holds the runner and everything that waits for it",
            at: workflow.location(job.key),
            help: "give the job 'timeout-minutes', somewhat more than its steps need together")
        }
      }
    })
}

extension Repository {
  /// Whether a job builds an image, or publishes one.
  func buildsImage(job: Int, of workflow: Int) -> Bool {
    if effects.effects(ofJob: job, in: workflow).contains(where: \.kind.makesImage) { return true }
    return workflows[workflow].jobs[job].steps.contains(where: \.isImageBuild)
  }
}

extension Effect.Kind {
  /// Whether an image is made or published.
  var makesImage: Bool {
    switch self {
    case .build, .write: true
    default: false
    }
  }
}

extension Step {
  /// Whether it uses an action that builds images.
  var isImageBuild: Bool {
    let actions = [
      "docker/build-push-action", "docker/bake-action", "depot/build-push-action",
      "depot/bake-action", "useblacksmith/build-push-action", "redhat-actions/buildah-build",
    ]
    return action.map { actions.contains($0.lowercased()) } ?? false
  }
}
