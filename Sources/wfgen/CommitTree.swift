internal import BuildGraph
internal import Generation
internal import Manifest
internal import SourceText

/// The files of a commit that decide what is built: the manifest, Dockerfiles, ignore files and
/// workflows. Of all others only the names are known, and of symbolic links what they say.
struct CommitTree: FileTree {
  private let entries: [String: TreeEntry]
  private let names: [String: Set<String>]
  private var contents: [String: [UInt8]] = [:]
  private var targets: [String: String] = [:]

  init(_ entries: [TreeEntry]) {
    var files: [String: TreeEntry] = [:]
    var names: [String: Set<String>] = [:]
    for entry in entries {
      let path = String(decoding: entry.path, as: UTF8.self)
      files[path] = entry
      var directory = "."
      for part in path.split(separator: "/") {
        names[directory, default: []].insert(String(part))
        directory = RepositoryPath.join(directory, String(part))
      }
    }
    self.entries = files
    self.names = names
  }

  /// The paths of all files, sorted.
  var paths: [String] { entries.keys.sorted() }

  func read(_ path: String) -> SourceFile? {
    contents[path].map { SourceFile(name: path, bytes: $0) }
  }

  func kind(of path: String) -> FileKind? {
    switch entries[path]?.mode {
    case "120000"?: return .link
    case "160000"?: return .directory
    case nil: break
    default: return .file
    }
    return names[path] == nil ? nil : .directory
  }

  func target(of path: String) -> String? { targets[path] }

  /// Whether a path is a repository of its own, whose files the commit does not list.
  func isSubmodule(_ path: String) -> Bool { entries[path]?.mode == "160000" }

  func children(of path: String) -> [String] {
    (names[path] ?? []).sorted()
  }

  /// Has git give the content of files; those that are not there are passed over.
  mutating func fetch(_ paths: some Sequence<String>, from git: Git) async throws {
    let wanted = Set(paths).filter { entries[$0] != nil }.sorted()
    let blobs = try await git.blobs(wanted.compactMap { entries[$0]?.id })
    for (path, blob) in zip(wanted, blobs) { contents[path] = blob }
  }

  /// Has git say where the symbolic links lead.
  mutating func fetchTargets(from git: Git) async throws {
    let links = entries.filter { $1.mode == "120000" }.sorted { $0.key < $1.key }
    let blobs = try await git.blobs(links.map(\.value.id))
    for (link, blob) in zip(links, blobs) {
      targets[link.key] = String(decoding: blob, as: UTF8.self)
    }
  }
}

extension Git {
  /// The content tags that the images of a commit have, by its own manifest and Dockerfiles; none
  /// when it has no manifest that could be worked with.
  func tagsOfImages(in entries: [TreeEntry]) async throws -> [String: ContentTag] {
    guard let project = try await project(in: entries)?.project,
      project.manifest.isRegistryKnown
    else { return [:] }
    return (try? contentTags(of: Pipeline(project).data(), in: entries)) ?? [:]
  }

  /// A commit's own manifest and Dockerfiles.
  struct CommittedProject {
    /// The files that were read.
    var tree: CommitTree
    /// The project; `nil` when its manifest cannot be read.
    var project: Project?
    /// Every problem, sorted.
    var problems: [Diagnostic]
  }

  /// Reads the manifest of a commit and the Dockerfiles that it names; `nil` when it has none.
  ///
  /// - Parameter others: further files to read.
  func project(
    in entries: [TreeEntry], alsoReading others: [String] = []
  ) async throws -> CommittedProject? {
    var tree = CommitTree(entries)
    try await tree.fetch([RepositoryOptions.manifestPath] + others, from: self)
    guard let file = tree.read(RepositoryOptions.manifestPath) else { return nil }
    let (manifest, problems) = Manifest.read(file)
    guard let manifest else {
      return CommittedProject(tree: tree, project: nil, problems: problems.sorted())
    }
    let workflows = tree.children(of: Ownership.workflows).map { "\(Ownership.workflows)/\($0)" }
    try await tree.fetchTargets(from: self)
    let files = manifest.images.flatMap { image -> [String] in
      let context = image.context.value
      let path = image.dockerfile?.value ?? RepositoryPath.join(context, "Dockerfile")
      let places = IgnorePlace.all(dockerfile: path, context: context, in: tree)
      return [path] + places.map(\.path)
    }
    try await tree.fetch(workflows + files, from: self)
    let project = Project(manifest, in: tree)
    return CommittedProject(
      tree: tree, project: project, problems: (problems + project.diagnostics).sorted())
  }
}
