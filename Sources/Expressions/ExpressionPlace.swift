/// A key of a workflow file or an action whose value may hold expressions.
///
/// Source: GitHub docs, "Contexts reference", context availability.
public enum ExpressionPlace: String, Hashable, Sendable, CaseIterable {
  /// `run-name`
  case runName
  /// `concurrency` of the workflow.
  case workflowConcurrency
  /// `on.workflow_call.inputs.<id>.default`
  case inputDefault
  /// `on.workflow_call.outputs.<id>.value`
  case workflowOutput
  /// `env` of the workflow.
  case workflowEnvironment
  /// `jobs.<id>.if`
  case jobCondition
  /// `jobs.<id>.strategy`
  case strategy
  /// `name`, `runs-on`, `concurrency`, `environment`, `continue-on-error`, `timeout-minutes`,
  /// `container.image` and `services` of a job, and `with` of one that calls a workflow.
  case job
  /// `container.credentials` and `services.<id>.credentials` of a job.
  case credentials
  /// `container.env` and `services.<id>.env` of a job.
  case containerEnvironment
  /// `jobs.<id>.environment.url`
  case environmentAddress
  /// `jobs.<id>.defaults.run`
  case defaults
  /// `jobs.<id>.env`
  case jobEnvironment
  /// `jobs.<id>.secrets.<id>` of a job that calls a workflow.
  case jobSecret
  /// `jobs.<id>.outputs.<id>`
  case jobOutput
  /// `jobs.<id>.snapshot.if`
  case snapshotCondition
  /// `jobs.<id>.steps.if`
  case stepCondition
  /// Every other key of a step but `uses` and `id`, which take no expressions.
  case step
  /// `runs.steps.if` of an action.
  case actionCondition
  /// Every other key of a step of an action but `uses` and `id`.
  case actionStep

  /// What an expression may use there.
  public var names: ExpressionNames {
    Self.known[self] ?? ExpressionNames(contexts: contexts, functions: functions)
  }

  /// Made once, for every expression of a file asks.
  private static let known = Dictionary(
    uniqueKeysWithValues: allCases.map { place in
      (place, ExpressionNames(contexts: place.contexts, functions: place.functions))
    })

  private var contexts: Set<String> {
    let always: Set<String> = ["github", "inputs", "vars"]
    let job = always.union(["needs", "strategy", "matrix"])
    let inside = job.union(["job", "runner", "env"])
    return switch self {
    case .runName, .workflowConcurrency, .inputDefault: always
    case .workflowOutput: always.union(["jobs"])
    case .workflowEnvironment: always.union(["secrets"])
    case .jobCondition, .strategy: always.union(["needs"])
    case .job, .snapshotCondition: job
    case .credentials: job.union(["env", "secrets"])
    case .containerEnvironment, .environmentAddress:
      inside.union(self == .containerEnvironment ? ["secrets"] : ["steps"])
    case .defaults: job.union(["env"])
    case .jobEnvironment, .jobSecret: job.union(["secrets"])
    case .stepCondition: inside.union(["steps"])
    case .jobOutput, .step: inside.union(["steps", "secrets"])
    // Source: actions/runner, `action_yaml.json`. Variables are let through: it may have learnt them.
    case .actionCondition, .actionStep: inside.subtracting(["needs"]).union(["steps"])
    }
  }

  private var functions: [String: ExpressionNames.Arity] {
    switch self {
    case .jobCondition, .snapshotCondition: ExpressionNames.statusFunctions
    case .stepCondition, .actionCondition:
      ExpressionNames.statusFunctions.merging(ExpressionNames.fileFunctions) { $1 }
    case .step, .actionStep: ExpressionNames.fileFunctions
    default: [:]
    }
  }
}
