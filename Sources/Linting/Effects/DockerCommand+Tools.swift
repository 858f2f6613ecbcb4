extension DockerCommand {
  /// Reads what stands behind `podman`.
  init?(podman words: ArraySlice<ShellCommand.Word>) {
    var words = words
    Self.skipOptions(of: &words, valued: Self.globalOptions)
    switch words.first?.text.text {
    case "push"?: self.init(pushing: words.dropFirst())
    case "build"?: self.init(building: words.dropFirst())
    default: self.init(docker: words)
    }
  }

  /// Reads a command of another tool that makes or moves images; `nil` for any other command.
  init?(tool: String, _ words: ArraySlice<ShellCommand.Word>) {
    var words = words
    switch tool.split(separator: "/").last {
    case "buildah":
      Self.skipOptions(of: &words, valued: Self.globalOptions)
      self.init(buildah: words.popFirst()?.text.text, words)
    case "skopeo":
      Self.skipOptions(of: &words, valued: ["--command-timeout", "--policy", "--registries.d"])
      self.init(skopeo: words.popFirst()?.text.text, words)
    case "crane", "gcrane":
      Self.skipOptions(of: &words, valued: ["--platform"])
      self.init(crane: words.popFirst()?.text.text, words)
    case "executor" where tool.contains("kaniko"): self = .build(Build(kaniko: words))
    case "pack":
      guard words.popFirst()?.text.text == "build" else { return nil }
      self = .build(Build(pack: words))
    default: return nil
    }
  }

  private init(building words: ArraySlice<ShellCommand.Word>) {
    var build = Build(words)
    // Podman and Buildah take no context for the present directory.
    if build.context == nil, !build.isOpaque { build.context = PartialText(pattern: ".") }
    build.prefersContainerfile = true
    self = .build(build)
  }

  private init?(pushing words: ArraySlice<ShellCommand.Word>) {
    let names = Self.operands(words, valued: Self.pushOptions).map(\.text)
    guard let local = names.first, names.count <= 2 else { return nil }
    guard let target = names.count == 2 ? Self.remoteName(names[1]) : local else { return nil }
    self = .push(target, local: local)
  }

  private init?(buildah command: String?, _ words: ArraySlice<ShellCommand.Word>) {
    switch command {
    case "bud", "build", "build-using-dockerfile": self.init(building: words)
    case "push": self.init(pushing: words)
    case "from", "pull":
      guard let name = Self.operands(words, valued: Self.pushOptions).last else { return nil }
      self = .pull(Self.remoteName(name.text) ?? name.text)
    case "login": self = .login(Self.server(in: words))
    case "tag":
      guard words.count == 2, let from = words.first, let to = words.last else { return nil }
      self = .tag(from: from.text, to: to.text)
    case "commit":
      guard let name = Self.operands(words, valued: Self.pushOptions).last else { return nil }
      var build = Build([])
      build.isOpaque = true
      build.tags = [name.text]
      self = .build(build)
    default: return nil
    }
  }

  private init?(skopeo command: String?, _ words: ArraySlice<ShellCommand.Word>) {
    if command == "login" {
      self = .login(Self.server(in: words))
      return
    }
    let names = Self.operands(words, valued: Self.copyOptions).map(\.text)
    guard command == "copy", names.count == 2, let target = names[1].withoutPrefix("docker://")
    else { return nil }
    let local =
      names[0].withoutPrefix("containers-storage:") ?? names[0].withoutPrefix("docker-daemon:")
    self = .push(target, local: local)
  }

  private init?(crane command: String?, _ words: ArraySlice<ShellCommand.Word>) {
    let names = Self.operands(words, valued: ["--platform", "-t", "--tag", "-b", "-f"]).map(\.text)
    switch (command, names.count) {
    case ("push", 2), ("copy", 2), ("cp", 2): self = .push(names[1], local: nil)
    case ("append", _), ("mutate", _):
      guard let name = Self.options(["-t", "--tag", "--new_tag"], in: words).last else {
        return nil
      }
      self = .push(name, local: nil)
    case ("index", 1...):
      self = .manifest(Self.options(["-t", "--tag"], in: words), of: [])
    case ("tag", 2):
      let name = names[0].pattern.prefix { $0 != "@" }
      let slash = name.lastIndex(of: "/") ?? name.startIndex
      let colon = name[slash...].lastIndex(of: ":") ?? name.endIndex
      self = .push(PartialText(pattern: name[..<colon] + ":" + names[1].pattern), local: nil)
    case ("pull", 2...): self = .pull(names[0])
    case ("auth", 1...) where names[0].text == "login":
      self = .login(Self.server(in: words.dropFirst()))
    default: return nil
    }
  }

  /// The name in the registry that a target stands for; `nil` for one that is no registry.
  private static func remoteName(_ target: PartialText) -> PartialText? {
    if let name = target.withoutPrefix("docker://") { return name }
    let transports = [
      "oci:", "oci-archive:", "docker-archive:", "docker-daemon:", "dir:", "containers-storage:",
    ]
    return transports.contains { target.pattern.hasPrefix($0) } ? nil : target
  }

  private static let pushOptions: Set<String> = [
    "--authfile", "--creds", "--cert-dir", "--format", "-f", "--digestfile", "--sign-by",
    "--compression-format", "--compression-level", "--encryption-key", "--retry", "--retry-delay",
    "--signature-policy", "--name", "--arch", "--os", "--platform", "--iidfile",
  ]

  private static let copyOptions: Set<String> = [
    "--authfile", "--src-authfile", "--dest-authfile", "--src-creds", "--dest-creds", "--creds",
    "--format", "-f", "--sign-by", "--src-cert-dir", "--dest-cert-dir", "--digestfile",
    "--multi-arch", "--retry-times", "--additional-tag", "--encryption-key", "--decryption-key",
    "--dest-compress-format", "--dest-compress-level", "--src-username", "--src-password",
    "--dest-username", "--dest-password", "--src-tls-verify", "--dest-tls-verify",
  ]
}
