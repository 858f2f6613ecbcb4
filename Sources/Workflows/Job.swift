/// One job of a workflow.
public struct Job: Sendable {
  /// A matrix whose legs another job's output lists.
  public struct Strategy: Sendable, Hashable {
    /// The expression that gives the list of legs.
    public var include: String
    /// How many legs run at the same time; `nil` for all.
    public var maxParallel: Int?

    /// Creates a strategy; one failing leg never ends the others.
    public init(include: String, maxParallel: Int? = nil) {
      self.include = include
      self.maxParallel = maxParallel
    }
  }

  /// The container in which the steps run.
  public struct Container: Sendable, Hashable {
    /// How to sign in to the registry.
    public struct Credentials: Sendable, Hashable {
      /// The user, an expression.
      public var username: String
      /// The password, an expression.
      public var password: String

      /// Creates credentials.
      public init(username: String, password: String) {
        self.username = username
        self.password = password
      }
    }

    /// The image reference.
    public var image: String
    /// How to sign in; `nil` where nobody has to.
    public var credentials: Credentials?

    /// Creates a container.
    public init(image: String, credentials: Credentials? = nil) {
      self.image = image
      self.credentials = credentials
    }
  }

  /// A container beside the job, which ends with it.
  public struct Service: Sendable, Hashable {
    /// The name by which expressions reach it.
    public var name: String
    /// The image reference.
    public var image: String
    /// The ports of it that the runner can reach, each at a free port of its own.
    public var ports: [Int]

    /// Creates a service.
    public init(name: String, image: String, ports: [Int]) {
      self.name = name
      self.image = image
      self.ports = ports
    }
  }

  /// The id that `needs` uses.
  public var id: String
  /// The name shown.
  public var name: String
  /// The ids of the jobs that end first.
  public var needs: [String] = []
  /// The condition, without `${{ }}`.
  public var condition: String?
  /// The runner label.
  public var runner: String
  /// The time limit in minutes, 1–360.
  public var timeout: Int
  /// An expression that gives the limit in its place, for legs that differ in it.
  public var timeoutExpression: String?
  /// What the token may do.
  public var permissions: Permissions = [:]
  /// The deployment environment.
  public var environment: String?
  /// Which jobs may not overlap.
  public var concurrency: Concurrency?
  /// The outputs: name and expression.
  public var outputs: [(name: String, value: String)] = []
  /// Environment variables of every step.
  public var env: [(name: String, value: String)] = []
  /// The matrix.
  public var strategy: Strategy?
  /// The container.
  public var container: Container?
  /// The containers beside it.
  public var services: [Service] = []
  /// The steps.
  public var steps: [Step] = []

  /// Creates a job without steps.
  public init(id: String, name: String, runner: String, timeout: Int) {
    self.id = id
    self.name = name
    self.runner = runner
    self.timeout = timeout
  }
}
