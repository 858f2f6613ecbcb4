/// The patterns of `paths:` and `branches:`.
public struct PathFilter: Sendable {
  private let patterns: [(isNegative: Bool, pattern: String)]

  /// GitHub compares no more than the first changed files of a push with the patterns.
  public static let comparedFiles = 300

  /// Patterns in the order of the file; the last that matches a path decides.
  public init(_ patterns: [String]) throws {
    self.patterns = try patterns.map { pattern in
      if let sign = pattern.first(where: { "?+[]\\".contains($0) }) {
        throw Unsupported("'\(sign)' in the pattern '\(pattern)'")
      }
      return pattern.hasPrefix("!") ? (true, String(pattern.dropFirst())) : (false, pattern)
    }
  }

  /// Whether one of the changed files is meant.
  public func matches(anyOf files: [String]) -> Bool {
    files.prefix(Self.comparedFiles).contains(where: matches)
  }

  /// Whether a path, or the name of a branch, is meant.
  public func matches(_ path: String) -> Bool {
    let last = patterns.last { Self.match($0.pattern[...], path[...]) }
    return last.map { !$0.isNegative } ?? false
  }

  /// `*` stands for anything without a slash, `**` for anything, `**/` also for nothing.
  private static func match(_ pattern: Substring, _ path: Substring) -> Bool {
    if pattern.hasPrefix("**") {
      let rest = pattern.dropFirst(2)
      if rest.hasPrefix("/"), match(rest.dropFirst(), path) { return true }
      return path.indices.contains { match(rest, path[$0...]) } || match(rest, "")
    }
    guard let sign = pattern.first else { return path.isEmpty }
    if sign == "*" {
      if match(pattern.dropFirst(), path) { return true }
      guard let next = path.first, next != "/" else { return false }
      return match(pattern, path.dropFirst())
    }
    return path.first == sign && match(pattern.dropFirst(), path.dropFirst())
  }
}
