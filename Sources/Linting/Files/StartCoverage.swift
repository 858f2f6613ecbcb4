import SourceText
import YAML

/// Which changed files start which workflow, directly or through workflows before it.
struct StartCoverage {
  private let repository: Repository
  /// The filters of each workflow and of those that start it; `nil` when any change may start it.
  private var filters: [[TriggerFilter]?] = []

  init(of repository: Repository) {
    self.repository = repository
    var callers: [String: [Int]] = [:]
    for (position, workflow) in repository.workflows.enumerated() {
      for job in workflow.jobs {
        if let path = job.localCall { callers[path, default: []].append(position) }
      }
    }
    filters = repository.workflows.indices.map { position in
      var seen: Set<Int> = []
      return Self.filters(of: position, in: repository, callers: callers, seen: &seen)
    }
  }

  /// The filters through which a change must come to start a workflow; `nil` when any change, or
  /// something that is not known, may start it.
  func filters(of workflow: Int) -> [TriggerFilter]? { filters[workflow] }

  /// Whether a push that changes a path alone starts a workflow.
  func covers(_ path: String, workflow: Int) -> Bool {
    filters[workflow]?.contains { $0.covers(path) } ?? true
  }

  private static func filters(
    of position: Int, in repository: Repository, callers: [String: [Int]], seen: inout Set<Int>
  ) -> [TriggerFilter]? {
    guard seen.insert(position).inserted else { return [] }
    let workflow = repository.workflows[position]
    var found: [TriggerFilter] = []
    var upstreams: [Int] = []
    for entry in workflow.upstreams {
      guard let name = entry.name, let positions = repository.positions[name] else { return nil }
      upstreams += positions
    }
    if workflow.triggers.contains(where: { $0.event == "workflow_call" }) {
      upstreams += callers[workflow.file.name] ?? []
      if workflow.isOnlyCalled, upstreams.isEmpty { return nil }
    }
    let pushes = workflow.triggers.filter { $0.event == "push" }
    let requests = workflow.triggers.filter { $0.event.hasPrefix("pull_request") }
    for trigger in pushes.isEmpty ? requests : pushes {
      // Filters for paths do not count where tags are pushed.
      guard let filter = trigger.pathFilter, trigger.options?["tags"] == nil else { return nil }
      found.append(filter)
    }
    for upstream in upstreams {
      guard let more = filters(of: upstream, in: repository, callers: callers, seen: &seen) else {
        return nil
      }
      found += more
    }
    // Without any it is started by hand or by the clock, and no file matters.
    return found.isEmpty ? nil : found
  }
}
