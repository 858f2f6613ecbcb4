import SourceText
import YAML

extension Rule {
  /// Finds builds that push an image without a name.
  static let pushWithoutName = Rule(
    id: "push-without-name",
    summary: "A build pushes an image that it gives no name.",
    rationale: """
      The tags of a build say where its image goes. With `push: true` and none the build ends with \
      "tag is needed when pushing to registry".
      """,
    source: "https://docs.docker.com/reference/cli/docker/buildx/build/#push",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "a push without tags",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  push: ⟦true⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  push: true
                  tags: ghcr.io/acme/relay:latest
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build -> Finding? in
        guard let options = build.options, options.push != .never, options.hasTags == false,
          options.outputs.allSatisfy({ $0.names.isEmpty && !$0.isByDigest })
        else { return nil }
        let location = repository.location(of: "push", in: build)
        guard seen.insert(location).inserted else { return nil }
        return Finding(
          "the image is pushed but has no name, so the build fails: tag is needed when pushing to "
            + "registry", at: location,
          help: options.isAction ? "name it under 'tags'" : "name it with '--tag'")
      }
    })
}
