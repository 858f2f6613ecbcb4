import Expressions
import YAML

/// How the jobs of a workflow react to each other's results.
struct JobGates {
  /// The conditions of jobs; `nil` for those without, and for those that cannot be read.
  let gates: [Gate?]
  private let workflow: WorkflowFile
  /// The positions of the jobs that each job needs; `nil` where one is not known.
  private let needs: [[Int]?]

  init(_ placed: [PlacedGate], in workflow: WorkflowFile) {
    var gates = [Gate?](repeating: nil, count: workflow.jobs.count)
    for gate in placed where gate.step == nil { gates[gate.job] = gate.gate }
    self.gates = gates
    self.workflow = workflow
    let positions = Dictionary(
      workflow.jobs.enumerated().map { ($1.id.lowercased(), $0) },
      uniquingKeysWith: { first, _ in first })
    needs = workflow.jobs.map { job in
      let found = job.needs.compactMap { $0.text.flatMap { positions[$0.lowercased()] } }
      return found.count == job.needs.count ? found : nil
    }
  }

  /// A failure that stops a job when it comes from a direct need, and not when it comes from further
  /// up: the job that fails, and the one that is skipped because of that.
  func leak(into job: Int) -> (failed: Int, skipped: Int)? {
    guard let direct = needs[job], !direct.isEmpty, let gate = gates[job], gate.asksForStatus else {
      return nil
    }
    for failed in workflow.ancestors[job].sorted() where !isTolerated(failed) {
      guard let results = results(when: failed, is: .failure, before: job, orElse: nil) else {
        continue
      }
      for skipped in direct where skipped != failed {
        guard results[skipped] == .skipped, workflow.ancestors[skipped].contains(failed),
          truth(of: gate, job, results) != false
        else { continue }
        // A condition that runs after any failure means it.
        var others = results
        for need in direct { others[need] = .success }
        others[skipped] = .failure
        guard truth(of: gate, job, others) == false else { continue }
        return (failed, skipped)
      }
    }
    return nil
  }

  /// A job further up whose skipping skips a job although what it directly needs has run: both.
  ///
  /// Source: actions/runner#2205: success() looks at all jobs before, not only at direct needs.
  func skip(into job: Int) -> (skipped: Int, run: Int)? {
    guard workflow.jobs[job].startsAfterSuccess, let direct = needs[job] else { return nil }
    let others = workflow.ancestors[job].subtracting(direct).sorted()
    for skipped in others where mayBeSkipped(skipped) {
      guard let results = results(when: skipped, is: .skipped, before: job, orElse: .success) else {
        continue
      }
      guard direct.allSatisfy({ results[$0] == .success }),
        let run = direct.first(where: { workflow.ancestors[$0].contains(skipped) })
      else { continue }
      return (skipped, run)
    }
    return nil
  }

  /// Whether a job may be skipped although every other one succeeds.
  private func mayBeSkipped(_ job: Int) -> Bool {
    guard let gate = gates[job] else { return false }
    if case .literal = gate.expression.kind { return false }
    let fine = Dictionary(
      uniqueKeysWithValues: workflow.ancestors[job].map { ($0, Result.success) })
    return truth(of: gate, job, fine) != true
  }

  /// How a job ends.
  enum Result: String {
    /// It succeeds.
    case success
    /// It fails.
    case failure
    /// It does not start.
    case skipped
  }

  /// How the other jobs end when one does not succeed; `nil` when that cannot be told.
  ///
  /// - Parameter unknown: how a job ends of which nobody can tell whether it starts.
  private func results(
    when special: Int, is result: Result, before job: Int, orElse unknown: Result?
  ) -> [Int: Result]? {
    var results: [Int: Result] = [special: result]
    var waiting = workflow.ancestors[job].subtracting([special])
    for other in waiting where !workflow.ancestors[other].contains(special) {
      results[other] = .success
      waiting.remove(other)
    }
    while !waiting.isEmpty {
      let ready = waiting.filter { other in
        needs[other]?.allSatisfy { results[$0] != nil } ?? false
      }
      guard !ready.isEmpty else { return nil }
      for other in ready {
        waiting.remove(other)
        results[other] = self.result(of: other, results) ?? unknown
        if results[other] == nil { return nil }
      }
    }
    return results
  }

  /// Whether a job starts after the results of those before; `nil` when that cannot be told.
  private func result(of job: Int, _ results: [Int: Result]) -> Result? {
    guard workflow.jobs[job].body["if"] != nil else { return .skipped }
    guard let gate = gates[job] else { return nil }
    guard gate.asksForStatus else { return .skipped }
    switch truth(of: gate, job, results) {
    case true: return .success
    case false: return .skipped
    case nil: return nil
    }
  }

  /// Whether the condition of a job is met after such results.
  func truth(of gate: Gate, _ job: Int, _ results: [Int: Result]) -> Bool? {
    var facts = GateFacts()
    let before = workflow.ancestors[job].compactMap { results[$0] }
    facts.status["success"] = before.allSatisfy { $0 == .success }
    facts.status["failure"] = before.contains(.failure)
    facts.status["cancelled"] = false
    facts.results = []
    var skipped: Set<String> = []
    for need in needs[job] ?? [] {
      let id = workflow.jobs[need].id.lowercased()
      let value = results[need].map { GateValue.known(.string($0.rawValue)) } ?? .unknown
      facts.values["needs.\(id).result"] = value
      facts.results?.append(value)
      if results[need] == .skipped { skipped.insert(id) }
    }
    // A job that was skipped has no outputs.
    let silent = skipped
    facts.fallback = { path in
      path.count == 4 && path[0] == "needs" && path[2] == "outputs" && silent.contains(path[1])
        ? .known(.null) : .unknown
    }
    return facts.truth(of: gate.expression)
  }

  /// Whether the failure of a job counts as success.
  private func isTolerated(_ job: Int) -> Bool {
    workflow.jobs[job].body["continue-on-error"] != nil
  }
}
