internal import Crypto

/// Puts images together instead of building them, for scenarios in which hundreds are made.
///
/// Everything around a build stays as it is: the generated files, the scripts, signing in, and a
/// registry that is asked and told over HTTP. Only the inside of an image is made up. A Dockerfile
/// may have ARG, FROM and COPY; nothing is run. The base has to be in the registry, and its
/// configuration is read from there, so the image begins with the layers of what it is really built
/// on. Of all layers one is stored, a text that names what was copied: nobody pulls these images.
/// A file whose text begins with `fail` makes the build of what copies it fail.
struct Assembly: ImageBuilder {
  let registry: Registry
  /// Whether the registry wants to know who asks.
  let isLocked: Bool

  func build(_ request: BuildRequest, scratch: Folder) async throws -> PushedManifest {
    guard !isLocked || text(request.authenticationFile).contains(registry.host) else {
      throw StepFailure("denied: nobody has signed in to \(registry.host)")
    }
    var variables: [String: String] = [:]
    for argument in request.arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      variables[parts[0]] = parts.last
    }
    var layers: [Value] = []
    var copied: [String] = []
    for line in text(request.file).split(separator: "\n") {
      var words = line.split(separator: " ").map(String.init)
      switch words.removeFirst() {
      case "ARG":
        let parts = words[0].split(separator: "=", maxSplits: 1).map(String.init)
        variables[parts[0]] = variables[parts[0]] ?? parts.last
      case "FROM":
        guard words.count == 1 else { throw Unsupported("'\(line)' in \(request.file)") }
        var name = words[0]
        if name.hasPrefix("${") { name = variables[String(name.dropFirst(2).dropLast())] ?? "" }
        if name != "scratch" { layers = try await image(name, request).layers }
      case "COPY":
        if words[0].hasPrefix("--from=") {
          let name = String(words.removeFirst().dropFirst("--from=".count))
          copied.append(try await image(name, request).digest)
        } else {
          for name in words.dropLast() { copied.append(try copy(of: name, request)) }
        }
      default: throw Unsupported("'\(line)' in \(request.file)")
      }
    }
    return try await push(layers, copied, request, scratch: scratch)
  }

  /// The digest of an image in the registry and the layers of its configuration.
  private func image(
    _ name: String, _ request: BuildRequest
  ) async throws -> (digest: String, layers: [Value]) {
    let prefix = name + "=docker-image://"
    let context = request.contexts.first { $0.hasPrefix(prefix) }
    let reference = context.map { String($0.dropFirst(prefix.count)) } ?? name
    let repository = reference.prefix { $0 != "@" }.split(separator: "/").dropFirst()
      .joined(separator: "/").prefix { $0 != ":" }
    guard let index = try await registry.manifest(reference),
      case .array(let entries) = index.body["manifests"],
      case .string(let digest)? = entries.first?["digest"],
      let manifest = try await registry.manifest("\(registry.host)/\(repository)@\(digest)")
    else { throw StepFailure("failed to resolve source metadata for \(reference): not found") }
    let configuration = try await registry.blob(
      String(repository), manifest.body["config"]["digest"].text)
    guard case .array(let layers) = configuration["rootfs"]["diff_ids"] else {
      throw Unsupported("the configuration of \(reference)")
    }
    return (index.digest, layers)
  }

  private func text(_ path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    return Folder("/" + parts.dropLast().joined(separator: "/")).read(parts.last ?? "")
  }

  /// What a source of a COPY holds; throws where a build would fail.
  private func copy(of name: String, _ request: BuildRequest) throws -> String {
    let folder = Folder(request.context + "/" + name)
    let files = try? folder.files()
    let content = files?.map { "\($0): \(folder.read($0))" }.joined(separator: "\n")
    let text = content ?? text(folder.path)
    if text.hasPrefix("fail") { throw StepFailure("'COPY \(name)' did not complete successfully") }
    return "\(name): \(text)"
  }

  private func push(
    _ below: [Value], _ copied: [String], _ request: BuildRequest, scratch: Folder
  ) async throws -> PushedManifest {
    let layer = copied.joined(separator: "\n") + "\n"
    var labels: [String: Value] = [:]
    for label in request.labels {
      let parts = label.split(separator: "=", maxSplits: 1).map(String.init)
      labels[parts[0]] = .string(parts[1])
    }
    let configuration = try Value.object([
      "os": "linux", "architecture": .string(String(request.platform.split(separator: "/")[1])),
      "config": .object(["Labels": .object(labels)]),
      "rootfs": .object([
        "type": "layers", "diff_ids": .array(below + [.string(digest(of: layer))]),
      ]),
    ]).json()
    let type = "application/vnd.oci.image"
    let manifest = try Value.object([
      "schemaVersion": .number(2), "mediaType": .string(Registry.manifestType),
      "config": descriptor(of: configuration, type + ".config.v1+json"),
      "layers": .array([descriptor(of: layer, type + ".layer.v1.tar")]),
    ]).json()
    for (name, text) in [("layer", layer), ("config", configuration), ("manifest", manifest)] {
      try scratch.write(text, to: name)
    }
    defer { scratch.remove() }
    let digest = digest(of: manifest)
    let host = request.repository.prefix { $0 != "/" }
    try await tool(
      ["sh", "-euc", Self.upload, "\(Registry.credentials.user):\(Registry.credentials.token)"]
        + ["http://\(host)/v2\(request.repository.dropFirst(host.count))", digest]
        + [self.digest(of: layer), self.digest(of: configuration), Registry.manifestType],
      in: scratch.path)
    return PushedManifest(
      digest: digest, size: manifest.utf8.count, platform: request.platform)
  }

  /// Two blobs and then the manifest, which names both.
  private static let upload = """
    blob() {
      place=$(curl -sf -u "$0" -X POST -o /dev/null -w '%header{location}' "$url/blobs/uploads/")
      curl -sf -u "$0" -X PUT -H 'Content-Type: application/octet-stream' --data-binary "@$1" \
        "$place&digest=$2"
    }
    url=$1
    blob layer "$3"
    blob config "$4"
    curl -sf -u "$0" -X PUT -H "Content-Type: $5" --data-binary @manifest "$url/manifests/$2"
    """

  private func descriptor(of text: String, _ type: String) -> Value {
    .object([
      "mediaType": .string(type), "digest": .string(digest(of: text)),
      "size": .number(Double(text.utf8.count)),
    ])
  }

  private func digest(of text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = SHA256.hash(data: Array(text.utf8)).flatMap {
      [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
    }
    return "sha256:" + String(decoding: bytes, as: UTF8.self)
  }

  func start(_ image: String, _ login: String?, folder: Folder) async throws -> JobContainer {
    throw Unsupported("a job in the container \(image), which is only put together")
  }

  func run(
    _ command: [String], in container: JobContainer, _ work: Folder,
    _ environment: [String: String], seconds: Int
  ) async throws -> Finished {
    throw Unsupported("a step in a container that is only put together")
  }

  /// Pull requests build by a command, which puts nothing together here.
  func shell(_ authenticationFile: String) -> String {
    "builder() { echo 'images are put together by no command' >&2; return 1; }"
  }

  func stop(_ container: JobContainer) async throws {}
}
