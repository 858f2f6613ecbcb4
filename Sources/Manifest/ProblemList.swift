internal import SourceText

/// Problems in the order in which they were found, that knows quickly which it holds.
///
/// One Dockerfile may be read for several images and platforms, and what is wrong with it is worth
/// saying once.
struct ProblemList {
  /// All problems.
  private(set) var all: [Diagnostic] = []
  private var known: Set<Diagnostic> = []

  mutating func append(_ problem: Diagnostic) {
    known.insert(problem)
    all.append(problem)
  }

  mutating func append(contentsOf problems: [Diagnostic]) {
    for problem in problems { append(problem) }
  }

  /// Leaves out a problem that has been found before.
  mutating func appendOnce(_ problem: Diagnostic) {
    if known.insert(problem).inserted { all.append(problem) }
  }
}
