import SourceText
import YAML

extension Rule {
  /// Finds caches that are exported and that nothing imports.
  static let unreadCache = Rule(
    id: "unread-cache",
    summary: "A build exports a cache that no build imports.",
    rationale: """
      The export takes time and room in every run, and each build starts from nothing all the same: \
      BuildKit does not import what it has exported unless `cache-from` says so.
      """,
    source: "https://docs.docker.com/build/cache/backends/",
    severity: .warning,
    category: .cache,
    fixes: .never,
    yieldsTo: ["cache-over-image"],
    example: Example(
      "an export alone",
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
                  cache-to: ⟦type=gha,mode=max⟧
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
                  cache-from: type=gha
                  cache-to: type=gha,mode=max
        """),
    check: .repository { repository in
      let uses = CacheUses(of: repository)
      guard uses.knowsImports, !uses.exports.isEmpty, repository.showsAllBuilds else { return [] }
      let isComparable = uses.imports.allSatisfy {
        $0.entry.identity != nil || [.directory, .other].contains($0.entry.backend)
      }
      guard isComparable else { return [] }
      let readers = Set(uses.imports.compactMap(\.entry.identity))
      var seen: Set<SourceLocation> = []
      return uses.exports.compactMap { use -> Finding? in
        let build = repository.effects.builds[use.build]
        let location = use.entry.location
        // Who exports with 'no-cache' warms the cache of others, perhaps elsewhere.
        guard let identity = use.entry.identity, !readers.contains(identity),
          seen.insert(location).inserted
        else { return nil }
        let isIgnored = build.options?.ignoresCache == .always
        return Finding(
          "no build imports \(use.entry.title), so this export only costs time", at: location,
          help: isIgnored
            ? "leave out 'no-cache', so that the import has an effect"
            : "import it with 'cache-from'")
      }
    })
}
