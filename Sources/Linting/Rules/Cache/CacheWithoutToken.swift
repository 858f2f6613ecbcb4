import SourceText
import YAML

extension Rule {
  /// Finds scripts that use the Actions cache without its token.
  static let cacheWithoutToken = Rule(
    id: "cache-without-token",
    summary: "A script uses the Actions cache without the token that it needs.",
    rationale: """
      The address and the token of the Actions cache are given to actions and not to scripts. \
      `docker buildx build` leaves a cache of the type `gha` out without a word where it has neither.
      """,
    source: "https://docs.docker.com/build/cache/backends/gha/#authentication",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "a build in a script",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - run: ⟦docker buildx build --cache-from type=gha --cache-to type=gha,mode=max .⟧
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
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build -> Finding? in
        guard let options = build.options, !options.isAction,
          let entry = (options.exports + options.imports).first(where: isWithoutToken)
        else { return nil }
        let location = entry.location
        guard !seen.contains(location), options.step?.run != nil,
          repository.hostedLinux(at: build.place) != nil,
          !mayHaveToken(build.place, in: repository)
        else { return nil }
        seen.insert(location)
        return Finding(
          "this script has no token of the Actions cache, so the build leaves 'type=gha' out without "
            + "a word", at: location,
          help: "build with 'docker/build-push-action', which has the token")
      }
    })
}

private func isWithoutToken(_ entry: CacheEntry) -> Bool {
  entry.backend == .actions && entry.options["token"] == nil && entry.options["url"] == nil
    && entry.options["url_v2"] == nil
}

/// Whether a step may have handed the token of the Actions cache to scripts.
private func mayHaveToken(_ place: Place, in repository: Repository) -> Bool {
  repository.innermostJob(at: place).workflow.file.text.contains("ACTIONS_RUNTIME_TOKEN")
    || repository.steps(upTo: place).contains { other in
      guard let action = other.action?.lowercased() else {
        return other.run?.text?.contains("ACTIONS_RUNTIME_TOKEN") ?? false
      }
      return action.hasPrefix("./") || action.hasPrefix("$/") || action.contains("runtime")
        || action.contains("expose") || action == "actions/github-script"
    }
}
