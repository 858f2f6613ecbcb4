internal import ArgumentParser
internal import Generation
internal import Linting
internal import Manifest
internal import Reporting
internal import SourceText

/// `wfgen check`.
struct Check: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Verify the manifest, the Dockerfiles and the workflows; write nothing.",
    discussion: """
      Finds what is wrong in the manifest, what no longer fits the Dockerfiles, generated files \
      that are out of date or left over, and hand-written workflows whose chain cannot work. It is \
      the pre-commit hook and the gate in CI.

      EXAMPLES
        wfgen check
        wfgen check --format github      annotations in a workflow run
        wfgen check --fail-on warning
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var report: OutputOptions

  func run(_ console: Console) async throws -> Outcome {
    let tree = try repository.tree()
    let loaded = try repository.load(tree)
    var findings = loaded.problems
    var stale: [Diagnostic] = []
    var diffs = ""
    if let project = loaded.project {
      findings += repository.misplacement(of: project.manifest.file, in: tree)
      let pipeline = Pipeline(project)
      findings += await tree.sourcesOnThisDiskAlone(of: project)
      // What the layout comes to, only the whole graph can say.
      if project.manifest.isRegistryKnown { findings += pipeline.diagnostics }
      findings += pipeline.unchainedBranch(default: tree.remoteDefaultBranch)
      if !project.isPlanned {
        let existing = pipeline.existingChanges(in: tree)
        findings += pipeline.clashes(in: tree) + existing.diagnostics
        if !findings.contains(where: { $0.severity == .error }) {
          let changes = changes(from: tree, to: pipeline.files())
          stale =
            freshness(of: changes, project.manifest.file)
            + existing.changes.flatMap { $0.diagnostics(manifest: project.manifest.file) }
          diffs = limitedDiffs(changes + existing.changes)
        }
      }
    }
    findings += lint(tree.view(slug: loaded.slug)).filter { !isClash($0) }
    report.print(findings, then: stale, in: tree, console)
    if report.format == .text, !diffs.isEmpty { console.output(diffs) }
    if loaded.project == nil { return .unusable }
    return report.outcome(of: findings + stale)
  }

  /// Whether it is the lint finding about a name that a generated workflow shares, of which
  /// `Pipeline.clashes` speaks.
  private func isClash(_ finding: Diagnostic) -> Bool {
    finding.rule == "duplicate-workflow-name"
      && ([finding.location] + finding.labels.prefix(1).map(\.location))
        .contains { Ownership.isGenerated($0.file) }
  }

  /// What is not as it should be; nothing but one sentence before the first `generate`.
  private func freshness(of changes: [FileChange], _ manifest: SourceFile) -> [Diagnostic] {
    guard changes.allSatisfy({ $0.kind == .missing }) else {
      // One link in place of a directory stands in the way of many files.
      return Set(changes.flatMap { $0.diagnostics(manifest: manifest) }).sorted()
    }
    return [
      Diagnostic(
        "missing-file", .error,
        "nothing has been generated yet: the manifest asks for \(changes.count) files",
        at: SourceLocation(manifest, SourceRange.at(0)), help: "run 'wfgen generate'")
    ]
  }

  /// How the first files differ; what is missing as a whole would only be noise.
  private func limitedDiffs(_ changes: [FileChange]) -> String {
    let outdated = changes.filter { if case .outdated = $0.kind { true } else { false } }
    let rest = outdated.count - Self.shownDiffs
    return outdated.prefix(Self.shownDiffs).map { $0.unifiedDiff(limit: 40) }.joined()
      + (rest > 0 ? "… \(rest) more files; see 'wfgen generate --diff'\n" : "")
  }

  private static let shownDiffs = 3
}
