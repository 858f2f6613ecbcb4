public import SourceText

/// The content of `wfgen.yml`: policy, and what no Dockerfile can say.
public struct Manifest: Sendable {
  /// The file it was read from.
  public var file: SourceFile
  /// The repository on GitHub that alone publishes, `owner/name`.
  public var repository: Located<String>
  /// Where the images are pushed: a registry host and a path, in lower case.
  public var registry: Located<String>
  /// How the registry is reached, and how its answers are read.
  public var access: RegistryAccess
  /// Whether `repository` is what the file states; otherwise a word stands in its place.
  public var isRepositoryKnown = true
  /// Whether `registry` is what the file states. With a word in its place, references to own images
  /// cannot be told from others, so edges are missing.
  public var isRegistryKnown = true
  /// The branch that is published; `main` when not stated.
  public var branch = Manifest.defaultBranch
  /// What each generated workflow's name starts with.
  public var prefix = ""
  /// The runner label of every job that states no other.
  public var runner = Manifest.defaultRunner
  /// The platforms of every image that states no other, as `os/arch[/variant]`.
  public var platforms = [Located(Manifest.defaultPlatform, SourceRange.at(0))]
  /// How images are grouped into workflows.
  public var layout = Layout.tier
  /// Where layer caches are kept.
  public var cache = CachePolicy.registry
  /// Whether pushes start the pipeline through path filters; `nil` decides by the number of images.
  public var pushPaths: Bool?
  /// The cron line of the daily net; `nil` for none.
  public var schedule: String? = Manifest.defaultSchedule
  /// How people and CI wait for images.
  public var wait = WaitPolicy()
  /// Whether builds may use the runner's network as their own (`network: host`).
  public var hostNetwork = false
  /// Which lint rules speak.
  public var lint = LintPolicy()
  /// What a pull request does.
  public var pullRequest = PullRequestPolicy.reuse
  /// Where the values of the top-level keys stand, for what is found out later.
  public var places: [String: SourceRange] = [:]
  /// The policy classes, in the order of the file.
  public var tiers: [Tier] = []
  /// The images, in the order of the file.
  public var images: [Image] = []
  /// The tasks, in the order of the file.
  public var tasks: [TaskSpec] = []
  /// The figures that the authors expect, compared with what follows from the graph.
  public var expectations: [Expectation] = []

  /// What GitHub calls the branch of a new repository.
  public static let defaultBranch = "main"
  /// The label of GitHub's runners with a fixed release of Ubuntu.
  public static let defaultRunner = "ubuntu-24.04"
  /// What those runners build without emulation.
  public static let defaultPlatform = "linux/amd64"
  /// Once a day, away from the full hour, when hosted runners are busiest.
  public static let defaultSchedule = "17 3 * * *"

  /// Creates an otherwise empty manifest.
  public init(file: SourceFile, repository: Located<String>, registry: Located<String>) {
    self.file = file
    self.repository = repository
    self.registry = registry
    access = RegistryAccess(host: String(registry.value.prefix { $0 != "/" }))
  }

  /// The platforms of an image, where they are stated.
  public func platforms(of image: Image) -> [Located<String>] {
    image.platforms.isEmpty ? platforms : image.platforms
  }

  /// Where the value of a top-level key stands; the start of the file when it is not stated.
  public func place(of key: String) -> SourceLocation {
    SourceLocation(file, places[key] ?? SourceRange.at(0))
  }

  /// The tier of a name.
  public func tier(named name: String) -> Tier? {
    tiers.first { $0.name.value == name }
  }
}

/// How images are grouped into workflows.
public enum Layout: String, Sendable, CaseIterable {
  /// One workflow per tier.
  case tier
  /// One workflow per topological level.
  case level
  /// One workflow per image.
  case image
  /// One workflow for everything.
  case single
}

/// Where layer caches are kept.
public enum CachePolicy: String, Sendable, CaseIterable {
  /// A cache reference per image in the image's registry.
  case registry
  /// GitHub's own cache; the registry in workflows that `workflow_run` starts.
  case gha
  /// None.
  case none
}

/// What a pull request and a merge queue do.
public enum PullRequestPolicy: String, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// Tasks run in the published images.
  case reuse
  /// Affected images are built as well, without being published.
  case build
}
