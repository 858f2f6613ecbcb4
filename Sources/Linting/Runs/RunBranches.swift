import Workflows

/// The branches, or the tags, that runs of a workflow are made on, as far as its triggers tell.
struct RunBranches {
  /// Branches and tags by their full names.
  private(set) var names: [String] = []
  /// Patterns of such names.
  private(set) var patterns: [String] = []
  /// Whether there may be runs on any branch: of pull requests, or pushes without a filter.
  private(set) var isOpen = false
  /// Whether there are runs of pull requests.
  private(set) var hasPullRequests = false
  /// Whether there are runs on the default branch, whatever its name.
  private(set) var hasDefault = false
  /// The filters of its pushes.
  private var filters: [PushFilter] = []

  /// Names that default branches usually have.
  static let usualDefaults = ["main", "master", "trunk", "develop", "dev"]

  init(of workflow: WorkflowFile) {
    let isPushed = workflow.triggers.contains { $0.event == "push" }
    for trigger in workflow.triggers {
      switch trigger.event {
      case "push": add(PushFilter(trigger))
      case "pull_request", "pull_request_target", "pull_request_review",
        "pull_request_review_comment":
        hasPullRequests = true
        isOpen = true
      // Anybody may choose any branch, but hardly does where pushes do the work.
      case "workflow_dispatch": if !isPushed { isOpen = true }
      case "schedule", "workflow_run", "repository_dispatch": hasDefault = true
      case "workflow_call": break
      default: isOpen = true
      }
    }
  }

  private mutating func add(_ filter: PushFilter) {
    filters.append(filter)
    for list in [filter.branchPatterns, filter.tagPatterns] {
      guard let list else {
        isOpen = true
        continue
      }
      for pattern in list where !pattern.hasPrefix("!") {
        if pattern.contains(where: { "*?+[\\".contains($0) }) {
          patterns.append(pattern)
        } else {
          names.append(pattern)
        }
      }
    }
  }

  /// Whether one of the runs may pass the filter of a listener; `true` where it cannot be told.
  ///
  /// - Parameter otherThan: What the default branch is not called.
  func mayPass(branches: [String], otherThan: String? = nil) -> Bool {
    if isOpen { return true }
    let filter = PathFilter(branches)
    let isLiteral = { (pattern: String) in !pattern.contains { "*?+[\\!".contains($0) } }
    // Any name may be that of the default branch.
    if hasDefault {
      if branches.contains(where: { isLiteral($0) && $0 != otherThan }) { return true }
      let defaults = Self.usualDefaults.filter { $0 != otherThan }
      if defaults.contains(where: filter.matches) { return true }
    }
    if names.contains(where: filter.matches) { return true }
    guard branches.allSatisfy(isLiteral) else { return !patterns.isEmpty }
    return patterns.contains { pattern in branches.contains(where: FilterPattern(pattern).matches) }
  }

  /// A branch of which there are runs, and which is not likely to be the default branch; `nil` when
  /// there may be none.
  var strangeBranch: String? {
    if isOpen { return "feature" }
    let strange = names.filter { !["main", "master"].contains($0) }
    if names.count > 1, let first = strange.first { return first }
    guard let pattern = patterns.first else { return nil }
    let sample = pattern.split(separator: "*").joined(separator: "x")
    return pattern.contains { "?+[\\".contains($0) } ? nil : sample + "x"
  }
}
