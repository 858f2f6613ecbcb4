/// A run of a workflow, as GitHub's API describes it.
public struct WorkflowRun: Hashable, Sendable {
  /// Its number, which a re-run keeps.
  public var id: Int
  /// From 1; one more with each re-run.
  public var attempt: Int
  /// The workflow's file name, without its folder.
  public var workflow: String
  /// How far it is, in GitHub's words: `queued`, `in_progress`, `completed` and others.
  public var status: String
  /// How it ended, in GitHub's words; `nil` while it has not.
  public var conclusion: String?
  /// The commit that GitHub made the run for.
  public var commit: String
  /// The page that shows it.
  public var page: String
  /// When this attempt began: RFC 3339 in UTC, so that texts compare as times do.
  public var started: String
  /// When it last changed, likewise.
  public var updated: String

  /// Creates a run.
  public init(
    id: Int, attempt: Int = 1, workflow: String, status: String, conclusion: String? = nil,
    commit: String = "", page: String = "", started: String = "", updated: String = ""
  ) {
    self.id = id
    self.attempt = attempt
    self.workflow = workflow
    self.status = status
    self.conclusion = conclusion
    self.commit = commit
    self.page = page
    self.started = started
    self.updated = updated
  }

  /// Whether it will still come to an end.
  public var isActive: Bool { status != "completed" }

  /// Whether it ended in another way than well: GitHub docs "Workflow run statuses".
  public var hasFailed: Bool {
    guard !isActive, let conclusion else { return false }
    return !["success", "skipped", "neutral"].contains(conclusion)
  }
}

/// The runs of a branch that GitHub has told about.
public struct RunHistory: Sendable {
  /// The runs, the latest attempt first.
  public let runs: [WorkflowRun]

  /// Puts runs in order; one that was told twice counts once, as it was told last.
  public init(_ runs: [WorkflowRun] = []) {
    let latest = Dictionary(runs.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    self.runs = latest.values.sorted { ($0.started, $0.id) > ($1.started, $1.id) }
  }

  /// The latest run of the first of these workflows that has one which is not over.
  public func active(of workflows: [String]) -> WorkflowRun? {
    workflows.lazy.compactMap { name in
      runs.first { $0.isActive && $0.workflow == name }
    }.first
  }

  /// The latest run of a workflow.
  public func latest(of workflow: String) -> WorkflowRun? {
    runs.first { $0.workflow == workflow }
  }
}
