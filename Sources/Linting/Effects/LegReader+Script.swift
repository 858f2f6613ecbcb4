import SourceText
import YAML

extension LegReader {
  /// Reads the script that a step runs.
  mutating func readScript(_ node: Node?, of step: Step) {
    guard let node, let bytes = node.utf8, isShell(step) else { return }
    if bytes.holds("GITHUB_ENV") { noteRewrittenVariables(in: bytes) }
    guard Self.tools.contains(where: { bytes.holds($0) }) else { return }
    script = String(decoding: bytes, as: UTF8.self)
    let places = ScalarPlaces(of: node, in: source)
    var directory = workingDirectory(of: step)
    for command in ShellReader.commands(in: script, scope: scope) {
      switch command.words.first?.text.text {
      case "cd":
        let path = command.isConditional ? nil : command.words.dropFirst().first?.text.text
        directory = path.flatMap { path in
          directory.flatMap { RepositoryPath.join($0, path) }
        }
      case "pushd", "popd": directory = nil
      default:
        guard let docker = DockerCommand(command) else { continue }
        let range = places.range(command.range)
        var conditions = conditions(of: step)
        if command.isConditional { conditions.requireUnknown(at: "\(place): \(range)") }
        apply(docker, in: directory, at: range, if: conditions)
      }
    }
  }

  private mutating func apply(
    _ command: DockerCommand, in directory: String?, at range: SourceRange,
    if conditions: Conditions
  ) {
    switch command {
    case .build(let options):
      add(options, in: directory, at: range, if: conditions)
    case .tag(let from, let to):
      if let build = build(named: from) { builds[build].names.append(to) }
    case .bake(let options): add(options, in: directory, at: range, if: conditions)
    case .compose(let options): add(options, in: directory, at: range, if: conditions)
    case .push(let name, let local):
      guard name.isKnown else {
        unreadWrites.append(ImageName(name))
        return note(.push(name), at: range, if: conditions)
      }
      let build = local.flatMap { self.build(named: $0) }
      publish(name, of: build, platforms: [], at: range, if: conditions)
    case .pull(let name): note(.pull(name), at: range, if: conditions)
    case .run(let image, let arguments):
      note(.run(image), at: range, if: conditions)
      if ImageName(image)?.repository == "gcr.io/kaniko-project/executor" {
        // The image sees the directories of the runner under other paths.
        add(DockerCommand.Build(kaniko: arguments), in: nil, at: range, if: conditions)
      }
    case .login(let registry): note(.login(registry), at: range, if: conditions)
    case .manifest(let names, let sources):
      for source in sources where ImageName(source) != nil {
        note(.pull(source), at: range, if: conditions)
      }
      for name in names {
        publish(name, of: nil, platforms: [], at: range, if: conditions, isManifest: true)
      }
    }
  }

  /// The position of the last build whose image has this name on the runner.
  func build(named name: PartialText) -> Int? {
    guard let wanted = ImageName(name), wanted.version != .unknown else { return nil }
    return builds.lastIndex { build in build.names.contains { ImageName($0) == wanted } }
  }

  private mutating func add(
    _ options: DockerCommand.Build, in directory: String?, at range: SourceRange,
    if conditions: Conditions
  ) {
    var build = ImageBuild(
      place: place, range: range,
      dockerfile: options.isOpaque ? nil : dockerfile(of: options, in: directory),
      context: context(of: options, in: directory), platforms: options.platforms,
      target: options.target, arguments: Self.arguments(options.arguments),
      contexts: Self.contexts(options.contexts), names: options.tags, conditions: conditions)
    build.secrets = options.secrets.map(DefinedBuild.idOfSecret)
    build.agents = options.agents.map(\.assignment.name)
    build.options =
      options.isOpaque || !options.isDocker ? nil : self.options(of: options, at: range)
    note(build, from: options.origin)
    let outputs = options.outputs.map(BuildOutput.init)
    guard !outputs.contains(where: \.isByDigest) else { return }
    var conditions = conditions
    switch options.push?.text {
    case "true"?: break
    case "false"?: return
    case nil where options.push == nil: if !outputs.contains(where: \.isPushed) { return }
    default: conditions.requireUnknown(at: "\(place): \(range)")
    }
    for name in options.tags + outputs.flatMap(\.names) {
      publish(
        name, of: builds.count - 1, platforms: options.platforms, at: range, if: conditions)
    }
  }

  /// What stands in every script that builds or moves images.
  private static let tools: [StaticString] = [
    "docker", "podman", "buildah", "kaniko", "skopeo", "crane", "nerdctl", "pack build",
  ]

  private func dockerfile(of options: DockerCommand.Build, in directory: String?) -> String? {
    guard isRepositoryAtRoot, let directory, let context = options.context?.text,
      !Self.isRemote(context)
    else { return nil }
    let root = RepositoryPath.join(directory, context)
    if let file = options.file {
      guard let name = file.text, name != "-" else { return nil }
      let path = RepositoryPath.join(directory, name)
      guard options.searchesContext, let root, !(path.map(files.view.exists) ?? false) else {
        return path
      }
      return RepositoryPath.join(root, name)
    }
    guard let root else { return nil }
    let containerfile =
      options.prefersContainerfile ? RepositoryPath.join(root, "Containerfile") : nil
    return containerfile.flatMap { files.view.exists($0) ? $0 : nil }
      ?? RepositoryPath.join(root, "Dockerfile")
  }

  private func context(of options: DockerCommand.Build, in directory: String?) -> String? {
    guard isRepositoryAtRoot, !options.isOpaque, let directory,
      let context = options.context?.text, !Self.isRemote(context)
    else { return nil }
    return RepositoryPath.join(directory, context)
  }

  /// Whether the step's script is one for a POSIX shell.
  private func isShell(_ step: Step) -> Bool {
    guard let shell = setting("shell", of: step)?.text else { return true }
    return shell.hasPrefix("bash") || shell.hasPrefix("sh")
  }

  /// The directory that the script starts in; `nil` when it is not known.
  private func workingDirectory(of step: Step) -> String? {
    scope.resolve(setting("working-directory", of: step)).text.text.flatMap {
      RepositoryPath.join("", $0)
    }
  }

  /// A setting of a script: the step's own, or the default of the job or the workflow.
  private func setting(_ name: String, of step: Step) -> Node? {
    // The defaults of a workflow do not reach into actions.
    if depth > 0 { return step.body[name] }
    return step.body[name] ?? job.body["defaults"]?["run"]?[name]
      ?? workflow.document.root?["defaults"]?["run"]?[name]
  }

  /// Notes every name that a script may set for the steps behind it.
  private mutating func noteRewrittenVariables(in script: ArraySlice<UInt8>) {
    var name: [UInt8] = []
    for byte in script {
      let isNameByte =
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F
      if isNameByte {
        name.append(byte)
      } else {
        let endsName = byte == UInt8(ascii: "=") || byte == UInt8(ascii: "<")
        if endsName, !name.isEmpty {
          scope.rewrittenVariables.insert(String(decoding: name, as: UTF8.self))
        }
        name = []
      }
    }
  }
}
