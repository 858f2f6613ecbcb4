import SourceText
import YAML

/// A limit of time in a workflow.
enum TimeLimit: Sendable {
  /// None is stated.
  case absent
  /// So many minutes.
  case minutes(Double)
  /// It is computed in the run.
  case unknown

  /// The minutes when they are stated.
  var minutes: Double? {
    if case .minutes(let minutes) = self { minutes } else { nil }
  }

  /// Whether none is stated.
  var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }

  /// Reads a `timeout-minutes` for a combination of the matrix and the inputs of a call.
  init(_ node: Node?, in leg: MatrixLeg, inputs: [String: ValueScope.Input]?) {
    guard let node else {
      self = .absent
      return
    }
    switch node.value {
    case .int(let minutes): self = .minutes(Double(minutes))
    case .float(let minutes): self = .minutes(minutes)
    case .string(let text) where text.contains("${{"):
      let scope = ValueScope(environments: [], leg: leg, slug: nil, inputs: inputs)
      self = scope.resolve(node).text.text.flatMap { Double($0) }.map { .minutes($0) } ?? .unknown
    default: self = .unknown
    }
  }

  /// Minutes as a person writes them.
  static func shown(_ minutes: Double) -> String {
    let whole = minutes.rounded()
    guard abs(whole) < 1e9 else { return "very many" }
    if whole == minutes { return String(Int(whole)) }
    return String((minutes * 100).rounded() / 100)
  }
}

/// The limits of a job in one combination of its matrix, and in one call of its workflow.
struct JobLimits {
  /// The job.
  let job: Job
  private let leg: MatrixLeg
  private var inputs: [String: ValueScope.Input]?

  /// The limits in each combination and each call, once where they are the same in all.
  static func all(
    of job: Job, in workflow: WorkflowFile, _ repository: Repository
  ) -> [JobLimits] {
    let nodes = [job.body["timeout-minutes"]] + job.steps.map { $0.body["timeout-minutes"] }
    guard nodes.contains(where: { $0?.text?.contains("${{") ?? false }) else {
      return [JobLimits(job: job, leg: MatrixLeg(values: nil))]
    }
    let isCalled = nodes.contains { $0?.text?.contains("inputs.") ?? false }
    let calls = isCalled ? repository.inputsOfCalls(of: workflow) : [nil]
    return MatrixLeg.all(of: job).flatMap { leg in
      calls.map { JobLimits(job: job, leg: leg, inputs: $0) }
    }
  }

  /// The limit of the whole job.
  var whole: TimeLimit { TimeLimit(job.body["timeout-minutes"], in: leg, inputs: inputs) }

  /// The limit of one of its steps.
  func limit(of step: Step) -> TimeLimit {
    TimeLimit(step.body["timeout-minutes"], in: leg, inputs: inputs)
  }
}

extension Repository {
  /// The inputs that each caller in the repository gives to a workflow; one that is not known when
  /// there is none, or when something else may start it.
  fileprivate func inputsOfCalls(of workflow: WorkflowFile) -> [[String: ValueScope.Input]?] {
    guard let call = workflow.triggers.first(where: { $0.event == "workflow_call" }) else {
      return [nil]
    }
    let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: nil)
    let calls = workflows.flatMap(\.jobs).filter { job in
      calledWorkflow(job.body["uses"]?.text)?.file.name == workflow.file.name
    }
    guard !calls.isEmpty else { return [nil] }
    return calls.map { scope.inputs(of: call.options?["inputs"], with: $0.body["with"]) }
  }
}

extension Job {
  /// How long GitHub lets a job run that states nothing, in minutes.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>.timeout-minutes`.
  static let defaultLimit = 360.0
}
