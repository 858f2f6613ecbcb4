public import YAML

/// One step of a job.
public struct Step: Sendable {
  /// What the step does.
  public enum Work: Sendable {
    /// Calls an action at a pinned commit.
    case uses(ActionPin, with: [(name: String, value: YAMLValue)])
    /// Runs a shell command.
    case run(String)
    /// A step as a person wrote it.
    case verbatim(YAMLValue)
  }

  /// The name shown.
  public var name: String
  /// The id by which expressions reach its outputs.
  public var id: String?
  /// The condition, without `${{ }}`.
  public var condition: String?
  /// The time limit in minutes, 1–360; `nil` for a step that cannot hang.
  public var timeout: Int?
  /// Whether a failure of the step leaves the job as it is.
  public var continueOnError = false
  /// Environment variables.
  public var env: [(name: String, value: String)] = []
  /// What it does.
  public var work: Work

  /// Creates a step.
  public init(
    _ name: String, id: String? = nil, if condition: String? = nil, timeout: Int? = nil,
    env: [(name: String, value: String)] = [], _ work: Work
  ) {
    self.name = name
    self.id = id
    self.condition = condition
    self.timeout = timeout
    self.env = env
    self.work = work
  }
}

/// An action at an exact commit.
public struct ActionPin: Sendable, Hashable {
  /// `owner/name`, with a path below where there is one.
  public var action: String
  /// The commit, 40 hex digits.
  public var commit: String
  /// The release that the commit is, shown as a comment; `nil` for a commit that is none.
  public var version: String?

  /// Creates a pin.
  public init(_ action: String, _ version: String?, _ commit: String) {
    self.action = action
    self.version = version
    self.commit = commit
  }
}
