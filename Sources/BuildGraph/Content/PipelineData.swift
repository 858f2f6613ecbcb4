/// Everything that generated workflows know about a repository's images: `.github/wfgen/images.json`.
///
/// The scripts read it as JSON; the same values feed `contentTags(of:in:)` and `decide(_:)`, so
/// both sides work on one description.
public struct PipelineData: Equatable, Sendable {
  /// The GitHub repository, `owner/name`, that publishes.
  public var repository: String
  /// The branch that is built.
  public var branch: String
  /// The registry of the images.
  public var registry: Registry
  /// The generated workflows, in the order in which they are to be shown.
  public var stages: [Stage]
  /// File sets, each shared by all images that take the same files.
  public var files: [FileSet]
  /// The images, parents before children.
  public var images: [Image]
  /// What uses images.
  public var tasks: [Task]
  /// What runs for pull requests do; `nil` where there are none.
  public var pullRequest: PullRequest?

  /// Creates a description.
  public init(
    repository: String, branch: String, registry: Registry = Registry(host: ""),
    stages: [Stage] = [], files: [FileSet] = [], images: [Image] = [], tasks: [Task] = []
  ) {
    self.repository = repository
    self.branch = branch
    self.registry = registry
    self.stages = stages
    self.files = files
    self.images = images
    self.tasks = tasks
  }

  /// The image of a name.
  public func image(named name: String) -> Image? { images.first { $0.name == name } }

  /// The stage of a name.
  public func stage(named name: String) -> Stage? { stages.first { $0.name == name } }

  /// One generated workflow.
  public struct Stage: Equatable, Sendable {
    /// The name that images and tasks refer to.
    public var name: String
    /// The workflow's file name, without its folder.
    public var workflow: String
    /// The workflow's name as GitHub shows it.
    public var title: String
    /// The names of the stages whose completion starts this one.
    public var upstream: [String]
    /// The jobs that build, in the order in which they are to be shown.
    public var jobs: [Job]

    /// Creates a stage.
    public init(
      name: String, workflow: String, title: String, upstream: [String] = [], jobs: [Job] = []
    ) {
      self.name = name
      self.workflow = workflow
      self.title = title
      self.upstream = upstream
      self.jobs = jobs
    }
  }

  /// One job that builds images, as a matrix.
  public struct Job: Equatable, Sendable {
    /// The job's id.
    public var id: String
    /// The images it may build, in the order in which they are to be started.
    public var images: [String]

    /// Creates a job.
    public init(id: String, images: [String]) {
      self.id = id
      self.images = images
    }
  }

  /// One image.
  public struct Image: Equatable, Sendable {
    /// The name, unique among the images; no white space.
    public var name: String
    /// The name of the stage that builds it.
    public var stage: String
    /// The topological depth: more than that of every parent.
    public var level: Int
    /// Where it is published: lower case, with the registry's host, without a tag.
    public var repository: String
    /// The mutable tags that follow the branch; the first is the one that people use.
    public var tags: [String]
    /// The path of the Dockerfile from the root of the repository.
    public var dockerfile: String
    /// The path of the build context from the root of the repository, `.` for the root.
    public var context: String
    /// The target stage; empty for the last one.
    public var target: String
    /// The platforms, comma-separated as docker takes them.
    public var platforms: String
    /// The build arguments that count as content, `NAME=value`.
    public var arguments: [String]
    /// The names of build arguments whose values do not count as content.
    public var volatile: [String]
    /// The part of the content recipe that does not depend on the commit: lines without line breaks.
    public var recipe: [String]
    /// Indices of the file sets that its build reads.
    public var files: [Int]
    /// The places of ignore files that were looked at when the file sets were made: paths from the
    /// root, unquoted, each with the object ids that what stood there may have; none for nothing.
    public var ignoreFiles: [[UInt8]: [String]]
    /// The SHA-256 of the Dockerfile's structure, in hexadecimal.
    public var structure: String
    /// What its build takes from other images.
    public var parents: [Parent]
    /// The index in `parents` of the final `FROM`; `nil` when it is `scratch` or unknown.
    public var base: Int?
    /// The values of `cache-from`.
    public var cacheFrom: [String]
    /// The values of `cache-to`.
    public var cacheTo: [String]
    /// The whole GB of disk without which a build is not begun; `nil` when nobody says.
    public var disk: Int?

