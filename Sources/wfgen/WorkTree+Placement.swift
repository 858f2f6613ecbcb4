internal import FoundationEssentials
internal import Generation
internal import SourceText

extension WorkTree {
  /// The top of the git repository that the root lies in, without links on the way; `nil` outside of
  /// any.
  var repositoryTop: String? {
    let above = sequence(first: Self.resolved(root)) { path in
      path.split(separator: "/").isEmpty ? nil : Self.parent(path)
    }
    // In a submodule and in a linked work tree it is a file.
    return above.first { FileManager.default.fileExists(atPath: $0 + "/.git") }
  }

  private static func parent(_ path: String) -> String {
    "/" + path.split(separator: "/").dropLast().joined(separator: "/")
  }

  /// The path without links and without a slash at its end.
  static func resolved(_ path: String) -> String {
    let parts = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    return "/" + parts.split(separator: "/").joined(separator: "/")
  }

  /// What is wrong with the place of the manifest: GitHub reads the workflows of the repository's
  /// root alone (docs "Workflow syntax", "About YAML syntax for workflows"), and paths in them are
  /// relative to it.
  ///
  /// - Parameters:
  ///   - manifest: the manifest at the root of these files.
  ///   - isStated: whether the caller has named the directory, and so knows where it lies.
  func misplacement(of manifest: SourceFile, isStated: Bool) -> Diagnostic? {
    let here = Self.resolved(root)
    guard let top = repositoryTop, top != here else { return nil }
    let place = here.dropFirst(top == "/" ? 1 : top.count + 1)
    return Diagnostic(
      "manifest-below-root", isStated ? .info : .error,
      "the manifest lies in '\(place)', and GitHub reads \(Ownership.workflows) at the root of the "
        + "git repository alone",
      at: SourceLocation(manifest, SourceRange.at(0)),
      help: isStated
        ? "what is generated works where '\(place)' is a repository of its own"
        : "move it there, or name the directory with -C when it becomes a repository of its own"
    )
  }
}
