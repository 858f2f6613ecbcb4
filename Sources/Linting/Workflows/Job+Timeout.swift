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

  /// Minutes as a person writes them.
  static func shown(_ minutes: Double) -> String {
    let whole = minutes.rounded()
    guard abs(whole) < 1e9 else { return "very many" }
    if whole == minutes { return String(Int(whole)) }
    return String((minutes * 100).rounded() / 100)
  }
}

extension Job {
  /// How long GitHub lets a job run that states nothing, in minutes.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>.timeout-minutes`.
  static let defaultLimit = 360.0

  /// The limit of the whole job, the shortest of all combinations.
  var limit: TimeLimit { limit(body["timeout-minutes"]) }

  /// The limit of one of its steps, the longest of all combinations.
  func limit(of step: Step) -> TimeLimit { limit(step.body["timeout-minutes"], isLongest: true) }

  private func limit(_ node: Node?, isLongest: Bool = false) -> TimeLimit {
    guard let node else { return .absent }
    switch node.value {
    case .int(let minutes): return .minutes(Double(minutes))
    case .float(let minutes): return .minutes(minutes)
    case .string(let text) where text.contains("${{"):
      let values = MatrixLeg.all(of: self).map { leg in
        ValueScope(environments: [], leg: leg, slug: nil).resolve(node).text.text
          .flatMap { Double($0) }
      }
      let known = values.compactMap(\.self)
      guard known.count == values.count, let first = isLongest ? known.max() : known.min() else {
        return .unknown
      }
      return .minutes(first)
    default: return .unknown
    }
  }
}
