public import BuildGraph
internal import SourceText
public import YAML

/// One image as the manifest states it: a node of the graph.
public struct Image: Sendable {
  /// The name of the node.
  public var name: Located<String>
  /// Which of several images of one entry.
  public var variant: Located<String>?
  /// The Dockerfile, relative to the repository; `nil` for a planned or an externally built image.
  public var dockerfile: Located<String>?
  /// The build context, relative to the repository.
  public var context = Located(".", SourceRange.at(0))
  /// The stage that is built; the last one when not stated.
  public var target: Located<String>?
  /// The build arguments that are part of the image's content.
  public var buildArgs: [Argument] = []
  /// Build arguments that change from run to run and are left out of the content tag.
  public var volatileArgs: [Argument] = []
  /// The platforms, as `os/arch[/variant]`; the manifest's when empty.
  public var platforms: [Located<String>] = []
  /// The policy class.
  public var tier: Located<String>?
  /// Parents that no Dockerfile can state.
  public var from: [Located<String>] = []
  /// Paths that the build reads and no Dockerfile can state, or patterns as `COPY --parents` has
  /// them: `*`, `?` and `[a-z]` within a name, `**` for any number of directories.
  public var inputs: [Located<String>] = []
  /// The repository below `registry`; the image's name when not stated.
  public var repository: Located<String>?
  /// The mutable tags that follow the branch.
  public var tags: [Located<String>] = []
  /// Further references by which Dockerfiles name the image.
  public var aliases: [Located<String>] = []
  /// How long a build takes.
  public var minutes: TimeRange?
  /// How much disk space the build needs, in GB.
  public var disk: Double?
  /// The existing workflow that publishes the image, for one that wfgen does not build.
  public var builtBy: BuiltBy?
  /// What the generated job passes through.
  public var extras = JobExtras()

  /// Creates an image with nothing stated.
  public init(name: Located<String>, variant: Located<String>? = nil) {
    self.name = name
    self.variant = variant
  }

  /// What makes the image itself.
  public var id: NodeID { NodeID(name.value, variant: variant?.value) }
}

/// A build argument.
public struct Argument: Sendable {
  /// The name that the Dockerfile declares.
  public var name: Located<String>
  /// The value.
  public var value: Located<String>

  /// Whether the value is a secret of the repository; the token of a run is none that lasts.
  public var isSecret: Bool {
    value.value.secretNames.contains { $0.uppercased() != "GITHUB_TOKEN" }
  }

  /// Creates an argument.
  public init(name: Located<String>, value: Located<String>) {
    self.name = name
    self.value = value
  }
}

/// The existing workflow that publishes an image.
public struct BuiltBy: Sendable {
  /// The workflow's file name or its `name:`.
  public var workflow: Located<String>
  /// The tag that it moves.
  public var tag: Located<String>
  /// The workflow's file name, without its folder; as stated until the repository has been read.
  public var file: String
  /// The workflow's `name:`, by which `workflow_run` finds it; likewise.
  public var name: String
  /// How many hops of `workflow_run` lead to the workflow, at most; 0 for one that none starts.
  public var hops = 0

  /// Creates the link.
  public init(workflow: Located<String>, tag: Located<String>) {
    self.workflow = workflow
    self.tag = tag
    file = workflow.value
    name = workflow.value
  }
}

/// What is written into a generated job as it stands in the manifest.
public struct JobExtras: Sendable {
  /// Build secrets: id -> the secret's name in the repository.
  public var secrets: [(id: Located<String>, secret: Located<String>)] = []
  /// The `ssh` input of the build.
  public var ssh: Located<String>?
  /// Environment variables of the job.
  public var env: Node?
  /// Steps before the build.
  public var before: Node?
  /// Steps after the build.
  public var after: Node?
  /// Permissions beyond those that wfgen needs.
  public var permissions: [(scope: Located<String>, access: Located<String>)] = []
  /// The deployment environment.
  public var environment: Located<String>?
  /// The runner label.
  public var runner: Located<String>?

  /// Creates empty extras.
  public init() {}
}
