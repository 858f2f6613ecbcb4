/// What runs before what: jobs of one run, and runs that start each other.
struct WorkflowOrder: Sendable {
  /// How one place stands to another.
  enum Relation: Hashable, Sendable {
    /// The other one waits for it.
    case before
    /// It waits for the other one.
    case after
    /// Both are in one run, and neither waits for the other.
    case beside
    /// Both are in runs that the same thing starts: what starts the one and the other then.
    case together([Start])
    /// Nothing is known to bring them into one run or to start both runs.
    case apart
  }

  /// What starts two runs at once: the event that each of them sees.
  struct Start: Hashable, Sendable {
    /// The event of the first run.
    var first: String
    /// The event of the second run.
    var second: String
  }

  private let workflows: [WorkflowFile]
  private let positions: [String: [Int]]

  init(of workflows: [WorkflowFile], named positions: [String: [Int]]) {
    self.workflows = workflows
    self.positions = positions
  }

  /// How one place stands to another on a different machine.
  func relation(of one: Place, to other: Place) -> Relation {
    guard one.workflow == other.workflow else {
      return relation(of: one.workflow, to: other.workflow)
    }
    let (first, second) = parting(one, other)
    guard first.workflow == second.workflow else { return .beside }
    let workflow = workflows[first.workflow]
    if first.job == second.job {
      // Combinations that run one by one do so in their order.
      guard first.leg != second.leg, workflow.jobs[first.job].runsOneByOne else { return .beside }
      return first.leg < second.leg ? .before : .after
    }
    if workflow.ancestors[second.job].contains(first.job) { return .before }
    return workflow.ancestors[first.job].contains(second.job) ? .after : .beside
  }

  /// The jobs in which two places of one run part: in the workflow of the run, or in one that it
  /// calls.
  func parting(_ one: Place, _ other: Place) -> (first: Place.Call, second: Place.Call) {
    var parting = (
      first: Place.Call(workflow: one.workflow, job: one.job, leg: one.leg),
      second: Place.Call(workflow: other.workflow, job: other.job, leg: other.leg)
    )
    for (first, second) in zip(one.calls, other.calls) {
      guard parting.first == parting.second else { break }
      parting = (first, second)
    }
    return parting
  }

  /// How the runs of two workflows stand to each other.
  private func relation(of one: Int, to other: Int) -> Relation {
    if follows(other, one) { return .before }
    if follows(one, other) { return .after }
    var starts: [Start] = []
    let (sources, others) = (sources(of: one), sources(of: other))
    for source in sources {
      for rival in others {
        let events =
          source == rival ? ["push"] : workflows[source].events(sharedWith: workflows[rival])
        for event in events {
          let start = Start(
            first: source == one ? event : "workflow_run",
            second: rival == other ? event : "workflow_run")
          if !starts.contains(start) { starts.append(start) }
        }
      }
    }
    return starts.isEmpty ? .apart : .together(starts)
  }

  /// A workflow and those that it listens to, directly or through others.
  private func sources(of workflow: Int) -> [Int] {
    var sources = [workflow]
    var next = 0
    while next < sources.count {
      for entry in workflows[sources[next]].upstreams {
        for position in entry.name.flatMap({ positions[$0] }) ?? []
        where !sources.contains(position) {
          sources.append(position)
        }
      }
      next += 1
    }
    return sources
  }

  /// Whether a workflow listens to another one, directly or through others.
  ///
  /// One that listens to a pattern may listen to any.
  private func follows(_ listener: Int, _ upstream: Int) -> Bool {
    var seen: Set<Int> = []
    var waiting = [listener]
    while let next = waiting.popLast() {
      for entry in workflows[next].upstreams {
        guard let name = entry.name else { return true }
        for position in positions[name] ?? [] where seen.insert(position).inserted {
          if position == upstream { return true }
          waiting.append(position)
        }
      }
    }
    return false
  }
}
