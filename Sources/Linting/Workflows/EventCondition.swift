import Expressions
import YAML

/// What a condition means in the runs of one event.
struct EventCondition {
  /// The event.
  let event: String

  /// Whether a condition is met while nothing has failed; `nil` when the event alone does not tell.
  ///
  /// - Parameter text: the text of an `if`, or of an input that is true or false; `nil` for none.
  func truth(of text: String?) -> Bool? {
    guard let text else { return true }
    guard let node = ExpressionNode(condition: text) else { return nil }
    let github = ExpressionObject([("event_name", .string(event))], isOpen: true)
    let scope = ExpressionScope(
      contexts: ["github": .object(github)],
      functions: [
        "success": { _ in .bool(true) }, "always": { _ in .bool(true) },
        "cancelled": { _ in .bool(false) }, "failure": { _ in .bool(false) },
      ])
    return (try? node.evaluate(in: scope))?.truth
  }

  /// Whether a step runs; `nil` when the event alone does not tell.
  func runs(_ step: Step, of job: Job) -> Bool? {
    let truths = [job.body["if"], step.body["if"]].map { truth(of: $0?.plainText) }
    if truths.contains(false) { return false }
    return truths.contains(nil) ? nil : true
  }
}
