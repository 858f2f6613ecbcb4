internal import Dockerfiles
public import SourceText
internal import YAML

/// A manifest for a repository that has none: the Dockerfiles that were found, and nothing that can
/// be left out.
public struct ManifestProposal: Sendable {
  /// An image for one Dockerfile.
  public struct Image: Sendable, Hashable {
    /// The proposed name.
    public var name: String
    /// The Dockerfile.
    public var dockerfile: String
    /// The build context.
    public var context: String
  }

  /// The repository on GitHub, `owner/name`; `nil` when nothing says which it is.
  public var repository: String?
  /// The branch that is published; `nil` for the default.
  public var branch: String?
  /// The images, sorted by name.
  public var images: [Image]

  /// What stands for a repository that is not known; the manifest is refused until it is replaced.
  static let placeholder = "owner/name"

  /// Directories that hold other people's files.
  private static let passedOver: Set<String> = [
    ".git", ".github", ".build", "node_modules", "vendor", "third_party", "testdata", "fixtures",
  ]

  /// Looks for Dockerfiles.
  ///
  /// - Parameters:
  ///   - remote: the address of the git remote, from which the repository's name follows.
  ///   - branch: the remote's default branch; `nil` when nothing says which it is.
  public init(for files: some FileTree, remote: String?, branch: String? = nil) {
    self.branch = branch == Manifest.defaultBranch ? nil : branch
    repository = remote.flatMap(Self.repository(ofRemote:))
    var found: [String] = []
    Self.collect(".", in: files, depth: 0, into: &found)
    let owner = repository?.split(separator: "/").last.map(String.init) ?? "image"
    var names: Set<String> = []
    images = found.sorted().map { path in
      let directory = path.split(separator: "/").dropLast().joined(separator: "/")
      var name = Self.name(of: path, root: owner)
      var number = 2
      while !names.insert(name).inserted {
        name = Self.name(of: path, root: owner) + "-\(number)"
        number += 1
      }
      return Image(
        name: name, dockerfile: path,
        context: Self.context(of: path, in: directory.isEmpty ? "." : directory, files))
    }.sorted { $0.name < $1.name }
  }

  /// The text of the manifest.
  public var text: String {
    let repository = repository ?? Self.placeholder
    var pairs: [(String, YAMLValue)] = [
      ("version", 1),
      (
        "repository",
        .string(repository).commented(self.repository == nil ? "the repository on GitHub" : nil)
      ),
      ("registry", .string("ghcr.io/\(repository.lowercased())")),
    ]
    if let branch { pairs.append(("branch", .string(branch))) }
    let images = images.map { image -> (String, YAMLValue) in
      var keys: [(String, YAMLValue)] = [("dockerfile", .string(image.dockerfile))]
      if image.context != "." { keys.append(("context", .string(image.context))) }
      return (image.name, .mapping(keys))
    }
    pairs.append(("images", .mapping(images).afterBlankLine()))
    return YAMLWriter.write(
      .mapping(pairs),
      header: [
        "What builds on what, the Dockerfiles say; this file says policy. See 'wfgen graph'."
      ])
  }
}

extension ManifestProposal {
  private static func collect(
    _ directory: String, in files: some FileTree, depth: Int, into found: inout [String]
  ) {
    // Far below the root lie examples and other people's trees.
    guard depth < 8 else { return }
    for name in files.children(of: directory) {
      let path = RepositoryPath.join(directory, name)
      switch files.kind(of: path) {
      case .directory? where !passedOver.contains(name):
        collect(path, in: files, depth: depth + 1, into: &found)
      case .file? where isDockerfile(name): found.append(path)
      default: continue
      }
    }
  }

  private static func isDockerfile(_ name: String) -> Bool {
    let lower = name.lowercased()
    if lower.hasSuffix(".dockerignore") || lower.hasSuffix(".md") { return false }
    return ["dockerfile", "containerfile"].contains { word in
      lower == word || lower.hasPrefix(word + ".") || lower.hasSuffix("." + word)
    }
  }

  /// `Dockerfile.ci` is `ci`, `api.Dockerfile` is `api`, `services/api/Dockerfile` is `api`, and the
  /// only one at the root has the repository's name.
  private static func name(of path: String, root: String) -> String {
    let parts = path.split(separator: "/")
    let file = parts.last.map(String.init) ?? ""
    let words = file.split(separator: ".").filter { word in
      !["dockerfile", "containerfile"].contains(word.lowercased())
    }
    let stem =
      words.isEmpty ? parts.dropLast().last.map(String.init) ?? root : words.joined(separator: "-")
    let name = asImageName(stem)
    // The layer caches are in the repository of that name.
    return name == "cache" ? "cache-image" : name
  }

  /// The words of a text as a registry accepts them: letters and digits with `.`, `_`, `__` or hyphens
  /// between; any other sign, or row of signs, becomes a hyphen.
  private static func asImageName(_ text: String) -> String {
    var name = ""
    var between = ""
    for character in text.lowercased() {
      guard character.isASCII, character.isLetter || character.isNumber else {
        between.append(character)
        continue
      }
      if !between.isEmpty, !name.isEmpty {
        let isAccepted = [".", "_", "__"].contains(between) || between.allSatisfy { $0 == "-" }
        name += isAccepted ? between : "-"
      }
      name.append(character)
      between = ""
    }
    return name.isEmpty ? "image" : name
  }

  /// The Dockerfile's own directory when everything that it copies is there, otherwise the root.
  private static func context(of path: String, in directory: String, _ files: some FileTree)
    -> String
  {
    guard directory != ".", let file = files.read(path) else { return "." }
    let sources = Dockerfile(parsing: file).resolve().inputs.compactMap(\.pattern.value)
      .filter { $0.description != "." }
    func all(in context: String) -> Bool {
      sources.allSatisfy { exists($0, in: context, files) }
    }
    return !sources.isEmpty && !all(in: directory) && all(in: ".") ? "." : directory
  }

  /// Whether a context holds what a source names.
  private static func exists(_ source: GlobPattern, in context: String, _ files: some FileTree)
    -> Bool
  {
    guard !source.isLiteral else {
      return files.kind(of: RepositoryPath.join(context, source.description)) != nil
    }
    let start = String(decoding: source.literalDirectory, as: UTF8.self)
    // In COPY no sign stands for several directories: what matches lies as deep as the pattern.
    let depth = source.description.split(separator: "/").count
    func isBelow(_ directory: String) -> Bool {
      files.children(of: RepositoryPath.join(context, directory)).contains { name in
        let path = RepositoryPath.join(directory, name)
        if source.matches(path) { return true }
        return path.split(separator: "/").count < depth
          && files.kind(of: RepositoryPath.join(context, path)) == .directory && isBelow(path)
      }
    }
    return isBelow(start.isEmpty ? "." : start)
  }

  /// `owner/name` of an address on GitHub, whatever its scheme.
  private static func repository(ofRemote address: String) -> String? {
    guard let host = address.firstRange(of: "github.com"),
      // `ssh.github.com` listens on port 443; `notgithub.com` is somebody else's.
      address[..<host.lowerBound].last.map({ "@/.".contains($0) }) ?? true
    else { return nil }
    var parts = address[host.upperBound...].split { ":/".contains($0) || $0.isWhitespace }
    if address.contains("://"), parts.first.map({ Int($0) != nil }) == true { parts.removeFirst() }
    guard parts.count >= 2 else { return nil }
    let name = parts[1].hasSuffix(".git") ? parts[1].dropLast(4) : parts[1]
    return "\(parts[0])/\(name)"
  }
}
