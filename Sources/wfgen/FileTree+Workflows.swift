internal import Generation
internal import Linting
internal import SourceText

extension FileTree {
  /// What GitHub takes for workflows, sorted.
  var workflowPaths: [String] {
    children(of: Ownership.workflows).map { "\(Ownership.workflows)/\($0)" }
      .filter { RepositoryView.isWorkflow($0) }
  }

  /// The repository as rules see it: every workflow, and whatever these name.
  ///
  /// - Parameters:
  ///   - slug: the repository on GitHub, `owner/name`, when it is known.
  ///   - paths: all files that belong to the repository, sorted, when they are known.
  func view(slug: String?, paths: [String]? = nil) -> RepositoryView {
    RepositoryView(
      workflows: workflowPaths.compactMap { read($0) }, slug: slug, read: { read($0) },
      exists: { kind(of: $0) != nil },
      paths: { paths })
  }
}
