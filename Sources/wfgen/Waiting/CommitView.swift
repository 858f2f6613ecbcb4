internal import BuildGraph
internal import Generation
internal import Manifest
internal import SourceText

/// One commit: what its own manifest and Dockerfiles ask for.
struct CommitView {
  /// The commit, 40 digits.
  let commit: String
  let project: Project
  let pipeline: Pipeline
  let data: PipelineData
  /// The content tags of its images.
  let tags: [String: ContentTag]
  /// What the commit's generated data is worth.
  let generated: Generated
  /// The certificates of the authority that vouches for the registry, where the manifest states some.
  let authority: SourceFile?

  /// What the commit's generated data is worth.
  enum Generated {
    /// There is none, so no workflow builds anything.
    case missing
    /// It says the same as the manifest and the Dockerfiles.
    case current
    /// It says something else, so workflows may look for other tags.
    case different
  }

  /// Reads a commit. Prints what is wrong with its manifest, and gives `nil` when nothing can be
  /// asked because of that.
  init?(
    _ name: String, of git: Git, in tree: WorkTree, _ report: OutputOptions, _ console: Console
  ) async throws {
    commit = try await git.commit(named: name)
    let entries = try await git.entries(of: commit)
    guard let loaded = try await git.project(in: entries, alsoReading: [Self.dataPath]) else {
      throw CommandError(
        "there is no \(RepositoryOptions.manifestPath) in \(name)",
        help: "commit it, or name another commit with --ref")
    }
    let found = LoadedProject(tree: tree, project: loaded.project, problems: loaded.problems)
    guard let project = found.usable(report, console) else { return nil }
    guard !project.isPlanned else {
      throw CommandError("no image of \(name) has a Dockerfile, so nothing is built")
    }
    self.project = project
    pipeline = Pipeline(project)
    data = pipeline.data()
    do {
      tags = try contentTags(of: data, in: entries)
    } catch {
      throw CommandError("\(error)", help: "commit the file, or mend the manifest")
    }
    var tree = loaded.tree
    let certificates = project.manifest.access.authority?.value
    try await tree.fetch([certificates].compactMap(\.self), from: git)
    authority = certificates.flatMap { tree.read($0) }
    if let file = loaded.tree.read(Self.dataPath) {
      generated = file.text == data.json.document ? .current : .different
    } else {
      generated = .missing
    }
  }

  private static let dataPath = "\(Ownership.scripts)/images.json"

  /// How long images take when each is built as soon as its parents are there; `nil` when one of them
  /// states no minutes.
  func time(of images: Set<String>) -> TimeRange? {
    let ids = project.images.map(\.id).filter { images.contains($0.description) }
    let graph = project.graph.restricted(to: Set(ids))
    guard let times = BuildTimes(graph) else { return nil }
    let estimate = times.exactEdges(caps: project.caps)
    return estimate.unknown.isEmpty ? estimate.total : nil
  }
}
