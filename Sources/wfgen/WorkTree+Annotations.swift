extension WorkTree {
  /// What stands in front of the tree's paths in an annotation: empty, or a directory and `/`.
  ///
  /// GitHub shows an annotation at a path that begins at the top of the repository. That is where git
  /// says that it is, wherever in the workspace the repository was checked out; without git, it is
  /// the workspace, the runner's `GITHUB_WORKSPACE`.
  func annotationPrefix(_ environment: [String: String]) -> String {
    let here = Self.resolved(root)
    let top =
      repositoryTop ?? environment["GITHUB_WORKSPACE"].map(Self.resolved) ?? here
    let start = top.hasSuffix("/") ? top : top + "/"
    return here.hasPrefix(start) ? here.dropFirst(start.count) + "/" : ""
  }
}
