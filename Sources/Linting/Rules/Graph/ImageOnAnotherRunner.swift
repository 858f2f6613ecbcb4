import SourceText
import YAML

extension Rule {
  /// Finds images that are taken in a job although only another job has built them, unpublished.
  static let imageOnAnotherRunner = Rule(
    id: "image-on-another-runner",
    summary: "A job takes an image that another job has built and left on its own machine.",
    rationale: """
      Each job runs on a fresh machine with an empty Docker engine. What a job builds with \
      `docker build`, or with `load`, is gone when it ends; `needs` brings an order, no images. \
      The job that takes the image asks a registry for it, and there is none.
      """,
    source:
      "https://docs.github.com/en/actions/concepts/runners/github-hosted-runners",
    severity: .error,
    category: .graph,
    fixes: .never,
    example: Example(
      "an image that is built in one job and tried in another",
      bad: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build -t web:test .
          test:
            needs: build
            runs-on: ubuntu-24.04
            steps:
              - run: ⟦docker run --rm web:test pytest⟧
        """,
      good: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: |
                  docker build -t web:test .
                  docker run --rm web:test pytest
        """),
    check: .repository { repository in
      var unseen: [String: Bool] = [:]
      var seen: Set<SourceLocation> = []
      return repository.flow.uses.compactMap { use in
        guard let maker = repository.makerElsewhere(of: use) else { return nil }
        let name = use.name.repository
        let mayBeUnseen = unseen[name] ?? repository.mayPublishUnseen(into: name)
        unseen[name] = mayBeUnseen
        let location = SourceLocation(repository.workflows[use.place.workflow].file, use.range)
        guard !mayBeUnseen, seen.insert(location).inserted else { return nil }
        let place = repository.effects.builds[maker].place
        let inner = place.innermost
        let job = repository.workflows[inner.workflow].jobs[inner.job].id
        let isSameJob = place.isInJob(of: use.place)
        let whose = isSameJob ? "another job of the matrix" : "job '\(job)'"
        return Finding(
          "\(repository.subject(of: use, more: 0)), which \(whose) leaves on its own machine and "
            + "nobody publishes: it is not found here",
          at: location,
          labels: [Diagnostic.Label("built here", at: repository.location(ofBuild: maker))],
          help: use.purpose == .container
            ? "publish the image before a job runs in it"
            : "publish it and take it from the registry, hand it over with 'docker save', an "
              + "artifact and 'docker load', or do both in one job")
      }
    })
}

extension Repository {
  /// The build in another job, of this run or of one that belongs to it, that alone makes an
  /// image; `nil` when the image may be published, or may come onto the machine in some other way.
  fileprivate func makerElsewhere(of use: ImageUse) -> Int? {
    let builds = effects.builds
    guard use.purpose != .pull, let makers = flow.makers[use.name],
      !makers.contains(where: { builds[$0].place.isOnRunner(of: use.place) }),
      flow.publishers[use.name.repository] == nil, flow.builders(of: use).isEmpty,
      !effects.writes.contains(where: { $0.reference == use.name.reference }),
      runner(at: use.place)?.platform != nil,
      use.purpose == .container || !mayLoadImages(at: use.place)
    else { return nil }
    return makers.first { maker in
      let place = builds[maker].place
      guard runner(at: place)?.platform != nil else { return false }
      switch order.relation(of: place, to: use.place) {
      case .before, .beside, .together: return true
      case .after, .apart: return false
      }
    }
  }

  /// Whether a job may get images by other means than builds and pulls that are read.
  private func mayLoadImages(at place: Place) -> Bool {
    let workflow = workflows[place.innermost.workflow]
    return workflow.jobs[place.innermost.job].steps.contains { step in
      if let action = step.action?.lowercased() {
        return !Self.actionsWithoutImages.contains { action.hasPrefix($0) }
      }
      guard let script = step.run?.text else { return false }
      let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: view.slug)
      return ShellReader.commands(in: script, scope: scope).contains { command in
        guard let name = command.words.first?.text.text else { return true }
        let words = command.words.compactMap(\.text.text)
        if name == "docker" {
          return words.contains { Self.imports.contains($0) }
        }
        return !Self.commandsWithoutImages.contains(name)
      }
    }
  }

  /// Words of commands of Docker that bring images onto the machine.
  private static let imports: Set<String> = [
    "load", "import", "compose", "bake", "tag", "commit", "image",
  ]

  /// Actions that bring no image onto the machine.
  private static let actionsWithoutImages = [
    "actions/", "docker/login-action", "docker/setup-", "docker/metadata-action",
    "docker/build-push-action",
  ]

  /// Commands that bring no image onto the machine.
  private static let commandsWithoutImages: Set<String> = [
    "[", "[[", "apt-get", "cat", "cd", "chmod", "cp", "curl", "date", "df", "echo", "env", "exit",
    "export", "false", "find", "grep", "head", "jq", "ls", "mkdir", "mv", "pip", "printf", "pwd",
    "pytest", "rm", "sed", "seq", "set", "sleep", "tail", "tee", "test", "touch", "trap", "true",
    "wait", "wc", "wget", "nc",
  ]
}
