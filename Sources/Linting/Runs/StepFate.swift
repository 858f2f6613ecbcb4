import Expressions
import YAML

/// How a job stands when a step's turn comes, as the status functions see it.
enum StepFate: Sendable {
  /// Everything before has succeeded.
  case success
  /// Something before has failed.
  case failure
  /// The job is being cancelled, by a person or because its time is up.
  case cancelled

  /// Whether a step with this `if` runs then; `nil` when that depends on something else.
  ///
  /// - Parameter failed: the ids of steps that have failed without failing the job.
  func runs(_ condition: Node?, failed: [String] = []) -> Bool? {
    guard let condition else { return self == .success }
    guard let node = ExpressionNode(condition: condition) else { return nil }
    return (try? node.asCondition.evaluate(in: scope(failed)))?.truth
  }

  /// What the status functions answer then.
  var functions: [String: ExpressionScope.Function] {
    let fate = self
    return [
      "success": { _ in .bool(fate == .success) }, "failure": { _ in .bool(fate == .failure) },
      "cancelled": { _ in .bool(fate == .cancelled) }, "always": { _ in .bool(true) },
    ]
  }

  private func scope(_ failed: [String]) -> ExpressionScope {
    let result = ExpressionObject(
      [("outcome", .string("failure")), ("conclusion", .string("success"))], isOpen: true)
    let steps = ExpressionObject(failed.map { ($0, .object(result)) }, isOpen: true)
    return ExpressionScope(contexts: ["steps": .object(steps)], functions: functions)
  }
}
