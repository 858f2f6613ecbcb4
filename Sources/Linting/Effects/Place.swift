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
}

extension Repository {
  /// Whether the job of one place ends before the job of another place starts, in one run.
  ///
  /// False for two places on one runner.
  func isJobDone(at one: Place, before other: Place) -> Bool {
    guard one.workflow == other.workflow else { return false }
    guard one.job == other.job else {
      return workflows[one.workflow].ancestors[other.job].contains(one.job)
    }
    guard one.leg == other.leg else { return false }
    for (first, second) in zip(one.calls, other.calls) {
      guard first.workflow == second.workflow else { return false }
      guard first.job == second.job else {
        return workflows[first.workflow].ancestors[second.job].contains(first.job)
      }
      guard first.leg == second.leg else { return false }
    }
    return false
  }

  /// Whether one build is done when another one starts, in one run.
  func isBuild(_ one: Int, doneBefore other: Int) -> Bool {
    let (first, second) = (effects.builds[one].place, effects.builds[other].place)
    return first.isOnRunner(of: second) ? one < other : isJobDone(at: first, before: second)
  }
}
