import SourceText
import YAML

extension Rule {
  /// Finds steps and jobs that may fail although something is published because of them.
  static let toleratedFailure = Rule(
    id: "tolerated-failure",
    summary: "A step or a job on which a publication relies may fail without being seen.",
    rationale: """
      With 'continue-on-error' the failure of a step or a job counts as success for everything \
      behind it: steps go on, jobs that need it start, and the run is green. Only 'outcome' of the \
      step tells.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error",
    severity: .warning,
    category: .result,
    fixes: .never,
    example: Example(
      "a test that may fail",
      bad: """
        on: push
        jobs:
          release:
            runs-on: ubuntu-24.04
            steps:
              - run: make test
                continue-on-error: ⟦true⟧
              - run: make publish
        """,
      good: """
        on: push
        jobs:
          release:
            runs-on: ubuntu-24.04
            steps:
              - run: make test
              - run: make publish
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { workflow in
        repository.workflows[workflow].jobs.indices.flatMap { job in
          tolerated(in: repository, workflow, job)
        }
      }
    })
}

private func tolerated(in repository: Repository, _ workflow: Int, _ position: Int) -> [Finding] {
  let file = repository.workflows[workflow]
  let job = file.jobs[position]
  var findings: [Finding] = []
  if let node = job.body["continue-on-error"], node.value == .bool(true),
    repository.works(position, in: workflow),
    let follower = repository.follower(ofJob: position, in: workflow)
  {
    findings.append(
      Finding(
        "job '\(job.id)' counts as successful when it fails, so \(follower) publishes all the same",
        at: file.location(node), help: "leave 'continue-on-error' out"))
  }
  for (index, step) in job.steps.enumerated() {
    guard let node = step.body["continue-on-error"], node.value == .bool(true),
      !repository.work.steps[workflow][position][index].isEmpty
    else { continue }
    if let id = step.id, file.readsOutcome(ofStep: id, in: job) || job.asks(step: id) { continue }
    let place = Place(workflow: workflow, job: position, leg: 0, step: index)
    guard let follower = repository.follower(of: place) else { continue }
    findings.append(
      Finding(
        "this step counts as successful when it fails, so \(follower) publishes all the same",
        at: file.location(node),
        help:
          "leave 'continue-on-error' out, or ask for the 'outcome' of the step before publishing"
      ))
  }
  return findings
}

extension Job {
  /// Whether the condition of a step asks for an output of a step, which a failure leaves empty.
  fileprivate func asks(step id: String) -> Bool {
    steps.contains { step in
      let condition = step.body["if"]?.text?.lowercased() ?? ""
      return condition.contains("steps.\(id.lowercased()).outputs.")
    }
  }
}

extension WorkflowFile {
  /// Whether an expression of a job asks how a step has really ended.
  fileprivate func readsOutcome(ofStep id: String, in job: Job) -> Bool {
    let text = file[job.body.range].lowercased()
    return text.contains("steps.\(id.lowercased()).outcome")
      || text.contains("steps['\(id.lowercased())'].outcome")
  }
}
