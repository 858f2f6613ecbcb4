extension DockerCommand {
  /// The options of `docker buildx bake` that matter here.
  struct Bake {
    /// The files that describe targets; those that the builder looks for when none is given.
    var files: [PartialText] = []
    /// The names of targets and groups; `default` when none is given.
    var targets: [PartialText] = []
    /// What replaces attributes of targets, as `target.attribute=value`.
    var overrides: [PartialText] = []
    /// The value of `--push`; `nil` when it is not given.
    var push: PartialText?
    /// Whether targets are only shown.
    var isShown = false
    /// Whether options may hide in parts that are not known.
    var isOpaque = false
  }

  /// The options of `docker compose` that matter here.
  struct Compose {
    /// What is done with services.
    enum Action {
      /// Their images are built and, where asked for, published.
      case build(isPushed: Bool)
      /// Their images are published.
      case push
    }

    /// The files that describe services; those that Compose looks for when none is given.
    var files: [PartialText] = []
    /// What is done.
    var action: Action
    /// The services; all of them when none is given.
    var services: [PartialText] = []
    /// The build arguments as `NAME=value`.
    var arguments: [PartialText] = []
    /// Whether options may hide in parts that are not known.
    var isOpaque = false
  }
}

extension DockerCommand.Bake {
  /// Reads the words behind `docker buildx bake`.
  init(_ words: ArraySlice<ShellCommand.Word>) {
    files = DockerCommand.options(["-f", "--file"], in: words)
    overrides = DockerCommand.options(["--set"], in: words)
    let valued: Set<String> = [
      "-f", "--file", "--set", "--allow", "--builder", "--call", "--metadata-file", "--progress",
      "--provenance", "--sbom", "--list", "--var",
    ]
    targets = DockerCommand.operands(words, valued: valued).map(\.text)
    for word in words {
      let (name, value) = word.text.assignment
      if name.text == "--push" { push = value ?? PartialText(pattern: "true") }
      if name.text == "--print" || name.text == "--list" { isShown = true }
    }
    isOpaque = isOpaque || words.contains(where: \.maySplit)
  }
}

extension DockerCommand.Compose {
  /// Reads the words behind `docker compose`; `nil` for what neither builds nor publishes.
  init?(_ words: ArraySlice<ShellCommand.Word>) {
    let valued: Set<String> = [
      "-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory",
      "--ansi", "--parallel", "--progress",
    ]
    var rest = words
    DockerCommand.skipOptions(of: &rest, valued: valued)
    let options = words[..<rest.startIndex]
    guard let command = rest.popFirst()?.text.text else { return nil }
    func has(_ option: String) -> Bool { rest.contains { $0.text.text == option } }
    switch command {
    case "build": action = .build(isPushed: has("--push"))
    case "up" where has("--build"), "run" where has("--build"), "create" where has("--build"):
      action = .build(isPushed: false)
    case "push": action = .push
    default: return nil
    }
    files = DockerCommand.options(["-f", "--file"], in: options)
    arguments = DockerCommand.options(["--build-arg"], in: rest)
    let operands = DockerCommand.operands(
      rest,
      valued: valued.union([
        "--build-arg", "--builder", "-m", "--memory", "--ssh", "--scale", "-t", "--timeout",
      ]))
    services = (command == "run" ? operands.prefix(1) : operands[...]).map(\.text)
    let isElsewhere = options.contains { word in
      word.text.pattern.hasPrefix("--project-directory")
    }
    isOpaque = isElsewhere || words.contains(where: \.maySplit)
  }
}
