internal import ArgumentParser
internal import Linting
internal import Reporting
internal import SourceText

/// `wfgen lint`.
struct Lint: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Find what will go wrong on GitHub in any workflows, with or without a manifest.",
    discussion: """
      Reads the workflows of the repository, the actions, Dockerfiles and further files that they \
      name, and says what GitHub will do otherwise than they say. 'wfgen explain' lists the rules.

      A PATH is a repository, or a file or a directory in one, whose findings alone are shown. A \
      workflow that lies elsewhere than in .github/workflows is looked at by itself.

      A comment on the line of a finding, or alone above it, silences a rule:
        # wfgen: ignore[two-writers] why

      EXAMPLES
        wfgen lint
        wfgen lint .github/workflows/release.yml
        wfgen lint --select graph,trigger
        wfgen lint --ignore expression --fail-on warning
        wfgen lint --fix                 mend what keeps its meaning
        wfgen lint --fix --diff          show what that would change
      """)

  @Argument(help: ArgumentHelp("What to look at; the repository around when none is named."))
  var path: [String] = []

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var report: OutputOptions
  @OptionGroup var rules: RuleOptions

  @Flag(help: "List all rules, as text or json, and look at nothing.") var list = false
  @Flag(help: "Mend findings where the meaning of the file stays the same.") var fix = false
  @Flag(help: "Mend findings also where something else may change.") var unsafeFixes = false
  @Flag(help: "Show what would be mended, and write nothing.") var diff = false
  @Flag(help: "Judge what is staged for the next commit, not the files as they lie on the disk.")
  var staged = false

  func validate() throws {
    if list, ![.text, .json].contains(report.format) {
      throw ValidationError("--list is written as text or json")
    }
    if staged, fix || unsafeFixes || diff {
      throw ValidationError("what is staged cannot be mended: leave --staged out")
    }
  }

  func run(_ console: Console) async throws -> Outcome {
    if list {
      console.output(
        report.format == .json ? RulePage.document(Rule.all) : RulePage.table(Rule.all).text())
      return .clean
    }
    let targets = try LintTarget.all(path, in: repository)
    var findings: [Diagnostic] = []
    var asked: Set<String> = []
    do {
      for target in targets {
        let (found, rules) = try await lint(target, console)
        findings += found
        asked.formUnion(rules.map(\.id))
      }
    } catch let error as LintSession.Unusable {
      report.explain(error.findings, in: error.tree, console)
      return .unusable
    }
    if !diff {
      report.print(
        findings, in: targets[0].tree, rules: Rule.all.filter { asked.contains($0.id) }, console)
      if report.format == .text { console.error(nextStep(for: findings)) }
    }
    return report.outcome(of: findings)
  }

  /// Which option mends how many of some findings; empty where none does, or one was given.
  private func nextStep(for findings: [Diagnostic]) -> String {
    guard !staged, !fix, !unsafeFixes else { return "" }
    func count(_ safety: Fix.Safety) -> Int {
      findings.count { finding in finding.fixes.contains { $0.safety >= safety } }
    }
    let (safe, all) = (count(.safe), count(.unsafe))
    var options = safe > 0 ? ["--fix mends \(safe)"] : []
    if all > safe { options.append("--unsafe-fixes \(safe > 0 ? "" : "mends ")\(all)") }
    return options.isEmpty ? "" : "\(options.joined(separator: ", ")) of them\n"
  }

  /// What is found in a target, or remains there, and the rules that were asked.
  private func lint(
    _ target: LintTarget, _ console: Console
  ) async throws -> ([Diagnostic], [Rule]) {
    if staged { return try await lintStaged(target) }
    for remark in target.remarks { console.error("note: \(remark)\n") }
    let session = try LintSession(
      target, rules, from: target.tree, paths: await target.tree.ownPaths())
    guard fix || unsafeFixes || diff else {
      return (await session.findings(in: target.tree), session.selection.rules)
    }
    let fixes = await LintFixes(session, atLeast: unsafeFixes ? .unsafe : .safe)
    console.error(fixes.report(isDry: diff))
    guard !diff else {
      console.output(fixes.diff)
      return (await session.findings(in: target.tree), session.selection.rules)
    }
    for change in fixes.changes { try target.tree.write(change.new.bytes, to: change.new.name) }
    return (fixes.remaining, session.selection.rules)
  }

  private func lintStaged(_ target: LintTarget) async throws -> ([Diagnostic], [Rule]) {
    var index = try await StagedTree(of: target.tree)
    var session: LintSession
    var found: [Diagnostic]
    repeat {
      session = try LintSession(target, rules, from: index, paths: index.paths)
      found = await session.findings(in: index)
    } while try await index.fetch()
    return (found, session.selection.rules)
  }
}
