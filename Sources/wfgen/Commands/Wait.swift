internal import ArgumentParser

/// `wfgen wait`.
struct Wait: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait until the images of a commit are in the registry.",
    discussion: """
      Looks as 'wfgen status' does, first after 5 seconds, then after 10 and 20, and from then on \
      every 30 seconds; the pauses start anew whenever an image has come. What changes is said on \
      standard error, and the state at the end on standard output.

      Ends when everything is there, and at once when something will not come: the run that should \
      have built it, or a parent of it, has failed, and a second look 5 seconds later shows no run \
      that could build it still. When nothing at all is on its way for two minutes, it ends, too. Without \
      GITHUB_TOKEN neither is known, and it waits until the time is up.

      What is waited for are content tags: '--format json' names them, with their digests. Mutable \
      tags such as ':latest' follow at the end of the workflow.

      The environment is that of 'wfgen status'.

      EXAMPLES
        wfgen wait
        wfgen wait production --timeout 30
        git push && wfgen wait production && ./deploy

      Exit codes: 0 everything is fresh, 1 something will not come or the time is up, 2 the registry \
      gives no clear answer three times in a row, or usage or input is wrong.
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var options: ProgressOptions

  func run(_ console: Console) async throws -> Outcome {
    try await ProgressCommand(
      repository: repository, options: options, sync: true, console: console
    ).run()
  }
}
