import Workflows
import YAML

/// Which pushes a `push` trigger listens to.
struct PushFilter {
  private let branches: [String]?
  private let ignoredBranches: [String]?
  private let tags: [String]?
  private let ignoredTags: [String]?
  private let paths: [String]?
  private let ignoredPaths: [String]?

  init(_ trigger: Trigger) {
    func list(_ key: String) -> [String]? { trigger.options?[key].map(\.listedTexts) }
    branches = list("branches")
    ignoredBranches = list("branches-ignore")
    tags = list("tags")
    ignoredTags = list("tags-ignore")
    paths = list("paths")
    ignoredPaths = list("paths-ignore")
  }

  /// Whether pushes of every branch start it.
  var isOpen: Bool { takesBranches && branches == nil && ignoredBranches == nil }

  /// Whether pushes of branches start it: not when only tags are named.
  var takesBranches: Bool {
    branches != nil || ignoredBranches != nil || (tags == nil && ignoredTags == nil)
  }

  /// Whether pushes of tags start it: not when only branches are named.
  var takesTags: Bool {
    tags != nil || ignoredTags != nil || (branches == nil && ignoredBranches == nil)
  }

  /// The branches when each is named in full, and the patterns when some are not; `nil` for all.
  var branchPatterns: [String]? { takesBranches ? branches : [] }

  /// The patterns of the tags; `nil` for all.
  var tagPatterns: [String]? { takesTags ? tags : [] }

  /// Whether a push of a branch passes, its paths aside.
  func takes(branch: String) -> Bool {
    guard takesBranches else { return false }
    if let branches { return PathFilter(branches).matches(branch) }
    return !(ignoredBranches.map { PathFilter($0).matches(branch) } ?? false)
  }

  /// Whether one push of a branch can start both: a branch and a file that both take.
  ///
  /// - Parameter files: The files of the repository; `nil` when they are not known, and then the
  ///   patterns themselves are tried.
  func overlaps(_ other: PushFilter, files: () -> [String]?) -> Bool {
    guard takesBranches, other.takesBranches else { return false }
    let names = ["main", "master"] + Self.samples((branches ?? []) + (other.branches ?? []))
    guard names.contains(where: { takes(branch: $0) && other.takes(branch: $0) }) else {
      return false
    }
    if hasNoPaths || other.hasNoPaths { return true }
    let patterns = Self.samples((paths ?? []) + (other.paths ?? []))
    let (mine, others) = (pathFilters, other.pathFilters)
    func areBothTaken(_ path: String) -> Bool { mine.take(path) && others.take(path) }
    if patterns.contains(where: areBothTaken) { return true }
    return files()?.contains(where: areBothTaken) ?? false
  }

  private var hasNoPaths: Bool { paths == nil && ignoredPaths == nil }

  private var pathFilters: Paths {
    Paths(taken: paths.map { PathFilter($0) }, ignored: ignoredPaths.map { PathFilter($0) })
  }

  /// Filters read once for many files.
  private struct Paths {
    var taken: PathFilter?
    var ignored: PathFilter?

    func take(_ path: String) -> Bool {
      taken?.matches(path) ?? !(ignored?.matches(path) ?? false)
    }
  }

  /// A name that each of some patterns matches, for those without classes and escapes.
  private static func samples(_ patterns: [String]) -> [String] {
    patterns.filter { pattern in
      !pattern.hasPrefix("!") && !pattern.contains { "[]\\?+".contains($0) }
    }.map { pattern in
      pattern.split(separator: "*", omittingEmptySubsequences: false).filter { !$0.isEmpty }
        .joined(separator: "x") + (pattern.hasSuffix("*") ? "x" : "")
    }
  }
}

extension Node {
  /// The texts of a list, or the one text in the place of a list.
  var listedTexts: [String] {
    kind == .sequence ? items.compactMap(\.text) : text.map { [$0] } ?? []
  }
}
