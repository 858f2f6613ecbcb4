internal import ArgumentParser
internal import Linting
internal import Manifest
internal import SourceText

/// Which rules a command line asks for.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only these rules speak: ids and categories, separated by commas.", valueName: "rules"))
  var select: [String] = []

  @Option(
    help: ArgumentHelp(
      "These rules do not speak: ids and categories, separated by commas.", valueName: "rules"))
  var ignore: [String] = []

  /// The rules that speak by the command line and by the manifest's policy.
  ///
  /// Throws a `CommandError` for a name that the command line has wrong.
  func selection(_ policy: LintPolicy) throws(CommandError) -> RuleSelection {
    let isSelecting = !select.isEmpty
    let (select, ignore) = (Self.names(select), Self.names(ignore))
    if isSelecting, select.isEmpty {
      throw CommandError("--select names no rule", help: "'wfgen explain' lists them")
    }
    for name in select + ignore where !RuleSelection.names.contains(name) {
      throw CommandError.unknownRule(name)
    }
    var selection = RuleSelection(policy)
    if !select.isEmpty { selection.selected = select }
    selection.ignored += ignore
    // What is asked for by its name here speaks, whatever the file says.
    selection.ignored.removeAll { select.contains($0) && !ignore.contains($0) }
    for name in select where selection.levels[name] == .off { selection.levels[name] = nil }
    return selection
  }

  private static func names(_ values: [String]) -> [String] {
    values.flatMap { value in
      value.split(separator: ",").map { name in
        String(name.drop { $0 == " " }.prefix { $0 != " " })
      }
    }
  }
}

extension RuleSelection {
  /// What the manifest says.
  init(_ policy: LintPolicy) {
    self.init(
      selected: policy.selected.map(\.value), ignored: policy.ignored.map(\.value),
      levels: Dictionary(
        policy.severities.map { severity in
          let level = Severity(rawValue: severity.level).map { Level.severity($0) }
          return (severity.rule.value, level ?? .off)
        }, uniquingKeysWith: { first, _ in first }))
  }
}

extension LintPolicy {
  /// Errors for what is neither a rule nor, where one may stand, a category.
  func unknownNames(in file: SourceFile) -> [Diagnostic] {
    let ids = Rule.all.map(\.id)
    let names =
      (selected + ignored).filter { !RuleSelection.names.contains($0.value) }
      .map { ($0, RuleSelection.names) }
      + severities.map(\.rule).filter { !ids.contains($0.value) }.map { ($0, ids) }
    return names.map { name, known in
      let meant = closestSpelling(of: name.value, among: known)
      return Diagnostic(
        "unknown-rule", .error,
        "wfgen has no rule\(known == ids ? "" : " and no category") '\(name.value)'",
        at: SourceLocation(file, name.range),
        help: meant.map { "did you mean '\($0)'?" } ?? "'wfgen explain' lists them",
        fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(name.range, $0)])] } ?? [])
    }
  }
}
