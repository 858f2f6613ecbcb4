import Dockerfiles
import SourceText

extension Rule {
  /// Finds images that are taken for a platform which nobody builds them for.
  static let platformBeyondImage = Rule(
    id: "platform-beyond-image",
    summary: "An image is taken for a platform that it is not built for.",
    rationale: """
      An index of images holds one image for each platform it was built for. A build for another \
      platform finds no base, and a runner with another processor nothing to run: 'no match for \
      platform in manifest'. One missing platform fails the build of all. Where the name stands \
      for a single image and no index, its programs cannot be run instead.
      """,
    source: "https://docs.docker.com/build/building/multi-platform/",
    severity: .error,
    category: .graph,
    fixes: .never,
    example: Example(
      "an image for two platforms on a base for one",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  push: true
                  tags: ghcr.io/acme/base:latest
          web:
            needs: base
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with:
                  context: ⟦web⟧
                  platforms: linux/amd64,linux/arm64
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  platforms: linux/amd64,linux/arm64
                  push: true
                  tags: ghcr.io/acme/base:latest
          web:
            needs: base
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  platforms: linux/amd64,linux/arm64
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ]),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.flow.uses.compactMap { use in
        // A step may ask 'docker run' for another platform.
        guard use.purpose == .container || use.parent?.isForTarget ?? false else { return nil }
        let builders = repository.flow.builders(of: use)
        guard let builder = builders.first, let wanted = repository.platforms(of: use),
          let built = repository.platforms(of: builders)
        else { return nil }
        let missing = wanted.filter { platform in !built.contains { $0.mayServe(platform) } }
        guard !missing.isEmpty, !repository.flow.isOnRunner(use),
          repository.isMadeOnly(by: builders, use.name)
        else { return nil }
        let location = SourceLocation(repository.workflows[use.place.workflow].file, use.range)
        guard seen.insert(location).inserted else { return nil }
        let names = built.map(\.description).sorted().joined(separator: ", ")
        let lacks = missing.map(\.description).sorted().joined(separator: ", ")
        return Finding(
          "\(repository.subject(of: use, more: 0)) for \(lacks), and that image is built for "
            + "\(names) alone: there is no match, or one of the wrong processor",
          at: location,
          labels: [Diagnostic.Label("built here", at: repository.location(ofBuild: builder))]
            + (use.parent.map { [Diagnostic.Label("named here", at: $0.location)] } ?? []),
          help: "build '\(use.title)' for \(lacks) too")
      }
    })
}

extension Repository {
  /// The platforms that an image is taken for; `nil` when they are not known.
  fileprivate func platforms(of use: ImageUse) -> Set<Platform>? {
    if let build = use.build, !effects.builds[build].platforms.isEmpty {
      return platforms(of: effects.builds[build].platforms)
    }
    return runner(at: use.place)?.platform.map { [$0] }
  }

  /// The platforms that builds make images for; `nil` when they are not known.
  fileprivate func platforms(of builders: [Int]) -> Set<Platform>? {
    var all: Set<Platform> = []
    for builder in builders {
      let build = effects.builds[builder]
      let own =
        build.platforms.isEmpty
        ? runner(at: build.place)?.platform.map { [$0] } : platforms(of: build.platforms)
      guard let own else { return nil }
      all.formUnion(own)
    }
    return all
  }

  private func platforms(of texts: [PartialText]) -> Set<Platform>? {
    let platforms = texts.map { text in text.text.flatMap { Platform($0) } }
    return platforms.contains(nil) ? nil : Set(platforms.compactMap { $0 })
  }

  /// Whether nothing but these builds makes an image; an index of images may join any.
  fileprivate func isMadeOnly(by builders: [Int], _ name: ImageName) -> Bool {
    guard !effects.unreadWrites.contains(where: { $0 == nil }) else { return false }
    let places = builders.map { effects.builds[$0].place }
    let jobs = Set(places.map { [$0.workflow, $0.job] })
    return effects.writes.allSatisfy { write in
      guard write.reference.hasPrefix(name.repository + ":") else { return true }
      return !write.isManifest && jobs.contains([write.place.workflow, write.place.job])
    }
  }
}

extension Platform {
  /// Whether an image for this platform may be taken where one for another is asked for.
  ///
  /// Container engines fall back to older processors of the same family.
  fileprivate func mayServe(_ other: Platform) -> Bool {
    guard os == other.os else { return false }
    switch (architecture, other.architecture) {
    case ("arm", "arm64"), ("386", "amd64"): return true
    default: return architecture == other.architecture
    }
  }
}
