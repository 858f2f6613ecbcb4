import SourceText
import YAML

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

  /// A job, as far down as workflows that are called go: the first one is that of the run itself.
  private typealias Site = [Step]

  /// One level of a site.
  private struct Step: Hashable {
    var workflow: Int
    var job: Int
  }

  private let workflows: [WorkflowFile]
  private let positions: [String: [Int]]
  /// The jobs that call each workflow.
  private var callers: [Int: [Step]] = [:]

  init(of workflows: [WorkflowFile], named positions: [String: [Int]]) {
    self.workflows = workflows
    self.positions = positions
    let paths = Dictionary(
      workflows.enumerated().map { ($1.file.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (caller, workflow) in workflows.enumerated() {
      for (position, job) in workflow.jobs.enumerated() {
        guard let callee = job.calledFile.flatMap({ paths[$0] }) else { continue }
        callers[callee, default: []].append(Step(workflow: caller, job: position))
      }
    }
  }

  /// How one place stands to another of a different job, or of another combination of its job.
  ///
  /// Where a called workflow has several callers an order in one of them will do.
  func relation(of one: Place, to other: Place) -> Relation {
    var result = Relation.apart
    for first in sites(of: one) {
      for second in sites(of: other) {
        switch (relation(of: first, to: second), result) {
        case (.before, _): return .before
        case (let found, .apart): result = found
        case (.after, _), (.beside, .together): result = relation(of: first, to: second)
        default: break
        }
      }
    }
    return result
  }

  /// The two jobs of one workflow, that of the run or one that it calls, in which two places lie;
  /// `nil` when no run holds both.
  func jobs(parting one: Place, from other: Place) -> (workflow: Int, first: Int, second: Int)? {
    for first in sites(of: one) {
      for second in sites(of: other) {
        guard let (step, next) = zip(first, second).first(where: { $0 != $1 }),
          step.workflow == next.workflow
        else { continue }
        return (step.workflow, step.job, next.job)
      }
    }
    return nil
  }

  /// The jobs that a place is a part of, the outermost first, for each way to call it.
  private func sites(of place: Place) -> [Site] {
    var sites: [Site] = []
    var waiting: [Site] = [[Step(workflow: place.workflow, job: place.job)]]
    while let site = waiting.popLast(), let first = site.first {
      if !workflows[first.workflow].isOnlyCalled { sites.append(site) }
      // GitHub goes ten levels deep; whoever calls himself is not called at all.
      guard site.count < 10, sites.count < 64 else { continue }
      waiting += (callers[first.workflow] ?? []).filter { !site.contains($0) }.map { [$0] + site }
    }
    return sites
  }

  private func relation(of one: Site, to other: Site) -> Relation {
    for (first, second) in zip(one, other) where first != second {
      guard first.workflow == second.workflow else {
        return relation(of: first.workflow, to: second.workflow)
      }
      let ancestors = workflows[first.workflow].ancestors
      if ancestors[second.job].contains(first.job) { return .before }
      return ancestors[first.job].contains(second.job) ? .after : .beside
    }
    return .beside
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

extension Job {
  /// The path of the workflow of the repository that it calls; `nil` when it calls none.
  var calledFile: String? {
    guard let uses = body["uses"]?.text else { return nil }
    for prefix in ["./", "$/"] where uses.hasPrefix(prefix) { return String(uses.dropFirst(2)) }
    return nil
  }
}
