internal import Generation
internal import Linting
internal import SourceText

extension FileTree {
  /// The repository as rules see it: every workflow, and whatever these name.
  ///
  /// - Parameter slug: the repository on GitHub, `owner/name`, when it is known.
  func view(slug: String?) -> RepositoryView {
    let workflows = children(of: Ownership.workflows).map { "\(Ownership.workflows)/\($0)" }
      .filter { RepositoryView.isWorkflow($0) }.compactMap { read($0) }
    return RepositoryView(
      workflows: workflows, slug: slug, read: { read($0) }, exists: { kind(of: $0) != nil },
      paths: { nil })
  }
}
