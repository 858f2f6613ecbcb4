/// The condition of a job or of one of its steps.
struct PlacedGate: Sendable {
  /// The position of the job in its workflow.
  var job: Int
  /// The position of the step in the job; `nil` for the job itself.
  var step: Int?
  /// The condition.
  var gate: Gate

  /// The conditions of a workflow's jobs and steps, in the order of the file.
  static func all(in workflow: WorkflowFile) -> [PlacedGate] {
    workflow.jobs.enumerated().flatMap { position, job in
      let own = Gate(of: job.body).map { [PlacedGate(job: position, gate: $0)] } ?? []
      return own
        + job.steps.enumerated().compactMap { step, body in
          Gate(of: body.body).map { PlacedGate(job: position, step: step, gate: $0) }
        }
    }
  }

  /// What it decides about, in words.
  func subject(in workflow: WorkflowFile) -> String {
    let job = workflow.jobs[job]
    guard let step else { return "job '\(job.id)'" }
    return "step '\(job.steps[step].title)'"
  }
}
