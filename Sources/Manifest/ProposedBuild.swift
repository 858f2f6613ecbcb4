/// A build that something in the repository makes already, as a manifest would state it.
public struct ProposedBuild: Sendable, Hashable {
  /// What makes it, for a comment: `compose.yml`, or the path of a workflow.
  public var origin: String
  /// What it is called there; `nil` where nothing calls it anything.
  public var name: String?
  /// The Dockerfile, relative to the repository.
  public var dockerfile: String
  /// The build context, relative to the repository.
  public var context: String
  /// The stage; `nil` for the last one.
  public var target: String?
  /// The build arguments.
  public var arguments: [String: String]
  /// The build arguments whose values are not known here, sorted.
  public var openArguments: [String]
  /// The ids of the secrets that the build is given, sorted.
  public var secrets: [String]
  /// The SSH agents and keys that the build is given, sorted.
  public var agents: [String]
  /// The platforms, when they are given.
  public var platforms: [String]
  /// Where the image is published, in full but without tags.
  public var repositories: [String]
  /// The tags there that follow the branch.
  public var tags: [String]

  /// Creates a build.
  public init(
    origin: String, name: String? = nil, dockerfile: String, context: String, target: String? = nil,
    arguments: [String: String] = [:], openArguments: [String] = [], secrets: [String] = [],
    agents: [String] = [], platforms: [String] = [], repositories: [String] = [],
    tags: [String] = []
  ) {
    self.origin = origin
    self.name = name
    self.dockerfile = dockerfile
    self.context = context
    self.target = target
    self.arguments = arguments
    self.openArguments = openArguments
    self.secrets = secrets
    self.agents = agents
    self.platforms = platforms
    self.repositories = repositories
    self.tags = tags
  }
}
