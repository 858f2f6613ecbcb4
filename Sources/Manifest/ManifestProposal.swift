internal import Dockerfiles
public import SourceText

/// A manifest for a repository that has none: the Dockerfiles that were found, as compose files and
/// workflows build them, and nothing that can be left out.
public struct ManifestProposal: Sendable {
  /// One image.
  public struct Image: Sendable, Hashable {
    /// The proposed name.
    public var name: String
    /// The Dockerfile.
    public var dockerfile: String
    /// The build context.
    public var context: String
    /// The stage; `nil` for the last one.
    public var target: String?
    /// The build arguments, by name.
    public var arguments: [String: String] = [:]
    /// The platforms, where something builds for others than the default ones.
    public var platforms: [String] = []
    /// Where it is published below the registry; `nil` for its name.
    public var repository: String?
    /// The tags that follow the branch; empty for the default.
    public var tags: [String] = []
    /// The policy class; `nil` where all images share one.
    public var tier: String?
    /// What builds it already, for a comment; `nil` for a Dockerfile that nothing builds.
    public var origin: String?
  }

  /// The repository on GitHub, `owner/name`; `nil` when nothing says which it is.
  public var repository: String?
  /// The branch that is published; `nil` for the default.
  public var branch: String?
  /// Where the images are pushed; `nil` for the default.
  public var registry: String?
  /// The images, sorted by name.
  public var images: [Image]
  /// The policy classes, base images first; none where one is enough.
  public var tiers: [ProposedTier] = []
  /// The workflows that publish some of these images now.
  public var publishers: [String] = []
  /// What is left out although a build states it, and which files could not be read; one each.
  public var remarks: [String] = []

  /// What stands for a repository that is not known; the manifest is refused until it is replaced.
  static let placeholder = "owner/name"

  /// Directories that hold other people's files.
  private static let passedOver: Set<String> = [
    ".git", ".github", ".build", "node_modules", "vendor", "third_party", "testdata", "fixtures",
  ]

  /// Looks for Dockerfiles and compose files.
  ///
  /// - Parameters:
  ///   - remote: the address of the git remote, from which the repository's name follows.
  ///   - branch: the remote's default branch; `nil` when nothing says which it is.
  ///   - builds: what the repository's own workflows build.
  ///   - unreadable: why workflows cannot be read, one fault for each.
  public init(
    for files: some FileTree, remote: String?, branch: String? = nil, builds: [ProposedBuild] = [],
    unreadable: [Diagnostic] = []
  ) {
    self.branch = branch == Manifest.defaultBranch ? nil : branch
    repository = remote.flatMap(Self.repository(ofRemote:))
    var found = Found()
    Self.collect(".", in: files, depth: 0, into: &found)
    let composeFiles = found.composeFiles.sorted().compactMap { files.read($0) }
      .map { ComposeFile(parsing: $0) }
    remarks = (unreadable + composeFiles.compactMap(\.fault)).map(Self.remark(on:))
    let compose = composeFiles.flatMap(\.builds)
    let named = (builds + compose).map(\.dockerfile).filter { files.kind(of: $0) == .file }
    images = []
    let published = propose(
      Set(found.dockerfiles + named).sorted(), workflows: builds, compose: compose,
      root: repository?.split(separator: "/").last.map(String.init) ?? "image", in: files)
    publishers = Set(builds.filter { !$0.repositories.isEmpty }.map(\.origin)).sorted()
    settleRegistry(published, in: files)
    images.sort { $0.name < $1.name }
    settleTiers(in: files)
  }
}

extension ManifestProposal {
  /// The paths of all Dockerfiles, sorted, but those of other people's directories.
  static func dockerfiles(in files: some FileTree) -> [String] {
    var found = Found()
    collect(".", in: files, depth: 0, into: &found)
    return found.dockerfiles.sorted()
  }

  /// What lies in the repository.
  private struct Found {
    var dockerfiles: [String] = []
    var composeFiles: [String] = []
  }

  private static func collect(
    _ directory: String, in files: some FileTree, depth: Int, into found: inout Found
  ) {
    // Far below the root lie examples and other people's trees.
    guard depth < 8 else { return }
    for name in files.children(of: directory) {
      let path = RepositoryPath.join(directory, name)
      switch files.kind(of: path) {
      case .directory? where !passedOver.contains(name):
        collect(path, in: files, depth: depth + 1, into: &found)
      case .file? where isDockerfile(name): found.dockerfiles.append(path)
      case .file? where ComposeFile.isOne(name): found.composeFiles.append(path)
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
  static func name(of path: String, root: String) -> String {
    let parts = path.split(separator: "/")
    let file = parts.last.map(String.init) ?? ""
    let words = file.split(separator: ".").filter { word in
      !["dockerfile", "containerfile"].contains(word.lowercased())
    }
    let stem =
      words.isEmpty ? parts.dropLast().last.map(String.init) ?? root : words.joined(separator: "-")
    return asImageName(stem)
  }

  /// The words of a text as a registry accepts them: letters and digits with `.`, `_`, `__` or hyphens
  /// between; any other sign, or row of signs, becomes a hyphen.
  static func asImageName(_ text: String) -> String {
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
    // The layer caches are in the repository of that name.
    return name.isEmpty ? "image" : name == "cache" ? "cache-image" : name
  }

  /// The Dockerfile's own directory when everything that it copies is there, otherwise the root.
  static func context(of path: String, _ files: some FileTree) -> String {
    let directory = path.split(separator: "/").dropLast().joined(separator: "/")
    guard !directory.isEmpty, let file = files.read(path) else { return "." }
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
  public static func repository(ofRemote address: String) -> String? {
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
