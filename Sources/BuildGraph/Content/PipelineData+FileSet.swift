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

    /// Creates a pattern; both forms must give the same answer about every path.
    public init(_ expression: String, matches: @escaping @Sendable ([UInt8]) -> Bool) {
      self.expression = expression
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
  public struct FileSet: Equatable, Sendable {
    /// Paths from the root, unquoted: each stands for itself and everything beneath. An empty path
    /// stands for all files.
    public var paths: [[UInt8]]
    /// Patterns; each also matches what is beneath a directory that it matches.
    public var globs: [PathPattern]
    /// Ignore lists; in each, the last rule that matches decides, and without one the file is in.
    /// A file is in the set when it is in by all lists.
    public var ignore: [[IgnoreRule]]

    /// Creates a file set.
    public init(
      paths: [[UInt8]] = [], globs: [PathPattern] = [], ignore: [[IgnoreRule]] = []
    ) {
      self.paths = paths
      self.globs = globs
      self.ignore = ignore
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
