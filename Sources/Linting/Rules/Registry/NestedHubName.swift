import SourceText
import YAML

extension Rule {
  /// Finds images with more than one name behind the owner that go to Docker Hub.
  static let nestedHubName = Rule(
    id: "nested-hub-name",
    summary: "An image goes to Docker Hub under more than an owner and one name.",
    rationale: """
      A repository of Docker Hub is an owner and one name: there are no folders. A push of \
      `owner/folder/name` is denied, although other registries would take it.
      """,
    source: "https://docs.docker.com/docker-hub/repos/create/",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "a name in a folder",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  username: ${{ vars.HUB_USER }}
                  password: ${{ secrets.HUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ⟦acme/tools/relay:latest⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  username: ${{ vars.HUB_USER }}
                  password: ${{ secrets.HUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: acme/tools-relay:latest
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.writes.compactMap { write in
        let host = "docker.io/"
        let location =
          write.detail ?? SourceLocation(repository.file(at: write.place), write.range)
        guard write.reference.hasPrefix(host),
          let path = write.reference.dropFirst(host.count).split(separator: ":").first,
          path.split(separator: "/").count > 2, seen.insert(location).inserted
        else { return nil }
        return Finding(
          "'\(path)' has more than one name behind its owner, and Docker Hub denies the push",
          at: location,
          help: "join the names: '\(joined(path))'")
      }
    })
}

/// The owner and one name.
private func joined(_ path: Substring) -> String {
  let names = path.split(separator: "/")
  return names[0] + "/" + names.dropFirst().joined(separator: "-")
}
