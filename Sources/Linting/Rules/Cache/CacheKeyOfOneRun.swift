import SourceText
import YAML

extension Rule {
  /// Finds caches under a key that no later run has.
  static let cacheKeyOfOneRun = Rule(
    id: "cache-key-of-one-run",
    summary: "A cache has a key that no later run has.",
    rationale: """
      With the number of the run, or the commit, in its key and nothing under `restore-keys`, a cache \
      is saved in each run and found in none. It fills the 10 GB of the repository and pushes useful \
      caches out.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "the number of the run",
      bad: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/cache@v6.1.0
                with:
                  path: ~/.cache/go-build
                  key: ⟦go-${{ github.run_id }}⟧
              - run: go test ./...
        """,
      good: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/cache@v6.1.0
                with:
                  path: ~/.cache/go-build
                  key: go-${{ github.run_id }}
                  restore-keys: go-
              - run: go test ./...
        """),
    check: .repository { repository in
      let all = CacheStep.all(in: repository)
      return all.enumerated().compactMap { position, cache in
        guard cache.saves, cache.restores, let key = cache.key, let name = KeyParts(key)?.ofOneRun,
          cache.step.input("restore-keys") == nil
        else { return nil }
        // Jobs of one run may hand files to each other in this way.
        let isShared = all.enumerated().contains { other, step in
          other != position
            && (step.key?.text == key.text || step.path?.text == cache.path?.text)
        }
        let job = cache.workflow.jobs[cache.job]
        guard !isShared, job.body["strategy"] == nil,
          !cache.workflow.triggers.contains(where: {
            $0.event == "workflow_call"
          })
        else { return nil }
        return Finding(
          "a later run has another '\(name)', so what is saved here is never found again",
          at: cache.workflow.location(key),
          help: "name the beginning of the key under 'restore-keys', or make the key from "
            + "\"${{ hashFiles('…') }}\"")
      }
    })
}
