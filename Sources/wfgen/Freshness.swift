internal import Generation
internal import Reporting
internal import SourceText

extension FileChange {
  /// What `check` says about the file.
  func diagnostics(manifest: SourceFile) -> [Diagnostic] {
    switch kind {
    case .current(let pins):
      guard !pins.isEmpty else { return [] }
      let kept = pins.map { "\($0.action) \($0.version)" }.joined(separator: ", ")
      return [
        Diagnostic(
          "moved-pin", .info, "\(path) pins \(kept), which generate keeps",
          at: SourceLocation(SourceFile(name: path, text: text), SourceRange.at(0)))
      ]
    case .missing:
      return [
        Diagnostic(
          "missing-file", .error, "the manifest asks for \(path), and there is no such file",
          at: SourceLocation(manifest, SourceRange.at(0)), help: "run 'wfgen generate'")
      ]
    case .outdated(let old):
      return [
        Diagnostic(
          "out-of-date", .error,
          Ownership.isGenerated(old)
            ? "\(path) is not what the manifest and the Dockerfiles ask for"
            : "what stands between wfgen's marks in \(path) is not what the manifest asks for",
          at: SourceLocation(old, old.firstDifference(from: text)), help: "run 'wfgen generate'")
      ]
    case .orphan(let file):
      return [
        Diagnostic(
          "orphan-file", .error, "the manifest no longer asks for \(path), which wfgen once wrote",
          at: SourceLocation(file, SourceRange.at(0)), help: "run 'wfgen generate' to remove it")
      ]
    case .foreign(let file):
      return [
        Diagnostic(
          "foreign-file", .error, "\(path) stands where the manifest asks for a generated file",
          at: SourceLocation(file, SourceRange.at(0)),
          help: "move it away, or give the tier or task another name")
      ]
    case .blocked(let obstacle):
      return [
        Diagnostic(
          "foreign-file", .error, obstacle.message,
          at: SourceLocation(SourceFile(name: obstacle.path, text: ""), SourceRange.at(0)),
          help: obstacle.help)
      ]
    }
  }

  /// The difference to what the file should hold; empty when there is none.
  func unifiedDiff(limit: Int?) -> String {
    let wanted = SourceFile(name: path, text: text)
    let diff: UnifiedDiff? =
      switch kind {
      case .current, .foreign, .blocked: nil
      case .missing: UnifiedDiff(from: nil, to: wanted)
      case .outdated(let old): UnifiedDiff(from: old, to: wanted)
      case .orphan(let old): UnifiedDiff(from: old, to: nil)
      }
    return diff?.text(limit: limit) ?? ""
  }
}

extension SourceFile {
  /// The first line that is not as it should be.
  fileprivate func firstDifference(from text: String) -> SourceRange {
    let offset = zip(bytes, text.utf8).prefix { $0 == $1 }.count
    let lines = SourceLines(self)
    return lines.range(ofLine: lines.line(at: min(offset, max(0, bytes.count - 1))))
  }
}
