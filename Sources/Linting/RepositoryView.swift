public import SourceText

/// What rules may see of a repository: its workflows, and its other files on demand.
///
/// Rules read no disk themselves; whoever calls `lint` says where files come from.
public struct RepositoryView: Sendable {
  /// The workflow files, named by their path from the root of the repository.
  public var workflows: [SourceFile]
  /// Directories of actions to look at that no workflow uses.
  public var actions: [String] = []
  /// Its owner and name on GitHub, as in `acme/images`; `nil` when they are not known.
  public var slug: String?
  /// Reads the file at a path from the root of the repository; `nil` when there is none.
  public var read: @Sendable (String) -> SourceFile?
  /// Whether there is a file or a directory at a path from the root of the repository.
  public var exists: @Sendable (String) -> Bool
  /// The paths of all files that belong to the repository, sorted; `nil` when they are not known.
  ///
  /// Files that Git ignores are none of them.
  public var paths: @Sendable () -> [String]?

  /// Creates a view.
  public init(
    workflows: [SourceFile], slug: String? = nil,
    read: @escaping @Sendable (String) -> SourceFile?,
    exists: @escaping @Sendable (String) -> Bool,
    paths: @escaping @Sendable () -> [String]? = { nil }
  ) {
    self.workflows = workflows
    self.slug = slug
    self.read = read
    self.exists = exists
    self.paths = paths
  }

  /// Creates a view of files that are all at hand; those in `.github/workflows` are its workflows.
  public init(files: [SourceFile], slug: String? = nil) {
    let byPath = Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.init(
      workflows: files.filter { RepositoryView.isWorkflow($0.name) }, slug: slug,
      read: { byPath[$0] },
      exists: { path in byPath.keys.contains { $0 == path || $0.hasPrefix(path + "/") } },
      paths: { byPath.keys.sorted() })
  }

  /// Whether GitHub takes the file at a path for a workflow.
  ///
  /// Only files directly in `.github/workflows` that end in `.yml` or `.yaml` are workflows.
  public static func isWorkflow(_ path: String) -> Bool {
    let directory = ".github/workflows/"
    guard path.hasPrefix(directory), path.hasSuffix(".yml") || path.hasSuffix(".yaml") else {
      return false
    }
    return !path.dropFirst(directory.count).contains("/")
  }
}
