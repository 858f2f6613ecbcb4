internal import FoundationEssentials
internal import Generation
internal import SourceText

extension WorkTree {
  /// The nearest git repository around the root, when the root itself is none.
  var repositoryAbove: String? {
    let manager = FileManager.default
    var candidate = root
    while true {
      // In a submodule and in a linked work tree it is a file.
      if manager.fileExists(atPath: candidate + "/.git") {
        return candidate == root ? nil : candidate
      }
      guard let slash = candidate.lastIndex(of: "/"), slash != candidate.startIndex else {
        return nil
      }
      candidate = String(candidate[..<slash])
    }
  }

  /// What is wrong with the place of the manifest: GitHub reads the workflows of the repository's
  /// root alone (docs "Workflow syntax", "About YAML syntax for workflows"), and paths in them are
  /// relative to it.
  ///
  /// - Parameters:
  ///   - manifest: the manifest at the root of these files.
  ///   - isStated: whether the caller has named the directory, and so knows where it lies.
  func misplacement(of manifest: SourceFile, isStated: Bool) -> Diagnostic? {
    guard let above = repositoryAbove else { return nil }
    let place = root.dropFirst(above.count + 1)
    return Diagnostic(
      "manifest-below-root", isStated ? .info : .error,
      "the manifest lies in '\(place)', and GitHub reads \(Ownership.workflows) at the root of the "
        + "git repository alone",
      at: SourceLocation(manifest, SourceRange.at(0)),
      help: isStated
        ? "what is generated works where '\(place)' is a repository of its own"
        : "move it to \(above), or name the directory with -C when it becomes a repository of its own"
    )
  }
}
