internal import BuildGraph
public import Manifest
internal import SourceText

/// One generated workflow: images that are built in it, level by level, or one task.
public struct Stage: Sendable {
  /// Images that are built at the same time by the same steps: the legs of one matrix.
  public struct BuildJob: Sendable {
    /// The job's id, also the name of the plan's output that lists its legs.
    public var id: String
    /// The images, longest remaining path first.
    public var images: [ResolvedImage]
    /// The policy of all of them.
    public var tier: Tier
    /// The ids of the build jobs that end first: those of the parents, or all of the levels below.
    public var needs: [String]

    /// Creates a job.
    public init(id: String, images: [ResolvedImage], tier: Tier, needs: [String]) {
      self.id = id
      self.images = images
      self.tier = tier
      self.needs = needs
    }
  }

  /// What the stage does.
  public enum Work: Sendable {
    /// Builds and publishes images.
    case builds([BuildJob])
    /// Runs a task in an image.
    case task(TaskSpec, image: ResolvedImage)
  }

  /// What its file, its concurrency group and messages call it.
  public var id: String
  /// The workflow's `name:`.
  public var title: String
  /// What it does.
  public var work: Work
  /// The stages whose completion starts it, in the order of the chain.
  public var upstream: [String] = []
  /// The names of existing workflows whose completion starts it.
  public var foreignUpstream: [String] = []

  /// Creates a stage without upstreams.
  public init(id: String, title: String, work: Work) {
    self.id = id
    self.title = title
    self.work = work
  }

  /// The workflow of other hands that does the work; `nil` for one that wfgen writes.
  public var existing: ExistingWorkflow? {
    if case .task(let task, _) = work { task.existing } else { nil }
  }
  /// The name of the workflow file.
  public var fileName: String { existing?.file ?? "wfgen-\(id).yml" }
  /// The repository-wide group whose runs do not overlap: that of the workflow, or of a task's job.
  var concurrencyGroup: String { "wfgen-\(id)" }
  /// What of the manifest it is made for: the tier of its first image, or its task.
  var place: SourceRange {
    switch work {
    case .task(let task, _): task.name.range
    case .builds(let jobs): jobs.first?.tier.name.range ?? SourceRange.at(0)
    }
  }
  /// Whether it does not follow a run of an upstream that a person has started.
  var skipsAfterManualUpstream: Bool {
    switch work {
    case .task(let task, _): task.afterManualUpstream == .skip
    case .builds(let jobs): jobs.allSatisfy { $0.tier.afterManualUpstream == .skip }
    }
  }
  /// The build jobs; none for a task.
  public var buildJobs: [BuildJob] {
    if case .builds(let jobs) = work { jobs } else { [] }
  }
  /// The images that it builds.
  public var images: [ResolvedImage] { buildJobs.flatMap(\.images) }
  /// Whether it is the first of its chain: no generated stage starts it.
  ///
  /// A foreign workflow does not count: it need not run after a push, and one that runs for a tag or a
  /// release is not heard, for it is not of the branch.
  public var isRoot: Bool { upstream.isEmpty }
  /// Whether the completion of another workflow starts it, a generated or a foreign one.
  public var hasUpstreams: Bool { !upstream.isEmpty || !foreignUpstream.isEmpty }
}

extension [Stage] {
  /// Their titles for a sentence; of many, the first ones and a number.
  var quotedTitles: String {
    let shown = prefix(3).map { "'\($0.title)'" }
    let rest = count - shown.count
    let words = shown + (rest > 0 ? ["\(rest) more"] : [])
    guard words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
  }
}
