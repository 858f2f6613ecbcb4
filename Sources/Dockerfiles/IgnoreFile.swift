public import SourceText

/// One line of a `.dockerignore`, or one `--exclude`.
public struct IgnorePattern: Hashable, Sendable {
  /// What it matches.
  public var glob: GlobPattern
  /// Whether it takes files back in that an earlier pattern left out: `!pattern`.
  public var isException: Bool
  /// The range of the line, or of the flag.
  public var range: SourceRange

  /// The pattern as a POSIX extended regular expression; see `GlobPattern.posixERE`.
  public var posixERE: String { glob.posixERE }

  /// Reads a cleaned pattern; `nil` when it is malformed.
  ///
  /// `depth` is the number of directories above the place that the pattern is relative to.
  init?(_ pattern: [UInt8], at range: SourceRange, depth: Int = 0) {
    isException = pattern.first == ASCII.exclamation
    let body = isException ? pattern.dropFirst() : pattern[...]
    guard !body.isEmpty, let tokens = GlobParser.tokens(body, knowsDoubleStar: true) else {
      return nil
    }
    let above = Array(
      repeating: [GlobPattern.Token.star, .byte(ASCII.slash)], count: depth)
    glob = GlobPattern(tokens: above.flatMap { $0 } + tokens, description: body.text)
    self.range = range
  }

  /// Whether a path is left out: the last pattern that matches it, or a directory above it, wins.
  public static func ignores(_ path: [UInt8], by patterns: [IgnorePattern]) -> Bool {
    var isIgnored = false
    for pattern in patterns where pattern.isException == isIgnored && pattern.glob.matches(path) {
      isIgnored.toggle()
    }
    return isIgnored
  }
}

/// A `.dockerignore`: what never gets into the build context.
public struct IgnoreFile: Hashable, Sendable {
  /// The file that was read.
  public let file: SourceFile
  /// The patterns, in order.
  public let patterns: [IgnorePattern]
  /// What is wrong with it; rule `ignore-syntax`.
  public let diagnostics: [Diagnostic]

  /// Reads a file; never fails.
  public init(parsing file: SourceFile) {
    var patterns: [IgnorePattern] = []
    var diagnostics: [Diagnostic] = []
    let bytes = file.bytes
    var offset = bytes.starts(with: ASCII.byteOrderMark) ? 3 : 0
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex(of: ASCII.lineFeed) ?? bytes.count
      let line = bytes[offset..<end]
      offset = end + 1
      guard line.first != ASCII.hash else { continue }
      let content = line.trimmedRange
      guard !content.isEmpty else { continue }
      let range = SourceRange(content.lowerBound, content.upperBound)
      if let pattern = IgnorePattern(Self.cleaned(bytes[content]), at: range) {
        patterns.append(pattern)
      } else {
        let message = "'\(bytes[content].text)' is no valid pattern, so BuildKit refuses the build"
        diagnostics.append(
          Diagnostic("ignore-syntax", .error, message, at: SourceLocation(file, range)))
      }
    }
    self.file = file
    self.patterns = patterns
    self.diagnostics = diagnostics
  }

  /// Whether a file of the context never reaches the build.
  ///
  /// Each pattern is asked about the path and all directories above it. BuildKit's walk through the
  /// context asks less often, and so may leave out a file more when an exception names a directory
  /// of which an earlier pattern named only a part; to count such a file does no harm.
  public func ignores(_ path: [UInt8]) -> Bool {
    IgnorePattern.ignores(path, by: patterns)
  }

  /// Whether a file never reaches the build; for paths that are known to be UTF-8.
  public func ignores(_ path: String) -> Bool { ignores(Array(path.utf8)) }

  /// The paths, relative to the repository, where BuildKit looks for the patterns of a build.
  ///
  /// The first that exists counts; it need not hold a pattern.
  public static func candidates(dockerfile: String, context: String) -> [String] {
    let directory = ContextPath.relative(Array(context.utf8))
    let path = (directory.isEmpty ? [] : directory + [ASCII.slash]) + Array(".dockerignore".utf8)
    return [dockerfile + ".dockerignore", path.text]
  }

  /// The shortest form of a pattern: spaces, leading and trailing slashes, `.` and `..` resolved.
  private static func cleaned(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let isException = line.first == ASCII.exclamation
    let body = isException ? line.dropFirst() : line
    var pattern = Array(body[body.trimmedRange])
    if !pattern.isEmpty {
      pattern = ContextPath.clean(pattern)
      // The root stays, and matches nothing; as an exception BuildKit takes it for an empty one.
      if pattern.first == ASCII.slash, pattern.count > 1 || isException { pattern.removeFirst() }
    }
    return isException ? [ASCII.exclamation] + pattern : pattern
  }
}
