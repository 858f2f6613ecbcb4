/// Builds with buildah, whose chroot isolation needs no daemon.
struct Buildah: ImageBuilder {
  /// Where layers are kept.
  let storage: Folder

  private func command(_ rest: [String]) -> [String] {
    [
      "buildah", "--storage-driver", "vfs", "--root", storage.path + "/layers", "--runroot",
      storage.path + "/state",
    ] + rest
  }

  func shell(_ authenticationFile: String) -> String {
    // The paths are the driver's own, without a space.
    let variables = environment(authenticationFile).map { "export \($0)='\($1)'" }.sorted()
    return variables.joined(separator: "\n") + "\nbuilder() { \(command([]).joined(separator: " "))"
      + #" "$@"; }"#
  }

  private func environment(_ authenticationFile: String? = nil) -> [String: String] {
    var environment = [
      "PATH": searchPath, "HOME": storage.path, "TMPDIR": storage.path,
      "XDG_RUNTIME_DIR": storage.path,
    ]
    environment["REGISTRY_AUTH_FILE"] = authenticationFile
    return environment
  }

  func build(_ request: BuildRequest, scratch: Folder) async throws -> PushedManifest {
    try scratch.create()
    defer { scratch.remove() }
    var arguments = [
      "bud", "--isolation", "chroot", "--timestamp", "0", "--tls-verify=false", "--platform",
      request.platform, "--iidfile", scratch.path + "/id", "--file", request.file,
    ]
    if let target = request.target { arguments += ["--target", target] }
    for argument in request.arguments { arguments += ["--build-arg", argument] }
    for context in request.contexts { arguments += ["--build-context", context] }
    for label in request.labels { arguments += ["--label", label] }
    let variables = environment(request.authenticationFile)
    func step(_ command: [String]) async throws {
      let result = try await launch(
        command, in: storage.path, environment: variables, seconds: request.seconds)
      guard result.status == 0 else { throw StepFailure(result.output + result.errors) }
    }
    try await step(command(arguments + [request.context]))
    let image = scratch.read("id")
    let layout = "oci:\(scratch.path)/layout:it"
    try await step(command(["push", "--quiet", "--format", "oci", image, layout]))
    let manifest = try Value(json: scratch.read("layout/index.json"))["manifests"]
    guard case .array(let manifests) = manifest,
      case .string(let digest)? = manifests.first?["digest"],
      case .number(let size)? = manifests.first?["size"]
    else { throw ToolFailure(message: "no manifest in \(layout)") }
    try await step([
      "skopeo", "copy", "--quiet", "--dest-tls-verify=false", layout,
      "docker://\(request.repository)@\(digest)",
    ])
    return PushedManifest(digest: digest, size: Int(size), platform: request.platform)
  }

  func start(_ image: String, _ login: String?, folder: Folder) async throws -> JobContainer {
    let volume = ["--volume", "\(folder.path):\(folder.path)"]
    let credentials = login.map { ["--creds", $0] } ?? []
    let result = try await launch(
      command(["from", "--tls-verify=false"] + volume + credentials + [image]),
      in: storage.path, environment: environment())
    guard result.status == 0 else { throw StepFailure(result.errors) }
    let name = result.output.split(separator: "\n").last ?? ""
    return JobContainer(name: String(name))
  }

  func run(
    _ command: [String], in container: JobContainer, _ work: Folder,
    _ environment: [String: String], seconds: Int
  ) async throws -> Finished {
    var arguments = ["run", "--isolation", "chroot", "--workingdir", work.path]
    // The container has a search path and a home of its own.
    for (name, value) in environment.sorted(by: { $0.key < $1.key })
    where !["PATH", "HOME"].contains(name) {
      arguments += ["--env", "\(name)=\(value)"]
    }
    return try await launch(
      self.command(arguments + [container.name, "--"] + command), in: storage.path,
      environment: self.environment(), seconds: seconds)
  }

  func stop(_ container: JobContainer) async throws {
    try await tool(command(["rm", container.name]), environment: environment())
  }
}
