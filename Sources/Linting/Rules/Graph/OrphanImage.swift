import SourceText

extension Rule {
  /// Finds published base images that nothing stands on.
  static let orphanImage = Rule(
    id: "orphan-image",
    summary: "A base image is built and published, and nothing takes it.",
    rationale: """
      No Dockerfile is built on the image, no job runs in it, no file names it, and it starts \
      nothing by itself. Every run spends minutes and room in the registry on it, and when its \
      build fails the jobs that need it are skipped for nothing.
      """,
    source:
      "https://docs.github.com/en/actions/concepts/billing-and-usage",
    severity: .warning,
    category: .graph,
    fixes: .never,
    example: Example(
      "a base beside one that is used",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          bases:
            runs-on: ubuntu-24.04
            strategy:
              matrix:
                image: [python, ⟦perl⟧]
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: ${{ matrix.image }}
                  push: true
                  tags: ghcr.io/acme/${{ matrix.image }}:latest
          web:
            needs: bases
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "perl/Dockerfile": "FROM debian:12\nRUN apt-get install perl\n",
        "python/Dockerfile": "FROM debian:12\nRUN apt-get install python3\n",
        "web/Dockerfile": "FROM ghcr.io/acme/python\nCMD [\"web\"]\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          bases:
            runs-on: ubuntu-24.04
            strategy:
              matrix:
                image: [python]
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: ${{ matrix.image }}
                  push: true
                  tags: ghcr.io/acme/${{ matrix.image }}:latest
          web:
            needs: bases
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "python/Dockerfile": "FROM debian:12\nRUN apt-get install python3\n",
        "web/Dockerfile": "FROM ghcr.io/acme/python\nCMD [\"web\"]\n",
      ]),
    check: .repository { repository in
      guard !repository.flow.hasUnknownUse else { return [] }
      let used = Set(repository.flow.uses.map(\.name.repository))
      let parents = Set(
        repository.flow.uses.filter { $0.purpose == .parent }.map(\.name.repository))
      return repository.flow.publishers.sorted { $0.key < $1.key }.compactMap { name, builders in
        guard !used.contains(name), let builder = builders.first,
          repository.flow.dockerfiles(of: name).count == 1,
          Set(repository.effects.builds[builder].published.map(\.repository)).isDisjoint(
            with: used),
          repository.isMeantAsBase(builder, parents: parents),
          repository.startsSomething(build: builder) == false,
          !repository.isMentioned(name, except: repository.effects.builds[builder].dockerfile)
        else { return nil }
        return Finding(
          "'\(name)' is built and published, but no Dockerfile, job or step of the repository "
            + "takes it, and it starts nothing by itself",
          at: repository.location(ofBuild: builder),
          help: "remove it, or build on it what should be; if others take it, say so in the README")
      }
    })
}

extension Repository {
  /// Whether the workflows treat an image as a base: other combinations of its matrix make images
  /// that are built on, or jobs that build images wait for its job and take nothing from it.
  fileprivate func isMeantAsBase(_ builder: Int, parents: Set<String>) -> Bool {
    let place = effects.builds[builder].place
    var isWaitedFor = false
    for (index, build) in effects.builds.enumerated() {
      if build.place.workflow == place.workflow, build.place.job == place.job {
        if build.published.contains(where: { parents.contains($0.repository) }) {
          // Steps of one machine may make both the bases and what is built on them.
          return build.place.leg != place.leg
        }
      } else if !build.published.isEmpty,
        order.relation(of: place, to: build.place) == .before
      {
        if takes(index, from: place) { return false }
        isWaitedFor = true
      }
    }
    return isWaitedFor
  }

  private func takes(_ build: Int, from place: Place) -> Bool {
    (flow.usesOfBuilds[build] ?? []).contains { use in
      flow.builders(of: flow.uses[use]).contains { builder in
        let other = effects.builds[builder].place
        return other.workflow == place.workflow && other.job == place.job
      }
    }
  }
}
