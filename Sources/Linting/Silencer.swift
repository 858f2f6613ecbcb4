import SourceText

/// Knows which findings the comments of a file silence.
///
/// It looks at the raw lines around a finding, so that comments of YAML, of Dockerfiles and of
/// the shell scripts in a workflow count alike.
struct Silencer {
  private var lines: [String: SourceLines] = [:]

  /// Whether a comment `# wfgen: ignore[…]` on the finding's first line, or among the comment
  /// lines right above it, names its rule.
  mutating func silences(_ diagnostic: Diagnostic) -> Bool {
    let file = diagnostic.location.file
    let lines = lines[file.name] ?? SourceLines(file)
    self.lines[file.name] = lines
    var number = lines.line(at: diagnostic.location.range.start)
    if Self.ignoredRules(on: file[lines.range(ofLine: number)]).contains(diagnostic.rule) {
      return true
    }
    while number > 1 {
      number -= 1
      let line = file[lines.range(ofLine: number)]
      guard line.first(where: { $0 != " " && $0 != "\t" }) == "#" else { return false }
      if Self.ignoredRules(on: line).contains(diagnostic.rule) { return true }
    }
    return false
  }

  /// The ids that a line's comment lists: `# wfgen: ignore[first, second] reason`.
  static func ignoredRules(on line: String) -> [String] {
    guard let start = line.firstRange(of: "# wfgen: ignore["),
      let end = line[start.upperBound...].firstIndex(of: "]")
    else { return [] }
    return line[start.upperBound..<end].split(separator: ",").map { id in
      String(id.drop { $0 == " " }.prefix { $0 != " " })
    }
  }
}
