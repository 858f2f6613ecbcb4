internal import ArgumentParser
internal import FoundationEssentials
internal import Manifest
internal import SourceText

/// `wfgen init`.
struct Init: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Propose a manifest for the Dockerfiles found.",
    discussion: """
      Writes wfgen.yml with one image per Dockerfile. An existing manifest is never overwritten \
      without --force.

      EXAMPLES
        wfgen init
        wfgen init --stdout
      """)

  @OptionGroup var repository: RepositoryOptions
  @Flag(help: "Print the manifest, and write nothing.") var stdout = false
  @Flag(help: "Overwrite an existing manifest.") var force = false

  func run(_ console: Console) async throws -> Outcome {
    let tree = try repository.tree()
    let path = RepositoryOptions.manifestPath
    let proposal = ManifestProposal(for: tree, remote: tree.remote, branch: tree.defaultBranch)
    guard !proposal.images.isEmpty else {
      throw CommandError("there is no Dockerfile in \(tree.root)")
    }
    if stdout {
      console.output(proposal.text)
      return .clean
    }
    if tree.kind(of: path) != nil, !force {
      throw CommandError(
        "there is a \(path) already; nothing was written",
        help: "print a new proposal with --stdout, or overwrite it with --force")
    }
    try tree.write(Array(proposal.text.utf8), to: path)
    console.output(
      """
      Wrote \(path) with \(proposal.images.count) image\(proposal.images.count == 1 ? "" : "s"). \
      Read it, then:
        wfgen graph       shows what builds on what
        wfgen generate    writes the workflows

      """)
    return .clean
  }
}

extension WorkTree {
  /// The branch that the remote's HEAD names, or else the one that is checked out.
  var defaultBranch: String? {
    remoteDefaultBranch ?? branch(in: ".git/HEAD", behind: "ref: refs/heads/")
  }

  /// The branch that the remote's HEAD names, as it was when the repository was cloned; `nil` where
  /// nothing says so. Git keeps such a reference in a file of its own, never among the packed ones.
  var remoteDefaultBranch: String? {
    branch(in: ".git/refs/remotes/origin/HEAD", behind: "ref: refs/remotes/origin/")
  }

  private func branch(in path: String, behind prefix: String) -> String? {
    guard let line = read(path)?.text.split(separator: "\n").first, line.hasPrefix(prefix) else {
      return nil
    }
    return String(line.dropFirst(prefix.count))
  }

  /// The address of the remote `origin`, read from git's configuration.
  var remote: String? {
    guard let config = read(".git/config") else { return nil }
    var isOrigin = false
    for line in config.text.split(separator: "\n") {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix("[") {
        isOrigin = text.hasPrefix("[remote \"origin\"]")
      } else if isOrigin, text.hasPrefix("url") {
        return text.split(separator: "=", maxSplits: 1).last.map {
          $0.drop { $0 == " " }.description
        }
      }
    }
    return nil
  }
}

extension CommandError {
  /// There is no manifest: says so, and shows the smallest one for the Dockerfiles found.
  static func missingManifest(in tree: WorkTree) -> CommandError {
    let proposal = ManifestProposal(for: tree, remote: tree.remote, branch: tree.defaultBranch)
    let message = "there is no wfgen.yml in \(tree.root)"
    guard !proposal.images.isEmpty else {
      return CommandError(message, help: "and no Dockerfile either: is it the right directory?")
    }
    let text = proposal.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    return CommandError(message, help: "'wfgen init' writes this one:\n\n\(text)")
  }
}
