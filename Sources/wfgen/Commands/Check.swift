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
        wfgen check --staged             what is staged, as a hook has to
        wfgen check --format github      annotations in a workflow run
        wfgen check --fail-on warning
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var report: OutputOptions

  @Flag(help: "Judge what is staged for the next commit, not the files as they lie on the disk.")
  var staged = false

  func run(_ console: Console) async throws -> Outcome {
    let tree = try repository.tree()
    let verdict = try await staged ? verdictOnIndex(of: tree) : verdictOnDisk(tree)
    report.print(verdict.findings, then: verdict.stale, in: tree, console)
    if report.format == .text, !verdict.diffs.isEmpty { console.output(verdict.diffs) }
    if !verdict.isReadable { return .unusable }
    return report.outcome(of: verdict.findings + verdict.stale)
  }

  /// What was found.
  private struct Verdict {
    /// Whether there is a manifest that can be worked with.
    var isReadable: Bool
    /// What is wrong.
    var findings: [Diagnostic]
    /// What is not as `generate` would write it.
    var stale: [Diagnostic] = []
    /// How the first of those differ.
    var diffs = ""
  }

  private func verdictOnDisk(_ tree: WorkTree) async throws -> Verdict {
    let loaded = try repository.load(tree)
    var verdict = await verdict(on: loaded, from: tree, paths: tree.ownPaths())
    if let project = loaded.project {
      verdict.findings += await tree.sourcesOnThisDiskAlone(of: project)
    }
    return verdict
  }

  private func verdictOnIndex(of tree: WorkTree) async throws -> Verdict {
    var index = try await StagedTree(of: tree)
    var verdict: Verdict
    repeat {
      verdict = await self.verdict(
        on: try repository.load(index, in: tree), from: index, paths: index.paths)
    } while try await index.fetch()
    verdict.stale = verdict.stale.map { finding in
      var finding = finding
      if let help = finding.help, help.hasPrefix("run 'wfgen generate'") {
        finding.help = "\(help), and stage what it did: git add .github"
      }
      return finding
    }
    return verdict
  }

  private func verdict(
    on loaded: LoadedProject, from files: some FileTree, paths: [String]
  ) async -> Verdict {
    var verdict = Verdict(isReadable: loaded.project != nil, findings: loaded.problems)
    var claims: [TagClaim] = []
    let policy = loaded.project?.manifest.lint ?? LintPolicy()
    if let file = loaded.project?.manifest.file {
      verdict.findings += policy.unknownNames(in: file)
    }
    if let project = loaded.project {
      verdict.findings += repository.misplacement(of: project.manifest.file, in: loaded.tree)
      let pipeline = Pipeline(project)
      // What the layout comes to, only the whole graph can say.
      if project.manifest.isRegistryKnown { verdict.findings += pipeline.diagnostics }
      verdict.findings += pipeline.unchainedBranch(default: loaded.tree.remoteDefaultBranch)
      if !project.isPlanned { compare(pipeline, with: files, &verdict) }
      if project.manifest.isRegistryKnown {
        claims = pipeline.movedTags.map { TagClaim($0.reference, of: $0.workflow, at: $0.location) }
      }
    }
    verdict.findings += await lintConcurrently(
      files.view(slug: loaded.slug, paths: paths), claims: claims,
      rules: RuleSelection(policy).rules
    ).filter { !isClash($0) }
    return verdict
  }

  /// Compares what should be there with what is, unless it cannot be said what should.
  private func compare(
    _ pipeline: Pipeline, with files: some FileTree, _ verdict: inout Verdict
  ) {
    let manifest = pipeline.project.manifest.file
    let existing = pipeline.existingChanges(in: files)
    verdict.findings += pipeline.clashes(in: files) + existing.diagnostics
    guard !verdict.findings.contains(where: { $0.severity == .error }) else { return }
    let changes = changes(from: files, to: pipeline.files())
    verdict.stale =
      freshness(of: changes, manifest)
      + existing.changes.flatMap { $0.diagnostics(manifest: manifest) }
    verdict.diffs = limitedDiffs(changes + existing.changes)
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
