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
      labels: labels, help: help, fixes: fixes)
  }
}
