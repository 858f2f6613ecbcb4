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

  /// Reads a `timeout-minutes` for a combination of the matrix.
  init(_ node: Node?, in leg: MatrixLeg) {
    guard let node else {
      self = .absent
      return
    }
    switch node.value {
    case .int(let minutes): self = .minutes(Double(minutes))
    case .float(let minutes): self = .minutes(minutes)
    case .string(let text) where text.contains("${{"):
      let value = ValueScope(environments: [], leg: leg, slug: nil).resolve(node).text.text
      self = value.flatMap { Double($0) }.map { .minutes($0) } ?? .unknown
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

/// The limits of a job in one combination of its matrix.
struct JobLimits {
  /// The job.
  let job: Job
  private let leg: MatrixLeg

  /// The limits in each combination, once where they are the same in all.
  static func all(of job: Job) -> [JobLimits] {
    let nodes = [job.body["timeout-minutes"]] + job.steps.map { $0.body["timeout-minutes"] }
    guard nodes.contains(where: { $0?.text?.contains("${{") ?? false }) else {
      return [JobLimits(job: job, leg: MatrixLeg(values: nil))]
    }
    return MatrixLeg.all(of: job).map { JobLimits(job: job, leg: $0) }
  }

  /// The limit of the whole job.
  var whole: TimeLimit { TimeLimit(job.body["timeout-minutes"], in: leg) }

  /// The limit of one of its steps.
  func limit(of step: Step) -> TimeLimit { TimeLimit(step.body["timeout-minutes"], in: leg) }
}

extension Job {
  /// How long GitHub lets a job run that states nothing, in minutes.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>.timeout-minutes`.
  static let defaultLimit = 360.0
}
