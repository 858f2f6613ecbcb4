import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds images for several platforms that are loaded into the Docker engine.
  static let multiPlatformLoad = Rule(
    id: "multi-platform-load",
    summary: "An image for several platforms is loaded into the Docker engine.",
    rationale: """
      The image store of the Docker engine on these runners holds one platform of an image. A build \
      for several that is to be loaded ends with "docker exporter does not currently support \
      exporting manifest lists".
      """,
    source: "https://docs.docker.com/build/exporters/oci-docker/",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "a test of an image for two platforms",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-qemu-action@v4.4.0
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  platforms: linux/amd64,linux/arm64
                  load: ⟦true⟧
                  tags: relay:candidate
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  platforms: linux/amd64
                  load: true
                  tags: relay:candidate
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build -> Finding? in
        guard let options = build.options, repository.hasClassicImageStore(at: build.place),
          options.load != .never || options.outputs.contains(where: \.isLoaded),
          Set(build.platforms.compactMap(\.text).compactMap { Platform($0) }).count > 1
        else { return nil }
        let input = options.load != .never ? "load" : "outputs"
        let location = repository.location(of: input, in: build)
        guard seen.insert(location).inserted else { return nil }
        return Finding(
          "an image for \(build.platforms.count) platforms is loaded, but the Docker engine holds one "
            + "platform of an image: the build fails", at: location,
          help: "load one platform, and push all of them in a step of its own")
      }
    })
}
