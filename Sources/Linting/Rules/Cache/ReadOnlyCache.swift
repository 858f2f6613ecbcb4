import SourceText
import YAML

extension Rule {
  /// Finds caches that are saved by runs which may only read them.
  static let readOnlyCache = Rule(
    id: "read-only-cache",
    summary: "A job saves into the Actions cache, which its runs may only read.",
    rationale: """
      Since June 2026 the runs of events that strangers can cause, such as `workflow_run`, may read \
      the caches of the default branch and not write them, unless `cache-mode: write` allows it. \
      What they export is not kept, so the next run starts from nothing again. A cache in a registry \
      is not concerned.
      """,
    source:
      "https://github.blog/changelog/2026-06-26-read-only-actions-cache-for-untrusted-triggers",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "an image behind another workflow",
      bad: """
        name: Notebook
        on:
          workflow_run: {workflows: [Base], types: [completed]}
        jobs:
          notebook:
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
        name: Notebook
        on: {push: {branches: [main]}}
        jobs:
          notebook:
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
      let exports = Dictionary(
        grouping: CacheUses(of: repository).exports, by: \.entry.location
      ).compactMap { location, uses -> Finding? in
        // What several workflows call is of use as long as one of them may save.
        let refusals = uses.compactMap { use in
          ActionsCacheAccess.refusal(
            at: repository.effects.builds[use.build].place, in: repository)
        }
        guard refusals.count == uses.count, let refusal = refusals.first,
          uses.allSatisfy({ $0.entry.backend == .actions })
        else { return nil }
        return Finding(
          "\(refusal), so nothing of this export is kept", at: location,
          help: "export to a registry: 'type=registry,ref=…,mode=max'")
      }
      return exports + stepFindings(in: repository)
    })
}

/// Steps that save files which no other workflow saves.
private func stepFindings(in repository: Repository) -> [Finding] {
  let all = CacheStep.all(in: repository)
  return all.compactMap { cache in
    let job = cache.workflow.jobs[cache.job]
    guard cache.saves, let path = cache.path?.text,
      let refusal = ActionsCacheAccess.refusal(for: job, in: cache.workflow)
    else { return nil }
    let isSavedElsewhere = all.contains { other in
      other.saves && other.path?.text == path
        && ActionsCacheAccess.refusal(for: other.workflow.jobs[other.job], in: other.workflow)
          == nil
    }
    guard !isSavedElsewhere else { return nil }
    return Finding(
      "\(refusal), so these files are never saved and never found", at: cache.location,
      help: "let a workflow for pushes save them under the same key")
  }
}
