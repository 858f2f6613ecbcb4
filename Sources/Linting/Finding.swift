import SourceText

/// What a check reports; the engine adds the rule's id and severity.
struct Finding {
  /// What is there and what will happen; lower case, no full stop.
  var message: String
  /// Where it is.
  var location: SourceLocation
  /// Other places that explain it.
  var labels: [Diagnostic.Label]
  /// How to mend it, in words, when no fix can say it.
  var help: String?
  /// Changes that mend it.
  var fixes: [Fix]
  /// How much it matters; `nil` for as much as its rule says.
  var severity: Severity?

  init(
    _ message: String, at location: SourceLocation, labels: [Diagnostic.Label] = [],
    help: String? = nil, fixes: [Fix] = [], severity: Severity? = nil
  ) {
    self.message = message
    self.location = location
    self.labels = labels
    self.help = help
    self.fixes = fixes
    self.severity = severity
  }

  /// The finding of a rule as everyone sees it.
  func diagnostic(of rule: Rule) -> Diagnostic {
    Diagnostic(
      rule.id, rule.statedSeverity ?? severity ?? rule.severity, message, at: location,
      labels: labels, help: help, fixes: fixes.map { $0.endingLines(as: location.file) })
  }
}

extension Fix {
  /// The fix with lines that end as those of the file do: rules write `\n`.
  fileprivate func endingLines(as file: SourceFile) -> Fix {
    guard edits.contains(where: { $0.replacement.utf8.contains(0x0A) }),
      let end = file.bytes.firstIndex(of: 0x0A), end > 0, file.bytes[end - 1] == 0x0D
    else { return self }
    // To Swift, `\r\n` is one character, and another one than `\n`.
    func ended(_ text: String) -> String { text.map { $0 == "\n" ? "\r\n" : String($0) }.joined() }
    return Fix(title, safety, edits.map { Edit($0.range, ended($0.replacement)) })
  }
}
