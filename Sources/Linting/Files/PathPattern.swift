import Workflows
import YAML

/// A pattern of a path filter, prepared to be asked about many paths.
struct PathPattern: Sendable {
  /// The pattern as it is written.
  let text: String
  /// Whether it takes paths out again: a leading `!`.
  let isNegative: Bool
  /// What every path starts with that the pattern matches.
  private let prefix: String
  /// What every path ends with that the pattern matches.
  private let suffix: String
  /// Whether the pattern is a directory and `**`.
  private let isTree: Bool
  private let pattern: FilterPattern

  /// Reads a pattern of GitHub's filters.
  init(_ text: String) {
    self.text = text
    pattern = FilterPattern(text)
    isNegative = pattern.isNegative
    let body = isNegative ? text.dropFirst() : text[...]
    let special: (Character) -> Bool = { "*?+[]\\".contains($0) }
    var start = body.prefix { !special($0) }
    // These two concern the character before them.
    if let next = body.dropFirst(start.count).first, next == "?" || next == "+" {
      start = start.dropLast()
    }
    prefix = String(start)
    // Behind `**/` the slash need not be there.
    suffix = String(body.reversed().prefix { !special($0) }.reversed().drop { $0 == "/" })
    isTree = body == start + "**" && (start.isEmpty || start.last == "/")
  }

  /// Whether the pattern, its `!` left aside, matches a path.
  func matches(_ path: String) -> Bool {
    guard path.utf8.starts(with: prefix.utf8) else { return false }
    return isTree || (path.hasSuffix(suffix) && pattern.matches(path))
  }

  /// The files that it matches, its `!` left aside.
  func matches(in files: RepositoryFiles) -> [String] {
    files.files(startingWith: prefix).filter { isTree || matches($0) }
  }

  /// Whether it matches any file.
  func matchesAny(in files: RepositoryFiles) -> Bool {
    files.files(startingWith: prefix).contains { isTree || matches($0) }
  }

  /// The directory or file that the pattern names before its first wildcard.
  var literalStart: String { prefix }
}
