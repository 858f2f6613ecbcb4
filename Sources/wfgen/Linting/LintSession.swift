internal import Generation
internal import Linting
internal import Manifest
internal import SourceText

/// One target with the rules that speak there: what is found, as its files lie or as fixes leave them.
struct LintSession {
  let target: LintTarget
  /// The rules that speak.
  let selection: RuleSelection
  /// The repository on GitHub, when it is known.
  private let slug: String?
  /// The files of the repository, when they are known.
  private let paths: [String]?

  /// Reads what the repository's manifest says about rules.
  ///
  /// - Parameter paths: the files of the repository, as far as they are known.
  ///
  /// Throws `LintSession.Unusable` when the manifest cannot be followed.
  init(
    _ target: LintTarget, _ options: RuleOptions, from files: some FileTree, paths: [String]
  ) throws {
    self.target = target
    let file = files.read(RepositoryOptions.manifestPath)
    var policy = LintPolicy()
    if let file {
      let (read, problems) = Manifest.lintPolicy(of: file)
      let unusable = problems + read.unknownNames(in: file)
      guard unusable.isEmpty else { throw Unusable(findings: unusable, tree: target.tree) }
      policy = read
    }
    selection = try options.selection(policy)
    if let manifest = file.flatMap({ Manifest.read($0).manifest }), manifest.isRepositoryKnown {
      slug = manifest.repository.value
    } else {
      slug = GitDirectory(of: target.tree.root)?.remote.flatMap(
        ManifestProposal.repository(ofRemote:))
    }
    self.paths = target.workflow == nil ? paths : nil
  }

  /// A manifest that says about rules what nobody can follow.
  struct Unusable: Error {
    let findings: [Diagnostic]
    let tree: WorkTree
  }

  /// What is found in files, of what was asked for.
  func findings(in files: some FileTree) async -> [Diagnostic] {
    await lintConcurrently(view(of: files), rules: selection.rules).filter {
      target.shows($0.location.file.name)
    }
  }

  private func view(of files: some FileTree) -> RepositoryView {
    guard let path = target.workflow else {
      var view = files.view(slug: slug, paths: paths)
      view.actions = target.actions
      return view
    }
    return RepositoryView(
      workflows: [files.read(path)].compactMap(\.self), slug: slug, read: { files.read($0) },
      exists: { files.kind(of: $0) != nil })
  }
}

extension WorkTree {
  /// The paths of all files that a commit would hold; all files where git does not answer, or
  /// ignores the directory as a whole.
  func ownPaths() async -> [String] {
    if Git.isMarked(root), let paths = try? await Git(directory: root).presentPaths(),
      !paths.isEmpty
    {
      return paths.sorted()
    }
    return allPaths(below: ".").sorted()
  }

  private func allPaths(below directory: String) -> [String] {
    children(of: directory).flatMap { name -> [String] in
      let path = directory == "." ? name : "\(directory)/\(name)"
      switch kind(of: path) {
      case .directory?: return name == ".git" ? [] : allPaths(below: path)
      case .file?, .link?: return [path]
      case .special?, nil: return []
      }
    }
  }
}

extension Git {
  /// The paths that are tracked or could be, without those that lie there no more.
  fileprivate func presentPaths() async throws -> [String] {
    async let committed = committedPaths(at: ["."])
    async let deleted = output(["ls-files", "-z", "--deleted"])
    let gone = Set(
      try await deleted.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    return try await committed.filter { !gone.contains($0) }
  }
}
