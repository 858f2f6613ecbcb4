public import SourceText

/// What one build of one target of a Dockerfile uses.
///
/// Stages that the target does not reach do not count: BuildKit skips them.
public struct Resolution: Hashable, Sendable {
  /// An image from outside the file.
  public struct Reference: Hashable, Sendable {
    /// The instruction that names it.
    public enum Kind: String, Hashable, Sendable {
      /// A FROM.
      case from
      /// A `COPY --from=`.
      case copy
      /// A `RUN --mount=…,from=`.
      case mount
    }

    /// The instruction that names it.
    public var kind: Kind
    /// The name after expansion.
    public var value: Resolved<String>
    /// The name as it is written.
    public var text: String
    /// The exact range of the name.
    public var location: SourceLocation
    /// The index of the stage that uses it.
    public var stage: Int
    /// The global argument that alone is the name, so that a build argument can replace it whole.
    public var argument: String?
    /// Whether that argument is read anywhere else in the build.
    public var argumentHasOtherUses: Bool
    /// The arguments whose default values went into the name.
    public var defaults: [String]
    /// Whether the final stage is built on it, directly or through other stages.
    public var isFinalBase: Bool
    /// The value of `--platform`; `nil` for the platform that is built.
    public var platform: Resolved<String>?

    /// Whether a default in the file decided the name, so that a build argument may change it.
    public var fromDefault: Bool { !defaults.isEmpty }
    /// The name read as an image reference; `nil` when it is unknown or no valid reference.
    public var image: ImageReference? { value.value.flatMap { ImageReference($0) } }
  }

  /// Files of the build context.
  public struct Input: Hashable, Sendable {
    /// How the files get into the build.
    public enum Kind: String, Hashable, Sendable {
      /// A COPY.
      case copy
      /// An ADD.
      case add
      /// A `RUN --mount=type=bind`.
      case bind
    }

    /// How the files get into the build.
    public var kind: Kind
    /// Which files, relative to the root of the context.
    public var pattern: Resolved<GlobPattern>
    /// The directory that an unknown pattern looks in, as far as it is written out before the
    /// missing variable; everything when it is the variable that a source starts with.
    public var directory = GlobPattern(path: [])
    /// How many directories of the pattern the builder follows symbolic links in, from the root of
    /// the context on; `nil` for the whole of it. `COPY --parents` follows what is before `/./` alone.
    public var linkDepth: Int?
    /// What `--exclude` leaves out again, in order.
    public var excludes: [IgnorePattern]
    /// Whether its instruction names no other source.
    public var isOnlySource = true
    /// The source as it is written.
    public var text: String
    /// The exact range of the source.
    public var location: SourceLocation
    /// The index of the stage that uses it.
    public var stage: Int

    /// Whether the build reads a file of the context; `nil` when the pattern is unknown.
    public func contains(_ path: [UInt8]) -> Bool? {
      guard let pattern = pattern.value else { return nil }
      guard pattern.matches(path) else { return false }
      return !IgnorePattern.ignores(path, by: excludes)
    }
  }

  /// Something that an ADD takes from the network.
  public struct Download: Hashable, Sendable {
    /// The address after expansion.
    public var address: Resolved<String>
    /// Whether it is a git repository.
    public var isRepository: Bool
    /// The exact range of the source.
    public var location: SourceLocation
  }

  /// The external images, in the order of the file.
  public var references: [Reference] = []
  /// The files of the context, in the order of the file.
  public var inputs: [Input] = []
  /// What comes from the network, in the order of the file.
  public var downloads: [Download] = []
  /// The secrets and SSH agents that a RUN cannot do without, in the order of the file.
  public var requirements: [Requirement] = []
  /// The index of the stage that is built; `nil` when there is none.
  public var target: Int?
  /// The indices of the stages that are built, in order.
  public var stages: [Int] = []
  /// The arguments that can change this build: those that its stages declare, and those that
  /// their FROM lines read, directly or through the defaults of others.
  public var usedArguments: Set<String> = []
  /// What the image hands to images that are built on it.
  public var product = BaseImage()
  /// What is wrong with this build; errors are what BuildKit refuses.
  ///
  /// Rules: `unknown-target`, `undefined-stage`, `blank-base`, `invalid-reference`,
  /// `argument-required`, `invalid-expansion`, `undeclared-argument`, `stage-case`,
  /// `stage-order` and `remote-copy-source`.
  public var diagnostics: [Diagnostic] = []
}

/// What an image hands to the images that are built on it.
public struct BaseImage: Hashable, Sendable {
  /// An instruction that an ONBUILD left to the children.
  public struct Trigger: Hashable, Sendable {
    /// The file that it stands in.
    public var file: SourceFile
    /// The instruction.
    public var instruction: Instruction
  }

  /// The variables that its ENV instructions set.
  public var environment: [String: Resolved<String>] = [:]
  /// Whether `environment` holds every variable; `false` when an unread base may set more.
  public var isComplete = false
  /// What its ONBUILD instructions leave to the children, in order.
  public var triggers: [Trigger] = []

  /// Creates what is known of an image about which nothing is known.
  public init() {}
}
