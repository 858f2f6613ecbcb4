import Expressions
import YAML

/// How the jobs of a workflow react to each other's results.
struct JobGates {
  /// The conditions of jobs; `nil` for those without, and for those that cannot be read.
  let gates: [Gate?]
  private let workflow: WorkflowFile
  /// The positions of the jobs that each job needs; `nil` where one is not known.
  private let needs: [[Int]?]
  /// The positions of all jobs, each behind those that it needs.
  private let order: [Int]

  init(_ placed: [PlacedGate], in workflow: WorkflowFile) {
    var gates = [Gate?](repeating: nil, count: workflow.jobs.count)
    for gate in placed where gate.step == nil { gates[gate.job] = gate.gate }
    self.gates = gates
    self.workflow = workflow
    let positions = Dictionary(
      workflow.jobs.enumerated().map { ($1.id.lowercased(), $0) },
      uniquingKeysWith: { first, _ in first })
    // A job has more jobs before it than each of those has.
    order = workflow.jobs.indices.sorted {
      workflow.ancestors[$0].count < workflow.ancestors[$1].count
    }
    needs = workflow.jobs.map { job in
      let found = job.needs.compactMap { $0.text.flatMap { positions[$0.lowercased()] } }
      return found.count == job.needs.count ? found : nil
    }
  }

  /// For each job a failure that stops it when it comes from a direct need, and not when it comes
  /// from further up: the job that fails, and the one that is skipped because of that.
  func leaks() -> [(failed: Int, skipped: Int)?] {
    // Most conditions accept no skipped job at all.
    let tolerated = workflow.jobs.indices.map { job -> [Int] in
      guard let direct = needs[job], let gate = gates[job], gate.asksForStatus else { return [] }
      return direct.filter { truth(of: gate, job, [$0: .skipped]) != false }
    }
    var leaks = [(failed: Int, skipped: Int)?](repeating: nil, count: tolerated.count)
    for failed in tolerated.indices where !isTolerated(failed) {
      let open = tolerated.indices.filter { job in
        leaks[job] == nil && tolerated[job].contains { workflow.ancestors[$0].contains(failed) }
      }
      guard !open.isEmpty else { continue }
      // What becomes of the others is the same for all who wait for them.
      let results = results(when: failed, is: .failure, [:])
      for job in open where workflow.ancestors[job].allSatisfy({ results[$0] != nil }) {
        leaks[job] = leak(of: failed, into: job, through: tolerated[job], results)
      }
    }
    return leaks
  }

  private func leak(
    of failed: Int, into job: Int, through tolerated: [Int], _ results: [Int: Result]
  ) -> (failed: Int, skipped: Int)? {
    guard let gate = gates[job] else { return nil }
    for skipped in tolerated where skipped != failed {
      guard results[skipped] == .skipped, workflow.ancestors[skipped].contains(failed),
        truth(of: gate, job, results) != false
      else { continue }
      // A condition that runs after any failure means it.
      var others = results
      for need in needs[job] ?? [] { others[need] = .success }
      others[skipped] = .failure
      if truth(of: gate, job, others) == false { return (failed, skipped) }
    }
    return nil
  }

  /// A job further up whose skipping skips a job although what it directly needs has run: both.
  ///
  /// Source: actions/runner#2205: success() looks at all jobs before, not only at direct needs.
  func skip(into job: Int) -> (skipped: Int, run: Int)? {
    guard workflow.jobs[job].startsAfterSuccess, let direct = needs[job] else { return nil }
    for skipped in workflow.ancestors[job].subtracting(direct).sorted() {
      guard let gate = gates[skipped],
        let run = direct.first(where: { workflow.ancestors[$0].contains(skipped) }),
        gates[run]?.asksForStatus == true
      else { continue }
      let between = workflow.ancestors[job].filter { workflow.ancestors[$0].contains(skipped) }
      let isPossible = assumptions(of: [skipped] + between.sorted()).contains { assumed in
        let fine = Dictionary(
          uniqueKeysWithValues: workflow.ancestors[skipped].map { ($0, Result.success) })
        guard truth(of: gate, skipped, fine, assumed) == false else { return false }
        let before = workflow.ancestors[job]
        let results = results(when: skipped, is: .skipped, among: before, assumed)
        guard before.allSatisfy({ results[$0] != nil }) else { return false }
        return direct.allSatisfy { results[$0] == .success }
      }
      if isPossible { return (skipped, run) }
    }
    return nil
  }

  /// Every way in which the comparisons in the conditions of some jobs may come out.
  private func assumptions(of jobs: [Int]) -> [[String: Bool]] {
    let names = Set(
      jobs.flatMap { gates[$0]?.expression.nodes.compactMap(GateFacts.name) ?? [] }
        .filter { !$0.hasPrefix("needs.") || $0.contains(".outputs.") }
    ).sorted()
    // Conditions of more parts than these are rare, and their ways many.
    guard names.count <= 6 else { return [] }
    return (0..<(1 << names.count)).compactMap { bits in
      let values = names.indices.map { bits >> $0 & 1 == 1 }
      let met = zip(names, values).filter(\.1).map { $0.0.prefix { $0 != "=" } }
      // A value is not two texts at once.
      guard Set(met).count == met.count else { return nil }
      return Dictionary(zip(names, values), uniquingKeysWith: { first, _ in first })
    }
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

  /// How the other jobs end when one does not succeed, without those of which it cannot be told.
  ///
  /// - Parameter jobs: the positions of those that matter, with all before them; all by default.
  private func results(
    when special: Int, is result: Result, among jobs: Set<Int>? = nil, _ assumed: [String: Bool]
  ) -> [Int: Result] {
    var results: [Int: Result] = [special: result]
    for other in order where other != special && jobs?.contains(other) ?? true {
      let before = workflow.ancestors[other]
      if before.contains(special) {
        guard needs[other] != nil, before.allSatisfy({ $0 == other || results[$0] != nil }),
          let result = self.result(of: other, results, assumed)
        else { continue }
        results[other] = result
      } else {
        results[other] = .success
      }
    }
    return results
  }

  /// Whether a job starts after the results of those before; `nil` when that cannot be told.
  private func result(
    of job: Int, _ results: [Int: Result], _ assumed: [String: Bool]
  ) -> Result? {
    guard workflow.jobs[job].body["if"] != nil else { return .skipped }
    guard let gate = gates[job] else { return nil }
    guard !gate.requiresSuccess else { return .skipped }
    switch truth(of: gate, job, results, assumed) {
    case true: return .success
    case false: return .skipped
    case nil: return nil
    }
  }

  /// Whether the condition of a job is met after such results.
  private func truth(
    of gate: Gate, _ job: Int, _ results: [Int: Result], _ assumed: [String: Bool] = [:]
  ) -> Bool? {
    var facts = GateFacts()
    facts.assumed = assumed
    let before = workflow.ancestors[job].compactMap { results[$0] }
    facts.status["success"] = before.allSatisfy { $0 == .success }
    facts.status["failure"] = before.contains(.failure)
    facts.status["cancelled"] = false
    facts.results = []
    // A job that was skipped has no outputs, and one that fails seldom gets that far.
    var silent: Set<String> = []
    for need in needs[job] ?? [] {
      let id = workflow.jobs[need].id.lowercased()
      let value = results[need].map { GateValue.known(.string($0.rawValue)) } ?? .unknown
      facts.values["needs.\(id).result"] = value
      facts.results?.append(value)
      if let result = results[need], result != .success { silent.insert(id) }
    }
    facts.fallback = { [silent] path in
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
