import SourceText
import YAML

extension Rule {
  /// Finds pushes in runs whose token may only read.
  static let pushFromFork = Rule(
    id: "push-from-fork",
    summary: "A job pushes to a registry in runs for pull requests from forks.",
    rationale: """
      A run for a pull request from a fork gets no secrets and a token that may only read, whatever \
      `permissions` say. The login or the push fails there, and with it the check of each such pull \
      request; the export of a cache to a registry is a push too.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request",
    severity: .warning,
    category: .registry,
    fixes: .never,
    example: Example(
      "a build for pull requests that exports its cache",
      bad: """
        on:
          push: {branches: [main]}
          pull_request:
        jobs:
          relay:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: ${{ github.event_name != 'pull_request' }}
                  tags: ghcr.io/acme/relay:latest
                  cache-from: type=registry,ref=ghcr.io/acme/relay:cache
                  cache-to: ⟦type=registry,ref=ghcr.io/acme/relay:cache,mode=max⟧
        """,
      good: """
        on:
          push: {branches: [main]}
          pull_request:
        jobs:
          relay:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: ${{ github.event_name != 'pull_request' }}
                  tags: ghcr.io/acme/relay:latest
                  cache-from: type=registry,ref=ghcr.io/acme/relay:cache
                  cache-to: type=registry,ref=ghcr.io/acme/relay:cache,mode=max,ignore-error=true
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        guard workflow.triggers.contains(where: { $0.event == "pull_request" }) else { return [] }
        return workflow.jobs.indices.compactMap { job in
          finding(inJob: job, of: position, in: repository)
        }
      }
    })
}

private func finding(inJob job: Int, of workflow: Int, in repository: Repository) -> Finding? {
  let file = repository.workflows[workflow]
  let run = RunScenario(event: "pull_request")
  // A job that its needs keep from running is skipped.
  let chain = file.ancestors[job].map { file.jobs[$0] } + [file.jobs[job]]
  guard chain.allSatisfy({ run.truth(of: $0.body["if"]?.plainText) == true }) else {
    return nil
  }
  let push = repository.pushes(ofJob: job, in: workflow).first { push in
    guard RegistryHost.asksForLogin(push.host), let step = push.step, !push.isCalled,
      run.truth(of: step.body["if"]?.plainText) == true
    else { return false }
    if push.isCache { return repository.failsWithExport(push) }
    if step.action != nil {
      return run.truth(of: step.input("push")?.plainText ?? "false") == true
    }
    // What a script decides cannot be told.
    let script = step.run?.text ?? ""
    return !["if ", "case ", "&&", "||", "for ", "while "].contains { script.contains($0) }
  }
  guard let push else { return nil }
  return Finding(
    "runs for pull requests from forks push \(push.title) too, but have no secrets and a token that "
      + "may only read: they fail here", at: push.location,
    help: push.isCache
      ? "add 'ignore-error=true', or export only when 'github.event_name' is not 'pull_request'"
      : "push only when 'github.event_name' is not 'pull_request'")
}

extension Repository {
  /// Whether a build fails when the export of its layers does.
  fileprivate func failsWithExport(_ push: RegistryPush) -> Bool {
    let effects = effects.effects(ofJob: push.place.job, in: push.place.workflow)
    guard case .build(let build) = effects[push.position].kind else { return false }
    return self.effects.builds[build].options?.exports.contains { export in
      export.location == push.location && export.options["ignore-error"] == nil
    } ?? false
  }
}
