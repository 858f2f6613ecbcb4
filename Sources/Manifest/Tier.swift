public import BuildGraph

/// A policy class of images: time-outs, clean-up and width. Not a topological level.
public struct Tier: Sendable {
  /// The name by which images refer to it.
  public var name: Located<String>
  /// The name of its workflow, without the prefix.
  public var title: String
  /// The time limit of a build job in minutes, 1–360; computed from its steps when not stated.
  public var jobTimeout: Located<Int>?
  /// The time limit of the build step in minutes, 1–360, when it is stated.
  public var statedBuildTimeout: Located<Int>?
  /// When and how disk space is freed.
  public var cleanup = Cleanup.none
  /// How many images of one level build at the same time; `nil` for all.
  public var maxParallel: Located<Int>?
  /// The free disk space in GB below which the clean-up acts and the build is warned about.
  public var minimumFreeDisk = Tier.defaultMinimumFreeDisk
  /// The images of a group share one cache reference; `nil` gives each its own.
  public var cacheGroup: Located<String>?
  /// What its workflow does when a person has started the run before it.
  public var afterManualUpstream = PipelineData.Task.AfterManualUpstream.run

  /// The time limit of the build step in minutes, 1–360.
  public var buildTimeout: Int { statedBuildTimeout?.value ?? Tier.defaultBuildTimeout }

  /// The time limits that a job or a step may have, in minutes: docs "Actions limits", six hours.
  public static let timeouts = 1...360
  /// How many images of a level may be built at once; GitHub makes no more jobs of one matrix.
  public static let widths = 1...256
  /// How much disk space may be asked for, in GB.
  public static let diskSizes = 1...1000
  /// Half of what GitHub gives a job by default is a generous limit for one image.
  public static let defaultBuildTimeout = 60
  /// What a hosted runner's documented 14 GB leave when a large base has been pulled.
  public static let defaultMinimumFreeDisk = 10

  /// Creates a tier with the default policy.
  public init(name: Located<String>, title: String) {
    self.name = name
    self.title = title
  }
}

/// What is removed from a runner's disk when space is short.
public enum Cleanup: String, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// Stopped containers, images without a name and build cache that nothing uses.
  case prune
  /// The same, and volumes without a name that nothing uses; tagged images stay.
  case pruneAll = "prune-all"
  /// The SDKs that hosted runners bring along, then as `prune`.
  case freeDisk = "free-disk"

  /// A policy by its name or one of its older words: `basic` and `standard` free the same, and
  /// `conservative` frees volumes too and still no tagged image.
  public init?(word: String) {
    switch word {
    case "basic", "standard": self = .prune
    case "conservative": self = .pruneAll
    default: self.init(rawValue: word)
    }
  }

  /// Every accepted word.
  public static let words = allCases.map(\.rawValue) + ["basic", "standard", "conservative"]
}
