internal import ArgumentParser
internal import FoundationEssentials
internal import Generation
internal import Linting
internal import Manifest
internal import SourceText
internal import YAML

/// `wfgen init`.
struct Init: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Propose a manifest for the Dockerfiles found.",
    discussion: """
      Writes wfgen.yml with the images that workflows and compose files build, or one for each \
      Dockerfile, and with tiers by what is built on what. An existing manifest is never \
      overwritten without --force.

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
    let proposal = tree.proposal
    guard !proposal.images.isEmpty else {
      throw CommandError("there is no Dockerfile in \(tree.root)")
    }
    for remark in proposal.remarks { console.error("note: \(remark)\n") }
    if stdout {
      console.output(proposal.text)
      return .clean
    }
    if let old = tree.read(path), old.bytes == Array(proposal.text.utf8) {
      console.output("\(path) is what would be proposed; nothing was written.\n")
      return .clean
    }
    if tree.kind(of: path) != nil, !force {
      throw CommandError(
        "there is a \(path) already; nothing was written",
        help: "print a new proposal with --stdout, or overwrite it with --force")
    }
    try tree.write(Array(proposal.text.utf8), to: path)
    // The root of the repository may lie above, or elsewhere.
    let isHere = tree.root == FileManager.default.currentDirectoryPath
    console.output(report(of: proposal, at: isHere ? path : "\(tree.root)/\(path)"))
    return .clean
  }

  private func report(of proposal: ManifestProposal, at path: String) -> String {
    let placeholders = """
      No git remote says which repository this is: 'repository' and 'registry' are placeholders \
      to fill in.

      """
    return """
      Wrote \(path) with \(proposal.images.count) image\(proposal.images.count == 1 ? "" : "s").
      \(proposal.repository == nil ? placeholders : "")\
      Read it, then:
        wfgen graph       shows what builds on what
        wfgen generate    writes the workflows

      """
  }
}

extension WorkTree {
  /// The manifest that fits the Dockerfiles and what git knows.
  fileprivate var proposal: ManifestProposal {
    let git = GitDirectory(of: root)
    // The names of published images may be made of it.
    let slug = ManifestProposal.repository(ofRemote: git?.remote ?? "")
    var view = view(slug: slug)
    view.workflows.removeAll(where: Ownership.isGenerated)
    return ManifestProposal(
      for: self, remote: git?.remote, branch: git?.defaultBranch,
      builds: builds(in: view).map(ProposedBuild.init),
      unreadable: view.workflows.compactMap { workflow in
        let document = YAMLDocument(parsing: workflow)
        return document.root == nil ? document.diagnostics.first : nil
      })
  }
}

extension ProposedBuild {
  /// What a workflow builds, as a manifest would state it.
  fileprivate init(_ build: FoundBuild) {
    self.init(
      origin: build.workflow, dockerfile: build.dockerfile, context: build.context,
      target: build.target, arguments: build.arguments, openArguments: build.openArguments,
      secrets: build.secrets, agents: build.agents, platforms: build.platforms,
      repositories: build.repositories, tags: build.tags)
  }
}

extension CommandError {
  /// There is no manifest: says so, and shows the smallest one for the Dockerfiles found.
  static func missingManifest(in tree: WorkTree) -> CommandError {
    let proposal = tree.proposal
    let message = "there is no wfgen.yml in \(tree.root)"
    guard !proposal.images.isEmpty else {
      return CommandError(
        message,
        help: "and no Dockerfile either: is it the right directory? 'wfgen lint' needs neither")
    }
    let text = proposal.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    return CommandError(message, help: "'wfgen init' writes this one:\n\n\(text)")
  }
}
