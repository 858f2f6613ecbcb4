/// A workflow as its file says it, nothing of it evaluated yet.
public struct WorkflowFile: Sendable {
  /// Path in the repository.
  public let path: String
  /// `name:`, which `workflow_run` goes by.
  public let name: String
  /// `on:`.
  public let triggers: Triggers
  /// `permissions:`; what jobs have that say nothing of their own.
  public let permissions: [String: String]
  /// `concurrency:`.
  public let concurrency: Group?
  /// The jobs, in the order of the file.
  public let jobs: [Job]

  /// The last part of the path.
  public var file: String { String(path.split(separator: "/").last ?? "") }

  /// What starts the workflow.
  public struct Triggers: Sendable {
    /// `push:`.
    public var push: Push?
    /// Whether `pull_request:` stands there, which is modelled without filters.
    public var pullRequest = false
    /// Whether `merge_group:` stands there, likewise.
    public var mergeGroup = false
    /// `workflow_run:`.
    public var workflowRun: Upstream?
    /// The inputs of `workflow_dispatch:` with their defaults.
    public var dispatch: [String: String]?
    /// The cron lines of `schedule:`.
    public var schedule: [String] = []
  }

  /// A push that starts the workflow.
  public struct Push: Sendable {
    /// The branches; all when absent.
    public let branches: PathFilter?
    /// The changed files; any when absent.
    public let paths: PathFilter?
  }

  /// A completed run that starts the workflow.
  public struct Upstream: Sendable {
    /// Names of workflows.
    public let workflows: [String]
    /// Branches that the completed run was on; any when absent.
    public let branches: PathFilter?
  }

  /// `concurrency:`; one runs, one waits, and a newer one takes the place of the one that waits.
  public struct Group: Sendable {
    /// The template of the group's name.
    public let name: String
    /// Whether a newer one ends the one that runs.
    public let cancelsRunning: Bool
  }

  /// One job.
  public struct Job: Sendable {
    public let id: String
    public let name: String
    public let needs: [String]
    public let condition: String?
    public let permissions: [String: String]?
    public let outputs: [(name: String, value: String)]
    /// The template of the list that `strategy.matrix.include` is.
    public let include: String?
    public let failFast: Bool
    public let concurrency: Group?
    public let container: Container?
    /// The names of the registries that run beside it, each with port 5000.
    public let services: [String]
    public let env: [(name: String, value: String)]
    public let steps: [Step]
  }

  /// `container:` of a job.
  public struct Container: Sendable {
    public let image: String
    /// User and password.
    public let credentials: (user: String, password: String)?
  }

  /// One step.
  public struct Step: Sendable {
    public let name: String
    public let id: String?
    public let condition: String?
    public let env: [(name: String, value: String)]
    public let work: Work
    public let continueOnError: Bool
    /// Minutes.
    public let timeout: Int?
  }

  /// What a step does.
  public enum Work: Sendable {
    case run(String)
    /// `owner/name` of an action, pinned by a commit, and its inputs.
    case uses(String, with: [(name: String, value: String)])
  }
}
