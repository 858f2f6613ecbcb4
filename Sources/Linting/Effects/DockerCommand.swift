import YAML

/// A command that makes, moves or runs images: of Docker, or of a tool that does the same.
enum DockerCommand {
  /// Builds an image.
  case build(Build)
  /// Builds what a bake file describes.
  case bake(Bake)
  /// Builds or publishes what a Compose file describes.
  case compose(Compose)
  /// Publishes an image under a name; `local` is its name on the runner, when it is there.
  case push(PartialText, local: PartialText?)
  /// Gives a local image a second name.
  case tag(from: PartialText, to: PartialText)
  /// Makes tags in the registry point at an index of images that are there.
  case manifest([PartialText], of: [PartialText])
  /// Gets an image from its registry.
  case pull(PartialText)
  /// Runs an image with arguments.
  case run(PartialText, ArraySlice<ShellCommand.Word>)
  /// Gives the runner the credentials of a registry; `docker.io` for Docker Hub.
  case login(PartialText)

  /// The options of a build that matter here.
  struct Build {
    /// The directory or address that is built; `nil` when it is not given.
    var context: PartialText?
    /// The Dockerfile; `nil` for the one in the context.
    var file: PartialText?
    /// The stage; `nil` for the last one.
    var target: PartialText?
    /// The names of the image.
    var tags: [PartialText] = []
    /// The build arguments as `NAME=value`.
    var arguments: [PartialText] = []
    /// The named contexts as `name=value`.
    var contexts: [PartialText] = []
    /// The platforms, when they are given.
    var platforms: [PartialText] = []
    /// The values of `--secret`.
    var secrets: [PartialText] = []
    /// The values of `--ssh`.
    var agents: [PartialText] = []
    /// The values of `--output`.
    var outputs: [PartialText] = []
    /// The value of `--push`; `nil` when it is not given.
    var push: PartialText?
    /// The value of `--load`; `nil` when it is not given.
    var load: PartialText?
    /// The value of `--no-cache`; `nil` when it is not given.
    var ignoresCache: PartialText?
    /// The values of `--cache-from`.
    var cacheFrom: [PartialText] = []
    /// The values of `--cache-to`.
    var cacheTo: [PartialText] = []
    /// The builder; `nil` for the current one.
    var builder: PartialText?
    /// The matrix value that context, Dockerfile or stage were made from.
    var origin: Node?
    /// Whether BuildKit builds it, and no tool that only has options of the same names.
    var isDocker = false
    /// Whether options may hide in parts that are not known.
    var isOpaque = false
    /// Whether a `Containerfile` goes before the `Dockerfile` of the context.
    var prefersContainerfile = false
    /// Whether a Dockerfile that is not there is looked for in the context.
    var searchesContext = false
  }

  /// Reads a command; `nil` for one that neither makes nor publishes an image.
  init?(_ command: ShellCommand) {
    var words = command.words[...]
    guard let tool = words.popFirst()?.text.text else { return nil }
    switch tool.split(separator: "/").last {
    case "docker", "nerdctl": self.init(docker: words)
    case "podman": self.init(podman: words)
    case "docker-compose", "podman-compose":
      guard let compose = Compose(words) else { return nil }
      self = .compose(compose)
    default: self.init(tool: tool, words)
    }
  }

  /// Reads what stands behind `docker`.
  init?(docker words: ArraySlice<ShellCommand.Word>) {
    var words = words
    Self.skipOptions(of: &words, valued: Self.globalOptions)
    var path: [String] = []
    while path.count < 3, let text = words.first?.text.text, !text.hasPrefix("-") {
      path.append(text)
      words.removeFirst()
      if Self.isComplete(path) { break }
    }
    switch path {
    case ["build"], ["image", "build"], ["builder", "build"], ["buildx", "build"], ["buildx", "b"]:
      var build = Build(words)
      build.isDocker = true
      self = .build(build)
    case ["buildx", "bake"]: self = .bake(Bake(words))
    case ["compose"]:
      guard let compose = Compose(words) else { return nil }
      self = .compose(compose)
    case ["push"], ["image", "push"]:
      guard let name = words.last, !name.text.pattern.hasPrefix("-") else { return nil }
      let isWholeRepository = words.contains { ["-a", "--all-tags"].contains($0.text.text) }
      self = .push(isWholeRepository ? .unknown : name.text, local: name.text)
    case ["pull"], ["image", "pull"]:
      guard let name = words.last, !name.text.pattern.hasPrefix("-") else { return nil }
      self = .pull(name.text)
    case ["run"], ["create"], ["container", "run"], ["container", "create"]:
      Self.skipOptions(of: &words, valued: nil)
      guard let image = words.popFirst(), !image.text.pattern.hasPrefix("-") else { return nil }
      self = .run(image.text, words)
    case ["login"]: self = .login(Self.server(in: words))
    case ["tag"], ["image", "tag"]:
      guard words.count == 2, let from = words.first, let to = words.last else { return nil }
      self = .tag(from: from.text, to: to.text)
    case ["buildx", "imagetools", "create"]:
      self = .manifest(
        Self.options(["-t", "--tag"], in: words),
        of: Self.operands(words, valued: Self.indexOptions).map(\.text))
    case ["manifest", "push"]:
      guard let name = words.last, !name.text.pattern.hasPrefix("-") else { return nil }
      self = .manifest([name.text.withoutPrefix("docker://") ?? name.text], of: [])
    default: return nil
    }
  }

  /// The options of `docker buildx imagetools create` that take a value.
  private static let indexOptions: Set<String> = [
    "-t", "--tag", "--annotation", "--builder", "-f", "--file", "--progress", "-p", "--platform",
  ]

