import SourceText
import YAML

extension Rule {
  /// Finds imports of caches by builds that ignore every cache.
  static let ignoredCache = Rule(
    id: "ignored-cache",
    summary: "A build imports a cache and ignores it.",
    rationale: """
      With `no-cache` a build runs every instruction anew. What `cache-from` names is looked up and \
      then not used.
      """,
    source: "https://docs.docker.com/reference/cli/docker/buildx/build/#no-cache",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "both in one step",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  no-cache: true
                  cache-from: ⟦type=registry,ref=ghcr.io/acme/relay:buildcache⟧
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
                  context: .
                  cache-from: type=registry,ref=ghcr.io/acme/relay:buildcache
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build -> Finding? in
        guard let options = build.options, options.ignoresCache == .always,
          let entry = options.imports.first
        else { return nil }
        let location = entry.location
        guard seen.insert(location).inserted else { return nil }
        return Finding(
          "this build runs with 'no-cache', so it takes nothing from \(entry.title)", at: location,
          help: "leave out 'no-cache', or the import")
      }
    })
}