    /// Creates an image; its recipe follows from target, platforms and arguments.
    public init(
      name: String, stage: String, level: Int, repository: String, tags: [String] = ["latest"],
      dockerfile: String, context: String = ".", target: String = "",
      platforms: String = "linux/amd64", arguments: [String] = [], volatile: [String] = [],
      files: [Int] = [], ignoreFiles: [[UInt8]: [String]] = [:], structure: String = "",
      parents: [Parent] = [], base: Int? = nil, cacheFrom: [String] = [], cacheTo: [String] = [],
      disk: Int? = nil
    ) {
      self.name = name
      self.stage = stage
      self.level = level
      self.repository = repository
      self.tags = tags
      self.dockerfile = dockerfile
      self.context = context
      self.target = target
      self.platforms = platforms
      self.arguments = arguments
      self.volatile = volatile
      self.recipe = contentRecipe(target: target, platforms: platforms, arguments: arguments)
      self.files = files
      self.ignoreFiles = ignoreFiles
      self.structure = structure
      self.parents = parents
      self.base = base
      self.cacheFrom = cacheFrom
      self.cacheTo = cacheTo
      self.disk = disk
    }

    /// The reference by which people and published parents name it; `nil` without mutable tags.
    public var published: String? { tags.first.map { "\(repository):\($0)" } }
  }

  /// Something that uses an image.
  public struct Task: Equatable, Sendable {
    /// What happens after an upstream that a person started.
    public enum AfterManualUpstream: String, Sendable, CaseIterable { case run, skip }
    /// What a push does while the image of its commit is missing.
    public enum OnPush: String, Sendable, CaseIterable {
      /// Waits for the image.
      case wait
      /// Runs at once, on the previous image.
      case atOnce = "at-once"
    }
    /// What happens when the image is missing and nothing that builds it is running.
    public enum UpstreamFailed: String, Sendable, CaseIterable {
      /// Runs nothing.
      case skip
      /// Runs on the previous image.
      case usePrevious = "use-previous"
    }

    /// An image that an existing workflow publishes.
    public struct Foreign: Equatable, Sendable {
      /// Its repository, without a tag.
      public var repository: String
      /// The reference that the workflow moves.
      public var reference: String
      /// The workflow's file name, without its folder.
      public var workflow: String

      /// Creates a description of the image.
      public init(repository: String, reference: String, workflow: String) {
        self.repository = repository
        self.reference = reference
        self.workflow = workflow
      }
    }

    /// The name, unique among the tasks.
    public var name: String
    /// The name of the stage that it runs in.
    public var stage: String
    /// The name of the image that it uses.
    public var image: String
    /// Where that image is when an existing workflow publishes it.
    public var foreign: Foreign?
    /// What happens after an upstream that a person started.
    public var afterManualUpstream: AfterManualUpstream
    /// What a push does while the image of its commit is missing.
    public var onPush: OnPush
    /// What happens when the image is missing and nothing that builds it is running.
    public var upstreamFailed: UpstreamFailed

    /// Creates a task.
    public init(
      name: String, stage: String, image: String, foreign: Foreign? = nil,
      afterManualUpstream: AfterManualUpstream = .run, onPush: OnPush = .wait,
      upstreamFailed: UpstreamFailed = .skip
    ) {
      self.name = name
      self.stage = stage
      self.image = image
      self.foreign = foreign
      self.afterManualUpstream = afterManualUpstream
      self.onPush = onPush
      self.upstreamFailed = upstreamFailed
    }
  }
}