  private static func isComplete(_ path: [String]) -> Bool {
    switch path.first {
    case "image", "builder", "manifest", "container": path.count == 2
    case "buildx": path.count == (path.count > 1 && path[1] == "imagetools" ? 3 : 2)
    default: true
    }
  }

  /// The server behind the options of `docker login`.
  static func server(in words: ArraySlice<ShellCommand.Word>) -> PartialText {
    var rest = words
    while let word = rest.popFirst() {
      guard let text = word.text.text, text.hasPrefix("-") else { return word.text }
      if ["-u", "-p", "--username", "--password"].contains(text) { rest = rest.dropFirst() }
    }
    return PartialText(pattern: "docker.io")
  }

  static func options(
    _ names: [String], in words: ArraySlice<ShellCommand.Word>
  ) -> [PartialText] {
    var values: [PartialText] = []
    var isValue = false
    for word in words {
      if isValue {
        values.append(word.text)
        isValue = false
      } else if let text = word.text.text, names.contains(text) {
        isValue = true
      } else if let name = word.text.assignment.name.text, names.contains(name),
        let value = word.text.assignment.value
      {
        values.append(value)
      }
    }
    return values
  }
}

extension DockerCommand.Build {
  /// Reads the words behind `docker build`.
  init(_ words: ArraySlice<ShellCommand.Word>) {
    var rest = words
    while let word = rest.popFirst() {
      let (name, attached) = word.text.assignment
      guard let option = name.text, option.hasPrefix("-"), option != "-" else {
        // What an unquoted variable holds may be options, and so may a second context.
        if word.maySplit || context != nil { isOpaque = true }
        context = word.text
        origin = word.origin ?? origin
        continue
      }
      if Self.switches.contains(option) {
        let value = attached ?? PartialText(pattern: "true")
        if option == "--push" { push = value }
        if option == "--load" { load = value }
        if option == "--no-cache" { ignoresCache = value }
      } else if option.hasPrefix("--") {
        guard Self.options.contains(option) else {
          isOpaque = true
          continue
        }
        take(option, attached.map { Self.word($0, like: word) } ?? rest.popFirst())
      } else {
        takeShort(word, &rest)
      }
    }
  }

  /// Takes a word of one-letter options: `-t name`, `-tname`, `-qt name`.
  private mutating func takeShort(
    _ word: ShellCommand.Word, _ rest: inout ArraySlice<ShellCommand.Word>
  ) {
    var letters = word.text.pattern.unicodeScalars.dropFirst()
    while let letter = letters.popFirst() {
      if letter == "q" || letter == "D" { continue }
      guard let option = Self.longNames[letter] else {
        isOpaque = true
        return
      }
      if letters.first == "=" { letters.removeFirst() }
      let attached = PartialText(pattern: String(letters))
      take(option, letters.isEmpty ? rest.popFirst() : Self.word(attached, like: word))
      return
    }
  }

  /// A part of a word as a word.
  private static func word(
    _ text: PartialText, like word: ShellCommand.Word
  ) -> ShellCommand.Word {
    var part = word
    part.text = text
    return part
  }

  private mutating func take(_ option: String, _ word: ShellCommand.Word?) {
    guard let word else { return }
    let value = word.text
    switch option {
    case "--tag", "--manifest": tags.append(value)
    case "--file":
      file = value
      origin = origin ?? word.origin
    case "--target":
      target = value
      origin = origin ?? word.origin
    case "--build-arg": arguments.append(value)
    case "--build-context": contexts.append(value)
    case "--platform": platforms += value.split { $0 == "," }
    case "--secret": secrets.append(value)
    case "--ssh": agents.append(value)
    case "--output": outputs.append(value)
    case "--cache-from": cacheFrom.append(value)
    case "--cache-to": cacheTo.append(value)
    case "--builder": builder = value
    default: break
    }
  }

  private static let longNames: [Unicode.Scalar: String] = [
    "t": "--tag", "f": "--file", "o": "--output", "m": "--memory", "c": "--cpu-shares",
    "v": "--volume",
  ]

  /// The options without value, of `docker build`, `docker buildx build` and `podman build`.
  private static let switches: Set<String> = [
    "--push", "--load", "--pull", "--no-cache", "--rm", "--force-rm", "--quiet", "--squash",
    "--compress", "--check", "--debug", "--disable-content-trust", "--layers", "--squash-all",
    "--tls-verify", "--omit-history", "--no-hosts", "--no-hostname",
  ]

  /// The options that take the next word when nothing is attached with `=`.
  private static let options: Set<String> = [
    "--add-host", "--allow", "--annotation", "--attest", "--build-arg", "--build-context",
    "--builder", "--cache-from", "--cache-to", "--call", "--cgroup-parent", "--cpu-period",
    "--cpu-quota", "--cpu-shares", "--cpuset-cpus", "--cpuset-mems", "--file", "--iidfile",
    "--isolation", "--label", "--memory", "--memory-swap", "--metadata-file", "--network",
    "--no-cache-filter", "--output", "--platform", "--policy", "--progress", "--provenance",
    "--sbom", "--secret", "--security-opt", "--shm-size", "--ssh", "--tag", "--target",
    "--ulimit", "--volume", "--format", "--authfile", "--manifest", "--jobs", "--creds",
    "--cert-dir", "--timestamp", "--retry", "--retry-delay", "--logfile", "--ignorefile",
    "--userns", "--device", "--cap-add", "--cap-drop", "--signature-policy", "--unsetenv",
  ]
}
