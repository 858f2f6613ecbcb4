import Fixtures
import FoundationEssentials
import Testing

/// A repository in git, with all of its images built.
struct ImageTree: Sendable {
  let workshop: Workshop
  let builder: Builder
  /// Parents first.
  let images: [Image]
  /// What the first commit gives.
  let tags: [String: String]
  /// The ids of the images of the first commit.
  let ids: [String: String]
  /// What is in them.
  let built: [String: BuiltImage]
  /// Everything that happens to one file or another.
  let changes: [Change]

  /// Where a repository comes from.
  enum Original: CustomTestStringConvertible, Hashable, Sendable {
    /// One of `fixtures/documents`.
    case fixture(String)
    case waysToCopy

    var testDescription: String {
      switch self {
      case .fixture(let name): name
      case .waysToCopy: "ways to copy"
      }
    }
  }

  /// An image, as generated workflows know it.
  struct Image: Codable, Sendable {
    let name: String
    /// Where it is pushed, without a tag.
    let repository: String
    let dockerfile: String
    let context: String
    let target: String
    let parents: [Parent]

    /// The name that other images of the fixture use.
    var reference: String { repository + ":latest" }

    struct Parent: Codable, Sendable {
      let reference: String?
      let external: Bool?
    }
  }

  /// Copies a repository, commits it and builds its images.
  init(_ original: Original, in workshop: Workshop) async throws {
    self.workshop = workshop
    builder = Builder(workshop: workshop)
    let repository = workshop.repository
    switch original {
    case .fixture(let name):
      try FileManager.default.copyItem(
        atPath: "\(Repositories.packageRoot)/fixtures/documents/\(name)", toPath: repository)
    case .waysToCopy:
      try WaysToCopy.write(to: repository)
      _ = try await workshop.wfgen("generate")
    }
    try await workshop.git("init", "--quiet")
    try await workshop.git("add", "--all")
    let files = try await workshop.git("ls-files", "-z").split(separator: "\0").map(String.init)
    changes = try Self.changes(of: files, in: repository)
    // What is to be excluded may be what git is told to ignore, elsewhere.
    try await workshop.git("add", "--all", "--force")
    try await workshop.git("commit", "--quiet", "--message", "first")

    let data = try Data(contentsOf: URL(filePath: repository + "/.github/wfgen/images.json"))
    images = try JSONDecoder().decode(Pipeline.self, from: data).images
    let publicBases = Set(
      images.flatMap(\.parents).filter { $0.external == true }
        .compactMap(\.reference))
    try await PublicBase.build(as: publicBases.sorted(), with: builder)
    tags = try await Self.tags(in: workshop)
    var ids: [String: String] = [:]
    var built: [String: BuiltImage] = [:]
    for image in images {
      let id = try await Self.build(image, with: builder)
      ids[image.name] = id
      built[image.name] = try await builder.inspect(id)
    }
    self.ids = ids
    self.built = built
  }

  /// The content tags that the working copy gives.
  func tagsNow() async throws -> [String: String] {
    try await Self.tags(in: workshop)
  }

  /// Builds some images of the working copy, parents first, on the first commit's parents where
  /// these are not among them, and puts the names back to the images of the first commit.
  func build(_ wanted: [Image]) async throws -> [String: BuiltImage] {
    var results: [String: BuiltImage] = [:]
    var new: Set<String> = []
    for image in wanted {
      let id = try await Self.build(image, with: builder)
      results[image.name] = try await builder.inspect(id)
      new.insert(id)
    }
    for image in wanted {
      if let id = ids[image.name] { try await builder.tag(id, as: image.reference) }
    }
    try await builder.remove(new.subtracting(ids.values).sorted())
    return results
  }

  /// Makes the working copy what the first commit is.
  func restore() async throws {
    try await workshop.git("reset", "--quiet", "--hard")
    try await workshop.git("clean", "--quiet", "--force", "-d", "-x")
  }

  private static func build(_ image: Image, with builder: Builder) async throws -> String {
    let root = builder.workshop.repository
    return try await builder.build(
      "\(root)/\(image.dockerfile)", context: "\(root)/\(image.context)", target: image.target,
      as: image.reference)
  }

  private static func tags(in workshop: Workshop) async throws -> [String: String] {
    let printed = try await workshop.wfgen("plan", "--tags", "--format", "json")
    return try JSONDecoder().decode([String: String].self, from: Data(printed.utf8))
  }

  /// Puts into every directory what the changes are going to change, and lists them.
  private static func changes(of files: [String], in repository: String) throws -> [Change] {
    let manager = FileManager.default
    var changes = files.flatMap { file in
      // What is done to a link's content or mode is done to the file that it leads to.
      let isLink = (try? manager.destinationOfSymbolicLink(atPath: "\(repository)/\(file)")) != nil
      let kinds: [Change.Kind] = isLink ? [.target] : [.content, .mode]
      return kinds.map { Change(kind: $0, path: file) }
    }
    let folders = Set(files.map { $0[..<($0.lastIndex(of: "/") ?? $0.startIndex)] })
    for folder in folders.sorted() where !folder.hasPrefix(".github") {
      let prefix = folder.isEmpty ? "" : folder + "/"
      let path = "\(repository)/\(prefix)"
      try manager.createDirectory(
        atPath: path + "__pycache__", withIntermediateDirectories: true)
      try Data("to be deleted\n".utf8).write(to: URL(filePath: path + "old.txt"))
      try Data("left out\n".utf8).write(to: URL(filePath: path + "__pycache__/old.pyc"))
      try manager.createSymbolicLink(atPath: path + "link", withDestinationPath: "old.txt")
      changes += [
        Change(kind: .addition, path: prefix + "new.txt"),
        Change(kind: .deletion, path: prefix + "old.txt"),
        Change(kind: .target, path: prefix + "link"),
        Change(kind: .content, path: prefix + "__pycache__/old.pyc"),
        Change(kind: .addition, path: prefix + "__pycache__/new.pyc"),
      ]
    }
    return changes
  }
}

private struct Pipeline: Codable {
  let images: [ImageTree.Image]
}
