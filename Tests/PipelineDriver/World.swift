/// A registry, a GitHub with one repository, and a person's clone of it.
public struct World {
  /// The registry.
  public let registry: Registry
  /// Host and port of a registry that everybody may read, when there is one beside it.
  public let publicHost: String?
  /// GitHub.
  public let github: GitHub
  /// The person's clone.
  public let clone: Folder
  /// How the registry wants to be reached.
  public let access: Access
  private let folder: Folder
  private let builder: any ImageBuilder

  /// Everything there is, only for the time of the body.
  /// - Parameters:
  ///   - repository: its name on GitHub.
  ///   - hasPublicRegistry: whether public images are in a registry of their own.
  ///   - access: how the registry wants to be reached.
  ///   - assembles: whether images are only put together, in a fraction of the time that a build
  ///     takes; see `Assembly`.
  public static func with<T: Sendable>(
    repository: String, hasPublicRegistry: Bool = false, access: Access = .current,
    assembles: Bool = false, _ body: (World) async throws -> T
  ) async throws -> T {
    await Turns.worlds.take()
    defer { Turns.worlds.giveBack() }
    let folder = try Folder.temporary()
    defer { folder.remove() }
    guard hasPublicRegistry else {
      return try await with(repository, nil, access, assembles, in: folder, body)
    }
    return try await withRegistry(.open, in: folder.folder("public").create()) { host, _ in
      try await with(repository, host, access, assembles, in: folder, body)
    }
  }

  private static func with<T: Sendable>(
    _ repository: String, _ publicHost: String?, _ access: Access, _ assembles: Bool,
    in folder: Folder, _ body: (World) async throws -> T
  ) async throws -> T {
    try await withRegistry(access, in: folder.folder("registry")) { host, inside in
      try await withAPI(in: folder.folder("api")) { api in
        let origin = try await Origin.create(at: folder.path + "/origin.git")
        let registry = Registry(host: host, inside: inside)
        let builder: any ImageBuilder =
          assembles
          ? Assembly(registry: registry, isLocked: access.isLocked)
          : Buildah(storage: try folder.folder("storage").create())
        let machine = Machine(
          folder: folder, origin: origin, apiURL: api, builder: builder, registry: registry,
          access: access)
        let world = World(
          registry: registry, publicHost: publicHost,
          github: GitHub(repository: repository, origin: origin, machine: machine),
          clone: folder.folder("clone"), access: access, folder: folder, builder: builder)
        try folder.write(world.registry.authenticationFile, to: "auth.json")
        try await tool("git", "init", "-q", "-b", "main", world.clone.path)
        try await world.git("remote", "add", "origin", origin.path)
        return try await body(world)
      }
    }
  }

  /// Runs git in the clone.
  @discardableResult
  public func git(_ arguments: String...) async throws -> String {
    try await tool(["git", "-C", clone.path] + arguments)
  }

  /// Commits what is in the clone and pushes it; GitHub notices.
  /// - Parameters:
  ///   - branch: where it is pushed to.
  ///   - isSkipped: whether the message says `[skip ci]`.
  @discardableResult
  public func push(_ branch: String = "main", isSkipped: Bool = false) async throws -> String {
    try await git("add", "--all")
    try await git("commit", "--quiet", "--allow-empty", "--message", "change")
    try await git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/" + branch)
    try await github.notice(pushTo: branch, isSkipped: isSkipped)
    return String(try await git("rev-parse", "HEAD").dropLast())
  }

  /// Publishes an image with a few tools in it, from which others can be built.
  /// - Parameters:
  ///   - name: repository and tag.
  ///   - mark: the text of its file `/mark`.
  ///   - tools: the tools; a shell has to be among them.
  public func publishBase(
    _ name: String, mark: String, platforms: [String] = ["linux/amd64"],
    tools: [String] = ["sh", "cat"]
  ) async throws {
    let scratch = folder.folder("base")
    try scratch.write(mark, to: "root/mark")
    try scratch.write("FROM scratch\nCOPY root /\n", to: "Dockerfile")
    try await tool(["sh", "-c", Self.copies, "sh"] + tools, in: scratch.path)
    var manifests: [Value] = []
    let host = publicHost ?? registry.host
    for platform in platforms {
      let repository = "\(host)/\(name.prefix { $0 != ":" })"
      let request = BuildRequest(
        context: scratch.path, file: scratch.path + "/Dockerfile", target: nil, platform: platform,
        arguments: [], contexts: [], labels: [], repository: repository,
        authenticationFile: folder.path + "/auth.json", seconds: 60)
      let manifest = try await builder.build(request, scratch: folder.folder("base-build"))
      manifests.append(manifest.entry)
    }
    let place = publicHost.map { Registry(host: $0) } ?? registry
    _ = try await place.put(Registry.index(of: manifests), at: "\(host)/\(name)")
    scratch.remove()
  }

  /// Takes a tag away, as its owner could; what it holds stays.
  public func unpublish(_ name: String) {
    stored(name).remove()
  }

  /// Damages a tag, so that the registry answers neither that it is there nor that it is not; gives
  /// what `mend` needs.
  public func spoil(_ name: String) throws -> String {
    let kept = stored(name).read("current/link")
    try stored(name).write(Self.damage, to: "current/link")
    return kept
  }

  /// Makes a damaged tag what it was, unless it has been written since.
  public func mend(_ name: String, _ kept: String) throws {
    guard stored(name).read("current/link") == Self.damage else { return }
    try stored(name).write(kept, to: "current/link")
  }

  /// How often the registry refused an answer, or said that something is absent, by the status;
  /// counted where a token is wanted alone.
  public var refusals: [String: Int] {
    guard case .object(let counts)? = try? Value(json: folder.read("registry/gate/counts")) else {
      return [:]
    }
    return counts.compactMapValues { Int($0.text) }
  }

  /// Whether the registry holds a tag.
  public func holds(_ name: String) -> Bool {
    !stored(name).read("current/link").isEmpty
  }

  private static let damage = "no digest"

  private func stored(_ name: String) -> Folder {
    let parts = name.split(separator: ":")
    return folder.folder(
      "registry/data/docker/registry/v2/repositories/\(parts[0])/_manifests/tags/\(parts[1])")
  }

  /// Copies tools with the libraries that they need.
  private static let copies = """
    mkdir root/bin
    for name; do
      file=$(command -v "$name")
      cp -L "$file" "root/bin/$name"
      for library in $(ldd "$file" | grep -o '/[^ ]*'); do
        mkdir -p "root${library%/*}"
        cp -L "$library" "root$library"
      done
    done
    """
}

extension World {
  /// Runs a command in the clone and gives what it prints; throws when it fails.
  @discardableResult
  public func command(_ command: String...) async throws -> String {
    try await tool(command, in: clone.path)
  }
}

extension World {
  /// The statuses that were set at commits, in order: `COMMIT CONTEXT STATE`.
  public var commitStatuses: [String] {
    folder.read("api/statuses").split(separator: "\n").map(String.init)
  }
}
