extension PipelineData {
  /// A pattern over paths in both forms: for awk and for Swift.
  public struct PathPattern: Equatable, Sendable {
    /// An anchored POSIX extended regular expression over git-quoted paths from the root.
    ///
    /// No intervals, since older awks have none, no alternation outside of parentheses, and no
    /// tab or line break.
    public var expression: String
    /// The same question about the unquoted bytes of a path from the root.
    public var matches: @Sendable ([UInt8]) -> Bool
    /// The directory that all matches lie in, as far as it is free of wildcards; empty for the root.
    public var directory: [UInt8]

    /// Creates a pattern; both forms must give the same answer about every path.
    public init(
      _ expression: String, in directory: [UInt8] = [],
      matches: @escaping @Sendable ([UInt8]) -> Bool
    ) {
      self.expression = expression
      self.directory = directory
      self.matches = matches
    }

    /// By expression: it says all that the function does.
    public static func == (left: PathPattern, right: PathPattern) -> Bool {
      left.expression == right.expression
    }
  }

  /// A rule of an ignore file.
  public struct IgnoreRule: Equatable, Sendable {
    /// Whether what it matches is left out; otherwise it is taken back in.
    public var excludes: Bool
    /// What it matches.
    public var pattern: PathPattern

    /// Creates a rule.
    public init(excludes: Bool, _ pattern: PathPattern) {
      self.excludes = excludes
      self.pattern = pattern
    }
  }

  /// Some of the files of a commit: those that a path or glob matches, less the ignored ones.
  ///
  /// A link or submodule in place of a directory above a path, or above what a glob can match, is
  /// one of them too: it decides what is there.
  public struct FileSet: Equatable, Sendable {
    /// Paths from the root, unquoted: each stands for itself and everything beneath. An empty path
    /// stands for all files.
    public var paths: [[UInt8]]
    /// Patterns; each also matches what is beneath a directory that it matches.
    public var globs: [PathPattern]
    /// Ignore lists; in each, the last rule that matches decides, and without one the file is in.
    /// A file is in the set when it is in by all lists.
    public var ignore: [[IgnoreRule]]
    /// The symbolic links that were followed when the sets were made, with the object ids that
    /// their targets have as blobs. What they lead to is in other sets.
    public var links: [[UInt8]: String]
    /// Whether the build follows a link that stands at a path, or that a glob matches by itself.
    public var followsLinks: Bool

    /// Creates a file set.
    public init(
      paths: [[UInt8]] = [], globs: [PathPattern] = [], ignore: [[IgnoreRule]] = [],
      links: [[UInt8]: String] = [:], followsLinks: Bool = true
    ) {
      self.paths = paths
      self.globs = globs
      self.ignore = ignore
      self.links = links
      self.followsLinks = followsLinks
    }

    /// Creates a file set from paths as text.
    public init(
      paths: [String], globs: [PathPattern] = [], ignore: [[IgnoreRule]] = []
    ) {
      self.init(paths: paths.map { Array($0.utf8) }, globs: globs, ignore: ignore)
    }

    /// Whether no ignore list leaves the path out.
    func keeps(_ path: [UInt8]) -> Bool {
      ignore.allSatisfy { rules in
        rules.last { $0.pattern.matches(path) }.map { !$0.excludes } ?? true
      }
    }
  }
}
