extension Session {
  /// docker/build-push-action: an index with annotations, of one image for each platform.
  func buildAndPush(_ call: ActionCall) async throws -> ([String: String], String) {
    try call.allow(
      "context", "file", "target", "platforms", "build-args", "build-contexts", "annotations",
      "labels", "cache-from", "cache-to", "tags", "push", "provenance")
    guard let buildx else { throw StepFailure("the docker driver makes no attestations") }
    let context = try await context(call)
    let push = call["push"] == "true"
    guard let reference = call["tags"] else {
      throw StepFailure("tag is needed when pushing to registry")
    }
    guard let colon = reference.lastIndex(of: ":"), !reference.contains("\n") else {
      throw Unsupported("the tags '\(reference)'")
    }
    let repository = String(reference[..<colon])
    let registry = machine.registry
    guard repository.prefix(while: { $0 != "/" }) == registry.host else {
      throw Unsupported("the registry of \(reference)")
    }
    if push, machine.access == .token, place.permissions["packages"] != "write" {
      throw StepFailure("denied: permission_denied: write_package")
    }
    let image = String(repository.split(separator: "/").last ?? "")
    try await machine.beforeBuild.removeValue(forKey: image)?()
    try await machine.meanwhile?()
    let loss = machine.losses.removeValue(forKey: image)
    let foundCache = try await readCache(call, registry)
    var manifests: [PushedManifest] = []
    for platform in (call["platforms"] ?? "linux/amd64").split(separator: ",") {
      if platform != "linux/amd64", !hasEmulation { throw StepFailure("exec format error") }
      let file = call["file"].map { work.path + "/" + $0 } ?? context.path + "/Dockerfile"
      let request = BuildRequest(
        context: context.path, file: file,
        target: call["target"], platform: String(platform), arguments: call.list("build-args"),
        contexts: call.list("build-contexts"), labels: call.list("labels"),
        repository: repository, authenticationFile: authenticationFile, seconds: call.seconds)
      manifests.append(try await machine.builder.build(request, scratch: root.folder("build")))
    }
    // Without a place to go to, the result stays in the builder and has no digest.
    guard push else { return ([:], "") }
    if loss == .beforePush { throw MachineLost() }
    if machine.access == .immutable, try await registry.manifest(reference) != nil {
      throw StepFailure("400 TAG_INVALID: \(reference) cannot be overwritten, the tag is immutable")
    }
    let index = try index(of: manifests, call)
    let digest = try await registry.put(index, at: reference)
    try await writeCache(call, registry)
    leaveTraces(call)
    let commit = try await tool("git", "-C", context.path, "rev-parse", "HEAD")
    machine.builds.append(
      Build(
        reference: reference, digest: digest, commit: String(commit.dropLast()),
        bases: index["annotations"]["dev.wfgen.bases"].text, run: place.run.id,
        builder: buildx, provenance: call["provenance"] ?? "mode=max", foundCache: foundCache))
    if loss == .afterPush { throw MachineLost() }
    let name = "build\(machine.builds.count)"
    try root.write(
      #"{"Duration": 1500000000, "NumTotalSteps": 3, "NumCachedSteps": 1}"#, to: "history/" + name)
    let metadata = Value.object([
      "buildx.build.ref": .string("builder/builder0/" + name),
      "containerimage.digest": .string(digest),
    ])
    return (["digest": digest, "metadata": try metadata.json()], "pushed \(reference)")
  }

  /// The directory of the context; by default a git context of the event's own commit.
  private func context(_ call: ActionCall) async throws -> Folder {
    if let path = call["context"] { return work.folder(path) }
    let folder = root.folder("context")
    try await tool("git", "clone", "-q", machine.origin.path, folder.path)
    try await tool("git", "-C", folder.path, "checkout", "-q", "--detach", place.run.sha)
    return folder
  }

  private func index(of manifests: [PushedManifest], _ call: ActionCall) throws -> Value {
    var annotations: [String: Value] = [:]
    for line in call.list("annotations") {
      guard line.hasPrefix("index:"), let equals = line.firstIndex(of: "=") else {
        throw Unsupported("the annotation '\(line)'")
      }
      let name = line[..<equals].dropFirst("index:".count)
      annotations[String(name)] = .string(String(line[line.index(after: equals)...]))
    }
    if call["provenance"] == "false", manifests.count == 1, !annotations.isEmpty {
      throw StepFailure("index annotations not supported for single platform export")
    }
    return Registry.index(of: manifests.map(\.entry), annotations: annotations)
  }

  private func cacheReferences(_ call: ActionCall, _ name: String) throws -> [String] {
    try call.list(name).map { line in
      let options = line.split(separator: ",").map(String.init)
      guard options.contains("type=registry"),
        let reference = options.first(where: { $0.hasPrefix("ref=") })
      else { throw Unsupported("the cache '\(line)'") }
      return String(reference.dropFirst(4))
    }
  }

  private func readCache(_ call: ActionCall, _ registry: Registry) async throws -> Bool {
    for reference in try cacheReferences(call, "cache-from") {
      if try await registry.manifest(reference) != nil { return true }
    }
    return false
  }

  /// Says in the registry that a cache is there, without layers.
  private func writeCache(_ call: ActionCall, _ registry: Registry) async throws {
    for reference in try cacheReferences(call, "cache-to") {
      _ = try await registry.put(Registry.index(of: []), at: reference)
    }
  }

  /// What the action leaves behind unless it is told not to.
  private func leaveTraces(_ call: ActionCall) {
    if call.environment["DOCKER_BUILD_RECORD_UPLOAD"] != "false" {
      machine.leftovers.append("an artifact with the record of the build")
    }
    if call.environment["DOCKER_BUILD_SUMMARY"] != "false" {
      leg.summary += "## Docker Build summary\n"
    }
  }
}
