import ArgumentParser

@main
struct Wfgen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wfgen",
    abstract: "Writes and checks GitHub Actions workflows for many container images.")
}
