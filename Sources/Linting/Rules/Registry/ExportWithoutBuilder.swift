import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds builds that ask the docker driver for what it cannot give.
  static let exportWithoutBuilder = Rule(
    id: "export-without-builder",
    summary: "A build asks for several platforms or attestations without a builder for them.",
    rationale: """
      Without a builder of its own a build uses the driver of the Docker engine. On these runners that \
      builds for one platform at a time and makes no attestations; the step fails with "Multi-platform \
      build is not supported for the docker driver".
      """,
    source: "https://docs.docker.com/build/builders/drivers/",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "two platforms without a builder",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-qemu-action@v4.4.0
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  platforms: ⟦linux/amd64,linux/arm64⟧
                  push: true
                  tags: ghcr.io/acme/relay:latest
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-qemu-action@v4.4.0
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  platforms: linux/amd64,linux/arm64
                  push: true
                  tags: ghcr.io/acme/relay:latest
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.indices.compactMap { position -> Finding? in
        let build = repository.effects.builds[position]
        guard build.options != nil, let wish = wish(of: build) else { return nil }
        let location = repository.location(of: wish.input, in: build)
        guard !seen.contains(location), let state = repository.builderState(before: position) else {
          return nil
        }
        seen.insert(location)
        return Finding(
          "\(state), and the docker driver \(wish.problem): the build fails", at: location,
          help: "set up a builder with 'docker/setup-buildx-action' before, in the same job")
      }
    })
}

/// What a build certainly wants of its builder that the docker driver has not, and the input for it.
private func wish(of build: ImageBuild) -> (input: String, problem: String)? {
  let platforms = build.platforms.compactMap { $0.text.flatMap { Platform($0) } }
  if Set(platforms).count > 1 { return ("platforms", "builds for one platform at a time") }
  guard let step = build.options?.step, build.options?.isAction ?? false else { return nil }
  if step.input("sbom")?.plainText == "true" { return ("sbom", "makes no attestations") }
  let provenance = step.input("provenance")?.plainText ?? ""
  if provenance == "true" || provenance.hasPrefix("mode=") {
    return ("provenance", "makes no attestations")
  }
  return nil
}
