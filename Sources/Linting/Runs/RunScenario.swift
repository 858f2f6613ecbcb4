import Expressions
import YAML

/// What is known of a run before it starts: enough to say whether a condition can be met.
struct RunScenario {
  /// Whether something is done in such a run.
  enum Outcome: Comparable {
    /// It never is.
    case never
    /// It hangs on what only the run itself can tell, such as the outputs of a job before.
    case untold
    /// It is, in some such runs at least.
    case possible
  }

  private let scope: ExpressionScope

  /// A run of an event.
  ///
  /// - Parameters:
  ///   - payload: What is known of `github.event`; all other keys of it are unknown.
  ///   - github: What else is known of `github`.
  ///   - hasInputs: Whether `inputs` may hold anything: after a call or a dispatch.
  init(
    event: String, payload: [(String, ExpressionValue)] = [],
    github: [(String, ExpressionValue)] = [], hasInputs: Bool = true
  ) {
    var payload = payload
    if event != "workflow_run" { payload.append(("workflow_run", .null)) }
    let members: [(String, ExpressionValue)] =
      [
        ("event_name", .string(event)),
        ("event", .object(ExpressionObject(payload, isOpen: true))),
      ] + github
    var contexts = ["github": ExpressionValue.object(ExpressionObject(members, isOpen: true))]
    if !hasInputs { contexts["inputs"] = .object(ExpressionObject([])) }
    scope = ExpressionScope(
      contexts: contexts,
      functions: StepFate.success.functions)
  }

  /// A run that follows one of another workflow.
  ///
  /// - Parameters:
  ///   - conclusion: How the other run has ended; `nil` when it has not.
  ///   - run: What else is known of the other run.
  static func following(
    conclusion: String?, action: String = "completed", run: [(String, ExpressionValue)] = []
  ) -> RunScenario {
    let conclusion = conclusion.map { ExpressionValue.string($0) } ?? .null
    let run = [("conclusion", conclusion)] + run
    return RunScenario(
      event: "workflow_run",
      payload: [
        ("action", .string(action)),
        ("workflow_run", .object(ExpressionObject(run, isOpen: true))),
      ])
  }

  /// The value of an expression; unknown where it cannot be told.
  func value(of node: ExpressionNode) -> ExpressionValue {
    (try? node.evaluate(in: scope)) ?? .unknown
  }

  /// Whether a condition is met while nothing has failed; `nil` when that cannot be told.
  ///
  /// - Parameter text: the text of an `if`, or of an input that is true or false; `nil` for none.
  func truth(of text: String?) -> Bool? {
    guard let text else { return true }
    return ExpressionNode(condition: text).flatMap { value(of: $0).truth }
  }

  /// Whether a step runs while nothing has failed; `nil` when that cannot be told.
  func runs(_ step: Step, of job: Job) -> Bool? {
    let truths = [job.body["if"], step.body["if"]].map { truth(of: $0?.plainText) }
    if truths.contains(false) { return false }
    return truths.contains(nil) ? nil : true
  }

  /// What a condition comes to: an `if`, or an input that switches something.
  func outcome(of condition: Node?) -> Outcome {
    guard let condition else { return .possible }
    guard let node = ExpressionNode(condition: condition) else { return .untold }
    switch value(of: node).truth {
    case false: return .never
    case true: return .possible
    case nil: return node.hangsOnTheRun ? .untold : .possible
    }
  }

  /// What the conditions of a job and of those before it come to.
  func outcome(ofJob position: Int, in workflow: WorkflowFile) -> Outcome {
    let condition = workflow.jobs[position].body["if"]
    let own = outcome(of: condition)
    // A condition that asks for a status itself does not hang on what the jobs before asked for.
    if let condition, ExpressionNode(condition: condition)?.asksForStatus ?? true { return own }
    return workflow.ancestors[position].reduce(own) { outcome, ancestor in
      min(outcome, self.outcome(of: workflow.jobs[ancestor].body["if"]))
    }
  }
}

extension ExpressionNode {
  /// Whether it reads anything that is decided in the run, or by who starts it.
  ///
  /// What is left are facts about the event, which do not know how another run has ended.
  fileprivate var hangsOnTheRun: Bool {
    contains { node in
      switch node.kind {
      case .context(let name): !["github", "vars"].contains(name.lowercased())
      case .call(let name, _): ExpressionNames.fileFunctions[name.lowercased()] != nil
      default: false
      }
    }
  }
}
