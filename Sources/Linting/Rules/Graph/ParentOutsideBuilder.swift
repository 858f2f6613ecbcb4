import SourceText

extension Rule {
  /// Finds builds on an image that only the Docker engine has, by a builder that does not see it.
  static let parentOutsideBuilder = Rule(
    id: "parent-outside-builder",
    summary: "A builder in a container is asked for a parent that only the Docker engine has.",
    rationale: """
      `docker/setup-buildx-action` makes a builder that runs in a container of its own. It does \
      not see the images that `load: true` or `docker build` leave in the Docker engine: it asks \
      the registry for the parent, and there is none.
      """,
    source: "https://docs.docker.com/build/ci/github-actions/share-image-jobs/",
    severity: .error,
    category: .graph,
    fixes: .never,
    example: Example(
      "a parent that is loaded and not published",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  load: true
                  tags: base:ci
              - uses: docker/build-push-action@v7
                with:
                  context: ⟦web⟧
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM base:ci\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4
                with:
                  driver: docker
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  load: true
                  tags: base:ci
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM base:ci\n",
      ]),
    check: .repository { repository in
      repository.flow.uses.compactMap { use in
        guard use.purpose == .parent, repository.flow.isOnRunner(use), !use.name.isOnMachine,
          repository.flow.publishers[use.name.repository] == nil,
          let setup = repository.containerBuilder(of: use),
          !repository.mayPublishUnseen(into: use.name.repository)
        else { return nil }
        let file = repository.workflows[use.place.workflow].file
        return Finding(
          "\(repository.subject(of: use, more: 0)), which is in the Docker engine alone; this builder "
            + "runs in a container and asks the registry for it",
          at: SourceLocation(file, use.range),
          labels: [Diagnostic.Label("the builder is made here", at: SourceLocation(file, setup))],
          help: "make the builder with 'driver: docker', or publish the parent first")
      }
    })
}

extension Repository {
  /// Where the builder in a container is made that the build of a use runs in; `nil` when it runs
  /// in the Docker engine, or that is not known.
  fileprivate func containerBuilder(of use: ImageUse) -> SourceRange? {
    let job = workflows[use.place.workflow].jobs[use.place.job]
    let steps = job.steps
    guard use.detail == nil, steps.indices.contains(use.place.step) else { return nil }
    let step = steps[use.place.step]
    guard step.action?.hasSuffix("/build-push-action") ?? false, step.input("builder") == nil else {
      return nil
    }
    let start = effects.effects(ofJob: use.place.job, in: use.place.workflow).startIndex
    let setups = effects.all[start..<use.position].filter { effect in
      guard effect.place.isOnRunner(of: use.place) else { return false }
      if case .setUpBuilder = effect.kind { return true }
      return false
    }
    guard setups.count == 1, let setup = setups.first,
      case .setUpBuilder(let driver) = setup.kind, driver.text == "docker-container",
      setup.conditions.mayCoincide(with: use.conditions)
    else { return nil }
    return setup.range
  }
}
