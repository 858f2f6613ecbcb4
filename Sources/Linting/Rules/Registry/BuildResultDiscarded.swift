import SourceText
import YAML

extension Rule {
  /// Finds builds whose image stays in the builder although a later step wants it.
  static let buildResultDiscarded = Rule(
    id: "build-result-discarded",
    summary: "An image is built, but neither pushed, loaded nor written, and then used.",
    rationale: """
      A builder of the driver 'docker-container', which docker/setup-buildx-action makes, keeps the \
      result of a build in its cache. Without 'push', 'load' or 'outputs' the Docker engine does not \
      get the image: 'docker run' looks for it in a registry, and fails or takes an older one.
      """,
    source:
      "https://docs.docker.com/build/builders/drivers/docker-container/#loading-to-local-image-store",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "a test of what was not loaded",
      bad: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: ⟦docker/build-push-action@v7⟧
                with:
                  tags: app:test
              - run: docker run --rm app:test make check
        """,
      good: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with:
                  load: true
                  tags: app:test
              - run: docker run --rm app:test make check
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { workflow in
        repository.workflows[workflow].jobs.indices.flatMap { job in
          discarded(in: repository, workflow, job)
        }
      }
    })
}

private func discarded(in repository: Repository, _ workflow: Int, _ position: Int) -> [Finding] {
  let file = repository.workflows[workflow]
  let job = file.jobs[position]
  let steps = job.steps
  guard let builder = steps.firstIndex(where: { $0.makesBuilder }) else { return [] }
  var seen: Set<Int> = []
  return MatrixLeg.all(of: job).flatMap { leg -> [Finding] in
    var findings: [Finding] = []
    for (index, step) in steps.enumerated() where index > builder && !seen.contains(index) {
      let scope = ValueScope(of: step, in: job, of: file, leg: leg, slug: repository.view.slug)
      guard let names = step.keptNames(in: scope), !names.isEmpty else { continue }
      let users = steps.enumerated().dropFirst(index + 1)
      // Another build may bring the same name to the engine.
      let isLoaded = steps.enumerated().contains { other, body in
        other != index
          && body.brings(
            names,
            ValueScope(
              of: body, in: job, of: file, leg: leg, slug: repository.view.slug))
      }
      guard !isLoaded else { continue }
      for (_, user) in users {
        let scope = ValueScope(of: user, in: job, of: file, leg: leg, slug: repository.view.slug)
        guard let use = user.use(of: names, in: scope, file.file) else { continue }
        seen.insert(index)
        findings.append(
          Finding(
            "the image stays in the builder, as it is neither pushed, loaded nor written, and step "
              + "'\(user.title)' does not find it",
            at: file.location(step.named),
            labels: [Diagnostic.Label("used here", at: SourceLocation(file.file, use))],
            help: "add 'load: true', or '--load' on the command line"))
        break
      }
    }
    return findings
  }
}

extension ValueScope {
  /// What a step of a job sees.
  fileprivate init(
    of step: Step, in job: Job, of workflow: WorkflowFile, leg: MatrixLeg, slug: String?
  ) {
    self.init(
      environments: [step.body["env"], job.body["env"], workflow.document.root?["env"]]
        .compactMap { $0 }, leg: leg, slug: slug)
  }
}

extension Step {
  /// Whether it makes a builder that keeps its results.
  fileprivate var makesBuilder: Bool {
    guard action == "docker/setup-buildx-action" else { return false }
    let driver = input("driver")?.plainText ?? "docker-container"
    let isDefault = input("use")?.plainText ?? "true" == "true"
    let options = input("driver-opts")?.plainText ?? ""
    return driver == "docker-container" && isDefault && !options.contains("default-load")
  }

  /// The names of an image that it builds and leaves in the builder; `nil` for any other step.
  fileprivate func keptNames(in scope: ValueScope) -> [PartialText]? {
    if action == "docker/build-push-action" {
      for name in ["push", "load"] where (input(name)?.plainText ?? "false") != "false" {
        return nil
      }
      for name in ["outputs", "builder", "call"] where input(name) != nil { return nil }
      let names = scope.resolve(input("tags")).text.split { $0 == "\n" || $0 == "," }
      return names.filter { $0.pattern != PartialText.unknown.pattern }
    }
    guard let text = run?.text, text.contains("buildx") else { return nil }
    for command in ShellReader.commands(in: text, scope: scope) {
      let words = command.words.compactMap(\.text.text)
      guard words.count == command.words.count, words.starts(with: ["docker", "buildx", "build"]),
        case .build(let build)? = DockerCommand(command), build.push == nil, build.outputs.isEmpty,
        !build.isOpaque, !words.contains("--load"),
        !words.contains(where: { $0.hasPrefix("--builder") })
      else { continue }
      return build.tags
    }
    return nil
  }

  /// Whether it may give one of these names to the engine.
  fileprivate func brings(_ names: [PartialText], _ scope: ValueScope) -> Bool {
    if let action {
      guard action.hasSuffix("build-push-action") else {
        return action == "docker/bake-action" || action == "actions/download-artifact"
      }
      guard keptNames(in: scope) == nil else { return false }
      let own = scope.resolve(input("tags")).text.split { $0 == "\n" || $0 == "," }
      return own.contains { name in names.contains { name.mayBe($0) } }
    }
    guard let text = run?.text else { return false }
    return ShellReader.commands(in: text, scope: scope).contains { command in
      let words = command.words.map(\.text)
      guard words[0].text == "docker" || words[0].text == "podman", words.count > 1 else {
        return !["cd", "echo", "export", "set"].contains(words[0].text ?? "")
          && text.contains("docker load")
      }
      switch words[1].text {
      case "load", "import", "compose": return true
      case "pull": return words.contains { names.contains($0) }
      case "tag": return words.last.map(names.contains) ?? false
      case "build", "image": return true
      case "buildx":
        return words.contains { $0.text == "--load" || $0.text == "bake" || !$0.isKnown }
      default: return false
      }
    }
  }

  /// Where it uses an image of one of these names that the engine must have.
  fileprivate func use(
    of names: [PartialText], in scope: ValueScope, _ file: SourceFile
  ) -> SourceRange? {
    if action == "aquasecurity/trivy-action" || action == "anchore/sbom-action" {
      for input in ["image-ref", "image"] {
        guard let node = self.input(input) else { continue }
        if names.contains(scope.resolve(node).text) { return node.range }
      }
      return nil
    }
    guard let node = run, let text = node.text else { return nil }
    for command in ShellReader.commands(in: text, scope: scope) {
      let words = command.words.map(\.text)
      guard words.count > 2, words[0].text == "docker",
        ["run", "push", "tag", "save", "create", "inspect", "image"].contains(words[1].text ?? ""),
        words.dropFirst(2).contains(where: { names.contains($0) })
      else { continue }
      return ScalarPlaces(of: node, in: file).range(command.range)
    }
    return nil
  }
}

extension PartialText {
  /// Whether two texts may be the same: what stands before their first unknown parts agrees.
  fileprivate func mayBe(_ other: PartialText) -> Bool {
    if isKnown, other.isKnown { return self == other }
    let starts = [self, other].map { text in
      Array(text.pattern.unicodeScalars.prefix { $0 != Self.hole })
    }
    return starts[0].starts(with: starts[1]) || starts[1].starts(with: starts[0])
  }
}
