internal import ArgumentParser
internal import Generation
internal import Manifest
internal import Reporting
internal import SourceText
internal import Workflows

/// `wfgen generate`.
struct Generate: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
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
        wfgen generate --ci         print a job that verifies the files in CI, with the wfgen
                                    that is on the runner's path
        wfgen generate --ci --ci-ref OWNER/NAME@COMMIT
                                    the same, with a wfgen that is built from that source
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var report: OutputOptions
  @Flag(help: "Say what would be written, and write nothing.") var dryRun = false
  @Flag(help: "Show the difference, and write nothing.") var diff = false
  @Flag(help: "Print the files, and write nothing.") var stdout = false
  @Flag(help: "Print a job that verifies in CI that the files are up to date.") var ci = false
  @Option(
    help: ArgumentHelp(
      "Where the job takes wfgen from: a repository with its source, at a commit.",
      valueName: "owner/name@commit"))
  var ciRef: String?

  func validate() throws {
    guard let ciRef else { return }
    guard ci else { throw ValidationError("--ci-ref goes with --ci alone") }
    if ActionPin(parsing: ciRef) == nil {
      throw ValidationError(
        "--ci-ref is '\(ciRef)': write OWNER/NAME@COMMIT, with the 40 digits of the commit")
    }
  }

  func run(_ console: Console) async throws -> Outcome {
    let tree = try repository.tree()
    if ci {
      // The job is worth having before there is a manifest, and when it has a fault.
      let file = tree.read(RepositoryOptions.manifestPath)
      let branch = file.flatMap { Manifest.read($0).manifest?.branch }
      let source = ciRef.flatMap(ActionPin.init(parsing:))
      console.output(
        verificationWorkflow(branch: branch ?? Manifest.defaultBranch, source: source))
      if source == nil { console.error(Self.sourceNote) }
      return .clean
    }
    var loaded = try repository.load(tree)
    if let file = loaded.project?.manifest.file {
      loaded.problems += repository.misplacement(of: file, in: tree)
    }
    guard let project = loaded.usable(report, console) else { return .unusable }
    guard !project.isPlanned else {
      throw CommandError(
        "no image has a Dockerfile, so there is nothing to build yet",
        help: "'wfgen graph' shows the plan; state a 'dockerfile' when there is one")
    }
    let pipeline = Pipeline(project)
    let alone = await tree.sourcesOnThisDiskAlone(of: project)
    let existing = pipeline.existingChanges(in: tree)
    let problems =
      (pipeline.diagnostics + pipeline.unchainedBranch(default: tree.remoteDefaultBranch)
      + pipeline.clashes(in: tree) + existing.diagnostics + alone).sorted()
    report.explain(problems, in: tree, console)
    guard !problems.contains(where: { $0.severity == .error }) else {
      return .unusable
    }
    let files = pipeline.files()
    if stdout {
      for file in files { console.output("# \(file.path)\n\(file.text)\n") }
      return .clean
    }
    let changes = changes(from: tree, to: files) + existing.changes
    try refuseForeign(changes)
    if diff {
      console.output(changes.map { $0.unifiedDiff(limit: nil) }.joined())
      return .clean
    }
    if !dryRun {
      try apply(changes, to: tree)
    }
    console.output(GenerationReport(changes: changes, pipeline: pipeline, isDry: dryRun).text)
    return .clean
  }

  /// There is no release yet that a job could pin.
  private static let sourceNote = """
    note: this job runs the wfgen that is on the runner's path, and hosted runners have none
      = help: '--ci-ref OWNER/NAME@COMMIT' has it built from a repository with wfgen's source

    """

  /// Nothing is written at all when something stands in the way of one of the files.
  private func refuseForeign(_ changes: [FileChange]) throws(CommandError) {
    for change in changes {
      switch change.kind {
      case .foreign:
        throw CommandError(
          "\(change.path) exists and was not made by wfgen; nothing was written",
          help: "move it away, or give the tier or task another name")
      case .blocked(let obstacle):
        throw CommandError("\(obstacle.message); nothing was written", help: obstacle.help)
      case .current, .missing, .outdated, .orphan: continue
      }
    }
  }

  /// Throws a `CommandError` that says what was done before.
  private func apply(_ changes: [FileChange], to tree: WorkTree) throws(CommandError) {
    var done: [String] = []
    for change in changes where !change.isCurrent {
      do {
        try apply(change, to: tree)
        done.append(change.path)
      } catch {
        guard !done.isEmpty else { throw error }
        let list = done.map { "\n      \($0)" }.joined()
        throw CommandError(
          error.message,
          help: "these were written or removed before, the rest was not; mend that, and run "
            + "'wfgen generate' again:\(list)")
      }
    }
  }

  private func apply(_ change: FileChange, to tree: WorkTree) throws(CommandError) {
    switch change.kind {
    case .current, .foreign, .blocked: break
    case .missing, .outdated: try tree.write(Array(change.text.utf8), to: change.path)
    case .orphan: try tree.remove(change.path)
    }
  }
}
