extension DockerCommand.Build {
  /// Reads the words behind the executor of kaniko.
  init(kaniko words: ArraySlice<ShellCommand.Word>) {
    self.init([])
    func values(_ names: String...) -> [PartialText] { DockerCommand.options(names, in: words) }
    let given = values("--context", "-c").last
    context = given.map { $0.withoutPrefix("dir://") ?? $0 }
    if let part = values("--context-sub-path").last {
      context = context.map { PartialText(pattern: $0.pattern + "/" + part.pattern) }
    }
    searchesContext = true
    file = values("--dockerfile", "-f").last
    target = values("--target").last
    tags = values("--destination", "-d")
    arguments = values("--build-arg")
    platforms = values("--custom-platform", "--customPlatform")
    let isKept = words.contains { ["--no-push", "--no-push=true"].contains($0.text.text) }
    push = PartialText(pattern: isKept ? "false" : "true")
    isOpaque = words.contains(where: \.maySplit)
  }

  /// Reads the words behind `pack build`, which builds without a Dockerfile.
  init(pack words: ArraySlice<ShellCommand.Word>) {
    self.init([])
    tags = DockerCommand.operands(words, valued: Self.packOptions).prefix(1).map(\.text)
    tags += DockerCommand.options(["-t", "--tag"], in: words)
    let isPublished = words.contains { ["--publish", "--publish=true"].contains($0.text.text) }
    if isPublished { push = PartialText(pattern: "true") }
    isOpaque = true
  }

  private static let packOptions: Set<String> = [
    "-B", "--builder", "-p", "--path", "-t", "--tag", "-e", "--env", "--env-file", "-b",
    "--buildpack", "--run-image", "--cache-image", "--pull-policy", "--network", "-d",
    "--descriptor", "--volume", "--platform", "-s", "--sbom-output-dir", "--cache",
    "--creation-time", "--docker-host", "--gid", "--lifecycle-image", "--previous-image",
    "--workspace", "-D", "--default-process", "--extension", "--post-buildpack", "--pre-buildpack",
  ]
}
