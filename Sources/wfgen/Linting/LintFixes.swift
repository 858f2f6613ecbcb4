internal import Generation
internal import Reporting
internal import SourceText
internal import YAML

/// The fixes of findings, applied in memory again and again until nothing changes.
struct LintFixes {
  /// A fix that was made.
  struct Made {
    /// Where its finding was, as `path:line`.
    let place: String
    /// The rule that found it.
    let rule: String
    /// What the fix does.
    let title: String
  }

  /// The fixes, in the order in which they were made.
  private(set) var made: [Made] = []
  /// The files as they lie there, and as the fixes leave them; sorted by path.
  private(set) var changes: [(old: SourceFile, new: SourceFile)] = []
  /// Why files that have fixes were left alone.
  private(set) var remarks: [String] = []
  /// What is found then.
  private(set) var remaining: [Diagnostic]

  /// A fix of one finding may let another be found, or fixed. More rounds than these would mean that
  /// two fixes undo each other.
  static let rounds = 10

  /// Fixes what can be fixed without changing a file.
  init(_ session: LintSession, atLeast safety: Fix.Safety) async {
    let tree = session.target.tree
    var overlay = OverlaidTree(base: tree)
    var refused: Set<String> = []
    remaining = await session.findings(in: overlay)
    for _ in 0..<Self.rounds {
      let fixable = Dictionary(
        grouping: remaining.filter { finding in finding.fixes.contains { $0.safety >= safety } },
        by: \.location.file.name)
      var isChanged = false
      for path in fixable.keys.sorted() where !refused.contains(path) {
        guard let findings = fixable[path], let file = findings.first?.location.file else {
          continue
        }
        if let remark = Self.obstacle(to: file, in: tree) {
          refused.insert(path)
          remarks.append(remark)
          continue
        }
        let (new, done) = Self.fixed(file, findings, atLeast: safety)
        guard new != file else { continue }
        guard Self.isReadable(new, asWellAs: file) else {
          refused.insert(path)
          remarks.append("\(path) would no longer be YAML, so it was left as it is")
          continue
        }
        overlay.files[path] = new
        made += done
        isChanged = true
      }
      guard isChanged else { break }
      remaining = await session.findings(in: overlay)
    }
    changes = overlay.files.values.sorted { $0.name < $1.name }.compactMap { new in
      tree.read(new.name).flatMap { $0 == new ? nil : ($0, new) }
    }
  }

  /// Why a file is not changed; `nil` when it may be.
  private static func obstacle(to file: SourceFile, in tree: WorkTree) -> String? {
    let parts = file.name.split(separator: "/", omittingEmptySubsequences: false)
    if parts.contains("..") || parts.first == "" {
      return "\(file.name) lies outside of the repository, so it was left as it is"
    }
    if Ownership.isGenerated(file) {
      return "\(file.name) is generated: change the manifest, and run 'wfgen generate'"
    }
    return tree.obstacle(at: file.name)?.message
  }

  private static func fixed(
    _ file: SourceFile, _ findings: [Diagnostic], atLeast safety: Fix.Safety
  ) -> (SourceFile, [Made]) {
    let lines = SourceLines(file)
    var fixes: [Fix] = []
    var made: [Made] = []
    for finding in findings {
      guard let fix = finding.fixes.first(where: { $0.safety >= safety }),
        (fixes + [fix]).together(atLeast: safety).count == fixes.count + 1
      else { continue }
      fixes.append(fix)
      made.append(
        Made(
          place: "\(file.name):\(lines.line(at: finding.location.range.start))",
          rule: finding.rule, title: fix.title))
    }
    return (file.applying(fixes, atLeast: safety), made)
  }

  private static func isReadable(_ new: SourceFile, asWellAs old: SourceFile) -> Bool {
    guard new.name.hasSuffix(".yml") || new.name.hasSuffix(".yaml") else { return true }
    return YAMLDocument(parsing: new).diagnostics.count
      <= YAMLDocument(parsing: old).diagnostics.count
  }

  /// The differences that the fixes make.
  var diff: String {
    changes.map { UnifiedDiff(from: $0.old, to: $0.new).text() }.joined()
  }

  /// What was done, one fix on a line.
  ///
  /// - Parameter isDry: whether nothing was written.
  func report(isDry: Bool) -> String {
    var lines = made.map { "  \($0.place)  \($0.title) [\($0.rule)]" }
    if !made.isEmpty {
      let files = changes.count == 1 ? "1 file" : "\(changes.count) files"
      let findings = made.count == 1 ? "1 finding" : "\(made.count) findings"
      lines.insert("\(isDry ? "would mend" : "mended") \(findings) in \(files):", at: 0)
    }
    lines += remarks.map { "note: \($0)" }
    return lines.map { $0 + "\n" }.joined()
  }
}

/// A repository some of whose files are taken for others.
private struct OverlaidTree: FileTree {
  let base: WorkTree
  var files: [String: SourceFile] = [:]

  func read(_ path: String) -> SourceFile? { files[path] ?? base.read(path) }
  func kind(of path: String) -> FileKind? { base.kind(of: path) }
  func target(of path: String) -> String? { base.target(of: path) }
  func children(of path: String) -> [String] { base.children(of: path) }
}
