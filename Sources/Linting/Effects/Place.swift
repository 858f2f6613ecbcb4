/// Where in a repository something happens.
///
/// What a called workflow does happens in the job that calls it.
struct Place: Hashable, Sendable {
  /// A job of a called workflow.
  struct Call: Hashable, Sendable {
    /// The position of the called workflow.
    var workflow: Int
    /// The position of the job in it.
    var job: Int
    /// The position of the combination in that job's matrix.
    var leg: Int
  }

  /// The position of the workflow.
  var workflow: Int
  /// The position of the job in the workflow.
  var job: Int
  /// The position of the combination in the job's matrix.
  var leg: Int
  /// The position of the step in the job; 0 for what the job does before its steps.
  var step: Int
  /// The jobs of called workflows that lead there, the outermost first.
  var calls: [Call] = []

  /// The position of the combination in the matrix of the innermost job.
  var innermostLeg: Int { calls.last?.leg ?? leg }

  /// Whether both are in one combination of one job, and so on one machine.
  func isOnRunner(of other: Place) -> Bool {
    workflow == other.workflow && job == other.job && leg == other.leg && calls == other.calls
  }

  /// Whether both are in the same job, be it in different combinations of its matrix.
  func isInJob(of other: Place) -> Bool {
    workflow == other.workflow && job == other.job && calls.count == other.calls.count
      && zip(calls, other.calls).allSatisfy { $0.workflow == $1.workflow && $0.job == $1.job }
  }

  /// The innermost workflow, job and combination.
  var innermost: Call { calls.last ?? Call(workflow: workflow, job: job, leg: leg) }
}
