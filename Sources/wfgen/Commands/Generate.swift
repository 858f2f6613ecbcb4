internal import ArgumentParser
internal import Generation
internal import Manifest
internal import Reporting
internal import SourceText

/// `wfgen generate`.
struct Generate: ConsoleCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the workflows that the manifest asks for.",
    discussion: """
      Writes .github/workflows/wfgen-*.yml and what they run on, .github/wfgen/. Files that wfgen \
      did not make are never overwritten or removed. Pins that Dependabot or Renovate have moved \
      are kept.

      EXAMPLES
        wfgen generate              write, and say what to commit
        wfgen generate --dry-run    only say what would be written
        wfgen generate --diff       only show the difference
        wfgen generate --stdout     print the files instead
        wfgen generate --ci         print a job that verifies the files in CI
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var report: OutputOptions
  @Flag(help: "Say what would be written, and write nothing.") var dryRun = false
  @Flag(help: "Show the difference, and write nothing.") var diff = false
  @Flag(help: "Print the files, and write nothing.") var stdout = false
  @Flag(help: "Print a job that verifies in CI that the files are up to date.") var ci = false

  func run(_ console: Console) async throws -> Outcome {
    let tree = try repository.tree()
    if ci {
      // The job is worth having before there is a manifest, and when it has a fault.
      let file = tree.read(RepositoryOptions.manifestPath)
      let branch = file.flatMap { Manifest.read($0).manifest?.branch }
      console.output(verificationWorkflow(branch: branch ?? Manifest.defaultBranch))
      return .clean
    }
    guard let project = try repository.load(tree).usable(report, console) else { return .unusable }
    guard !project.isPlanned else {
      throw CommandError(
        "no image has a Dockerfile, so there is nothing to build yet",
        help: "'wfgen graph' shows the plan; state a 'dockerfile' when there is one")
    }
    let pipeline = Pipeline(project)
    let problems =
      (pipeline.diagnostics + pipeline.unchainedBranch(default: tree.remoteDefaultBranch)
      + pipeline.clashes(in: tree)).sorted()
    report.explain(problems, console)
    guard !problems.contains(where: { $0.severity == .error }) else {
      return .unusable
    }
    let files = pipeline.files()
    if stdout {
      for file in files { console.output("# \(file.path)\n\(file.text)\n") }
      return .clean
    }
    let changes = changes(from: tree, to: files)
    try refuseForeign(changes)
    if diff {
      console.output(changes.map { $0.unifiedDiff(limit: nil) }.joined())
      return .clean
    }
    if !dryRun {
      // What stands in the way of one file is found before another is written.
      for change in changes where !change.isCurrent { try tree.checkPlace(of: change.path) }
      for change in changes { try apply(change, to: tree) }
    }
    console.output(GenerationReport(changes: changes, pipeline: pipeline, isDry: dryRun).text)
    return .clean
  }

  /// Nothing is written at all when one of the files belongs to somebody else.
  private func refuseForeign(_ changes: [FileChange]) throws(CommandError) {
    for change in changes {
      if case .foreign = change.kind {
        throw CommandError(
          "\(change.path) exists and was not made by wfgen; nothing was written",
          help: "move it away, or give the tier or task another name")
      }
    }
  }

  private func apply(_ change: FileChange, to tree: WorkTree) throws(CommandError) {
    switch change.kind {
    case .current, .foreign: break
    case .missing, .outdated: try tree.write(Array(change.text.utf8), to: change.path)
    case .orphan: try tree.remove(change.path)
    }
  }
}
