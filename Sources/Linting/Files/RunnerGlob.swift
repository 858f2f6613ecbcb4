import Dockerfiles

/// Patterns as `hashFiles` and many actions take them: those of the `@actions/glob` package, from
/// the directory in which a job starts. A pattern that matches a directory means all files in it.
struct RunnerGlob: Sendable {
  private let patterns: [(glob: GlobPattern, isNegative: Bool)]

  /// Reads patterns, in order; `nil` when what they match cannot be told.
  init?(_ texts: [String]) {
    var patterns: [(GlobPattern, Bool)] = []
    for text in texts {
      let isNegative = text.hasPrefix("!")
      let body = String(text.dropFirst(isNegative ? 1 : 0))
      guard let path = RepositoryPath.join("", body), PartialText(pattern: path).isKnown,
        !body.contains("\\"), !body.contains("]"),
        path.split(separator: "/").allSatisfy({ $0 == "**" || !$0.contains("**") })
      else { return nil }
      patterns.append((GlobPattern(copyingParents: Array(path.utf8)), isNegative))
    }
    guard patterns.contains(where: { !$0.1 }) else { return nil }
    self.patterns = patterns.map { ($0.0, $0.1) }
  }

  /// Whether it is certain that no file matches.
  func matchesNothing(in files: RepositoryFiles) -> Bool {
    for (glob, isNegative) in patterns where !isNegative {
      let start = String(decoding: glob.literalPrefix, as: UTF8.self)
      // A submodule or a link may hold what is not known here.
      let directory = start.lastIndex(of: "/").map { String(start[..<$0]) } ?? ""
      guard glob.isLiteral ? !files.mayHave(start) : files.isComparable(directory + "/") else {
        return false
      }
      let isFound = files.files(startingWith: start).contains { path in
        glob.matches(path) && (patterns.last { $0.glob.matches(path) }?.isNegative == false)
      }
      if isFound { return false }
    }
    return true
  }
}
