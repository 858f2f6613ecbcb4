import SourceText
import YAML

extension Rule {
  /// Finds caches that only runs for tags save.
  static let cacheOfOneTag = Rule(
    id: "cache-of-one-tag",
    summary: "A workflow for tags saves into the Actions cache.",
    rationale: """
      Each tag has caches of its own: a run finds those of its own tag and of the default branch, and \
      nobody else finds those of the tag. A workflow that runs for new tags alone exports layers that \
      no run will ever import.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching#restrictions-for-accessing-a-cache",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "a release",
      bad: """
        on: {push: {tags: ['v*']}}
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  cache-from: type=gha
                  cache-to: ⟦type=gha,mode=max⟧
        """,
      good: """
        on: {push: {branches: [main], tags: ['v*']}}
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
      // What several workflows call is of use as long as one of them is for branches.
      Dictionary(grouping: CacheUses(of: repository).exports, by: \.entry.location).compactMap {
        location, uses in
        let isForTags = uses.allSatisfy { use in
          let place = repository.effects.builds[use.build].place
          return use.entry.backend == .actions
            && ActionsCacheAccess.scopes(of: repository.workflows[place.workflow]) == ["tag"]
        }
        guard isForTags else { return nil }
        return Finding(
          "this workflow runs for tags alone, and no run for another tag finds what is exported here",
          at: location,
          help: "import what a workflow for the default branch exports, or use a registry")
      }
    })
}
