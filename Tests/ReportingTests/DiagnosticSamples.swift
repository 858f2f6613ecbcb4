import SourceText

/// Findings that the tests of all formats share.
enum Sample {
  static let dockerfile = SourceFile(
    name: "images/a b/Dockerfile", text: "ARG TAG\nFROM base:${TAG} AS x\nRUN true\n")
  static let manifest = SourceFile(
    name: "wfgen.yml", text: "images:\n  - name: a\n    parents: [other]\n")

  /// An error with a label in another file, help and a fix.
  static let contradiction = Diagnostic(
    "edge-contradicts-dockerfile", .error, "the Dockerfile builds on 'base', not on 'other'",
    at: SourceLocation(dockerfile, SourceRange(13, 24)),
    labels: [
      .init("stated here", at: SourceLocation(manifest, SourceRange(34, 39))),
      .init("declared here", at: SourceLocation(dockerfile, SourceRange(4, 7))),
    ],
    help: "remove 'parents', or change the FROM",
    fixes: [Fix("Build on 'other'", .unsafe, [Edit(SourceRange(13, 17), "other")])])

  static let warning = Diagnostic(
    "bad: rule", .warning, "100% odd,\nreally", at: SourceLocation(manifest, SourceRange(8, 40)))
}

/// The range of the first occurrence of a text in a file.
func range(of text: String, in file: SourceFile) -> SourceRange {
  let wanted = Array(text.utf8)
  for start in 0...max(0, file.bytes.count - wanted.count)
  where file.bytes[start...].starts(with: wanted) {
    return SourceRange(start, start + wanted.count)
  }
  return .at(file.bytes.count)
}
