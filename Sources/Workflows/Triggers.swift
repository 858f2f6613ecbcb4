/// What starts a workflow: its `on:`.
public struct Triggers: Sendable, Hashable {
  /// Pushes to branches that touch paths.
  public struct Push: Sendable, Hashable {
    /// The branches; never empty.
    public var branches: [String]
    /// The path patterns; empty for every push.
    public var paths: [String]

    /// Creates the trigger.
    public init(branches: [String], paths: [String] = []) {
      self.branches = branches
      self.paths = paths
    }
  }

  /// The completion of other workflows' runs. Several names mean *or*.
  public struct WorkflowRun: Sendable, Hashable {
    /// The `name:` of each upstream workflow.
    public var workflows: [String]
    /// The branches on which the upstream run ran.
    public var branches: [String]
    /// What is said behind the key.
    public var remark: String?

    /// Creates the trigger.
    public init(workflows: [String], branches: [String], remark: String? = nil) {
      self.workflows = workflows
      self.branches = branches
      self.remark = remark
    }
  }

  /// A choice that a person makes when starting the workflow by hand.
  public struct Choice: Sendable, Hashable {
    /// The name of the input.
    public var name: String
    /// What it decides.
    public var description: String
    /// The options; the first is the default.
    public var options: [String]

    /// Creates the input.
    public init(name: String, description: String, options: [String]) {
      self.name = name
      self.description = description
      self.options = options
    }
  }

  /// Pushes.
  public var push: Push?
  /// Pull requests, whatever their branch and paths.
  public var pullRequest = false
  /// Groups of pull requests in a merge queue.
  public var mergeGroup = false
  /// Other workflows.
  public var workflowRun: WorkflowRun?
  /// A person; `nil` when nobody can start it, empty when there is nothing to choose.
  public var dispatch: [Choice]?
  /// Cron lines, in UTC.
  public var schedule: [String] = []

  /// Creates no trigger.
  public init() {}
}
