internal import ArgumentParser

/// `wfgen status`.
struct Status: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show which images of a commit are in the registry, and what builds the others.",
    discussion: """
      Asks the registry, with the scripts that the workflows run, and GitHub's API for runs. Each \
      image is fresh, outdated, missing, blocked by a missing parent, or unknown when the registry \
      gives no clear answer. New versions of public bases do not count: no push builds for them.

      Looks once, or, in synchronous mode, waits as 'wfgen wait' does. Synchronous mode is what \
      says so first: --sync or --no-sync, 'wait: sync' or 'wait: async' in the manifest, WFGEN_SYNC \
      (1 or 0), CI. Without any of them it looks once.

      ENVIRONMENT
        GITHUB_TOKEN       reads runs ('actions: read'), and signs in to ghcr.io
        GITHUB_API_URL     when it is not https://api.github.com
        REGISTRY_USER      signs in to the registry, together with
        REGISTRY_PASSWORD

      Without GITHUB_TOKEN only the registry is asked.

      EXAMPLES
        wfgen status
        wfgen status --ref v1.2 --format json
        wfgen status production --sync

      Exit codes: 0 everything is fresh, 1 something is not, 2 the registry gives no clear answer, \
      or usage or input is wrong.
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var options: ProgressOptions
  @Flag(
    inversion: .prefixedNo, exclusivity: .exclusive,
    help: "Wait until everything is there, or look once.")
  var sync: Bool?

  func run(_ console: Console) async throws -> Outcome {
    try await ProgressCommand(
      repository: repository, options: options, sync: sync, console: console
    ).run()
  }
}
