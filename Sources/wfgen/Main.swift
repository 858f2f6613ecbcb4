internal import ArgumentParser

/// The process: arguments in, exit code out.
@main
enum Main {
  static func main() async {
    let console = Console.process
    let outcome = await Wfgen.run(CommandLine.arguments.dropFirst(), console)
    Wfgen.exit(withError: ExitCode(outcome.rawValue))
  }
}

/// `wfgen`.
struct Wfgen: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wfgen",
    abstract: "Writes and checks GitHub Actions workflows for many container images.",
    discussion: """
      The manifest, wfgen.yml, states policy; the Dockerfiles say what builds on what. From both \
      wfgen writes workflows that build every image once, after its parents, from the parents just \
      built.

      EXAMPLES
        wfgen init                    propose a manifest for the Dockerfiles found
        wfgen graph                   show levels, critical path and minutes
        wfgen plan --since main~1     show what a change rebuilds
        wfgen generate                write the workflows
        wfgen check                   verify manifest and workflows; writes nothing
        wfgen lint                    find what goes wrong in any workflows; needs no manifest
        wfgen explain two-writers     explain a rule of lint
        wfgen status                  show which images of a commit are in the registry
        wfgen wait                    wait until all of them are

      Exit codes: 0 nothing found, 1 findings or files out of date, 2 usage or unreadable input.
      """,
    version: version,
    subcommands: [
      Init.self, Generate.self, Check.self, Lint.self, Explain.self, Graph.self, Plan.self,
      Status.self, Wait.self,
    ])

  /// The version of this build.
  static let version = "0.1.0"

  /// The arguments with the directory behind the command, where it is an option: `git -C` has taught
  /// people to write it in front.
  private static func directoryLast(_ arguments: [String]) -> [String] {
    let names = ["-C", "--directory"]
    let isApart = arguments.first.map(names.contains) ?? false
    let isJoined = arguments.first?.hasPrefix("--directory=") ?? false
    let count = isApart ? 2 : isJoined ? 1 : 0
    guard count > 0, arguments.count > count else { return arguments }
    return [arguments[count]] + arguments[..<count] + arguments[(count + 1)...]
  }

  /// Runs one command line. Usage errors end with 2, where ArgumentParser would say 64.
  static func run(_ arguments: some Sequence<String>, _ console: Console) async -> Outcome {
    do {
      var command = try parseAsRoot(directoryLast(Array(arguments)))
      if let command = command as? any ConsoleCommand {
        return try await command.run(console)
      }
      try command.run()
      return .clean
    } catch let error as CommandError {
      console.error(error.description)
      return .unusable
    } catch {
      let text = fullMessage(for: error)
      guard exitCode(for: error) == .success else {
        console.error(text + "\n")
        return .unusable
      }
      console.output(text + "\n")
      return .clean
    }
  }
}

/// A command that writes to a console and says how it ended.
///
/// Its configuration states its name: making one from the type takes the runtime a long search.
protocol ConsoleCommand: AsyncParsableCommand {
  /// Does the work. Throws a `CommandError` when something stands in its way.
  func run(_ console: Console) async throws -> Outcome
}

extension ConsoleCommand {
  /// Only reached when the command is called by itself; `Wfgen.run` hands in a console.
  func run() async throws {
    let outcome = try await run(.process)
    if outcome != .clean { throw ExitCode(outcome.rawValue) }
  }
}
