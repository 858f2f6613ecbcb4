/// Which of the running jobs ends first.
public enum Order: Sendable {
  /// The one that has run longest.
  case first
  /// The one that has started last.
  case newest
  /// Any, by a seed.
  case seeded(UInt64)
  /// A workflow's, by its name, only when no other job runs.
  case last(String)
}

/// A job that has started and not ended.
public struct RunningJob: Sendable {
  /// The number of its run.
  public let run: Int
  let job: WorkflowFile.Job
  fileprivate let start: Int
}

extension GitHub {
  /// Goes on until nothing is left to do.
  ///
  /// A job ends in one go: what it asks of the registry, it asks then. Jobs start as soon as they
  /// can, so others see them running, and `order` says which one ends next.
  public func settle() async throws {
    var random = Random(seed: order.seed)
    while true {
      var candidates = try await running()
      guard !candidates.isEmpty else { return }
      if case .newest = order { candidates.reverse() }
      if case .last(let name) = order {
        let others = candidates.filter { runs[$0.run - 1].workflow.name != name }
        if !others.isEmpty { candidates = others }
      }
      try await end(candidates[order.isRandom ? random.next(below: candidates.count) : 0])
    }
  }

  /// The jobs of which one can end next, first the one that has run longest; what needs no time is
  /// done before. A job in the midst of which this is asked is not among them.
  public func running() async throws -> [RunningJob] {
    while try await advance() {}
    return runs.flatMap { run in
      run.workflow.jobs.compactMap { job in
        guard let state = run.jobs[job.id], state.phase == .running, !state.isBusy else {
          return nil
        }
        return RunningJob(run: run.id, job: job, start: state.start)
      }
    }.sorted { $0.start < $1.start }
  }

  /// Lets a running job do all that it does, and end.
  public func end(_ running: RunningJob) async throws {
    try await finish(running.job, of: running.run - 1)
  }

  /// Does all that needs no time; false when there was nothing.
  private func advance() async throws -> Bool {
    var changed = false
    for index in runs.indices where runs[index].status != .completed {
      if try admit(index) { changed = true }
      guard runs[index].status == .inProgress else { continue }
      for job in runs[index].workflow.jobs where try begin(job, of: index) { changed = true }
      if runs[index].jobs.values.allSatisfy({ $0.phase == .done }) {
        runs[index].status = .completed
        changed = true
        try await completed(runs[index])
      }
    }
    return changed
  }

  /// Lets a run begin when its group is free.
  private func admit(_ index: Int) throws -> Bool {
    let run = runs[index]
    guard run.status == .queued || run.status == .pending else { return false }
    if let group = try group(of: run) {
      let newcomerEnds = run.workflow.concurrency?.cancelsRunning == true
      let others = try runs.indices.filter { other in
        try other != index && self.group(of: runs[other]) == group
      }
      if newcomerEnds {
        for other in others where other < index && runs[other].status != .completed {
          interrupt(other)
        }
      } else if others.contains(where: { runs[$0].status == .inProgress }) {
        guard run.status == .queued else { return false }
        for other in others where runs[other].status == .pending {
          cancel(at: other)
        }
        runs[index].status = .pending
        return true
      }
      // The one that waits comes before those that have just arrived.
      if run.status == .queued, others.contains(where: { runs[$0].status == .pending }) {
        return false
      }
    }
    runs[index].status = .inProgress
    return true
  }

  private func group(of run: Run) throws -> String? {
    guard let group = run.workflow.concurrency else { return nil }
    let scope = Scope(["github": context(of: run), "inputs": run.inputs])
    return try scope.text(group.name).lowercased()
  }

  /// Ends what runs; what comes after it still asks the status.
  private func interrupt(_ index: Int) {
    for (id, state) in runs[index].jobs where state.phase == .running || state.phase == .pending {
      runs[index].jobs[id]?.phase = .done
      runs[index].jobs[id]?.result = .cancelled
    }
    runs[index].isCancelled = true
    runs[index].status = .inProgress
  }

  func cancel(at index: Int) {
    for (id, state) in runs[index].jobs where state.phase != .done {
      runs[index].jobs[id]?.phase = .done
      runs[index].jobs[id]?.result = .cancelled
    }
    runs[index].status = .inProgress
  }

  /// Starts or skips a job whose needs are done; false when it has to wait on.
  private func begin(_ job: WorkflowFile.Job, of index: Int) throws -> Bool {
    guard let state = runs[index].jobs[job.id] else { return false }
    switch state.phase {
    case .done, .running: return false
    case .pending: return claim(job, of: index, state.group)
    case .waiting: break
    }
    let run = runs[index]
    guard
      try job.needs.allSatisfy({ need in
        guard let state = run.jobs[need] else { throw Unsupported("a need '\(need)'") }
        return state.phase == .done
      })
    else { return false }
    do {
      guard try scope(of: job, run).holds(job.condition) else {
        return end(job, of: index, run.isCancelled ? .cancelled : .skipped)
      }
      guard let group = job.concurrency else { return claim(job, of: index, nil) }
      let name = try scope(of: job, run).text(group.name).lowercased()
      return claim(job, of: index, name)
    } catch is EvaluationFailure {
      return end(job, of: index, .failure)
    }
  }

  private func end(_ job: WorkflowFile.Job, of index: Int, _ result: Conclusion) -> Bool {
    runs[index].jobs[job.id]?.phase = .done
    runs[index].jobs[job.id]?.result = result
    return true
  }

  /// Takes the place in a concurrency group, or waits for it in the stead of who waited before.
  private func claim(_ job: WorkflowFile.Job, of index: Int, _ group: String?) -> Bool {
    let wasPending = runs[index].jobs[job.id]?.phase == .pending
    runs[index].jobs[job.id]?.group = group
    if let group {
      for other in runs.indices where other != index {
        for (id, state) in runs[other].jobs where state.group == group {
          if state.phase == .running {
            if wasPending { return false }
            runs[index].jobs[job.id]?.phase = .pending
            return true
          }
          if state.phase == .pending, !wasPending {
            runs[other].jobs[id]?.phase = .done
            runs[other].jobs[id]?.result = .cancelled
          }
        }
      }
    }
    started += 1
    runs[index].jobs[job.id]?.start = started
    runs[index].jobs[job.id]?.phase = .running
    return true
  }
}

extension Order {
  fileprivate var isRandom: Bool {
    if case .seeded = self { true } else { false }
  }

  fileprivate var seed: UInt64 {
    if case .seeded(let seed) = self { seed } else { 0 }
  }
}

/// SplitMix64: the same numbers from the same seed everywhere.
struct Random {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(bound))
  }
}
