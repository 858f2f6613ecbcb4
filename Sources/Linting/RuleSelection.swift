public import SourceText

/// Which rules speak, and how loudly: what the command line and the manifest say together.
///
/// Names are ids of rules and categories. Of two that contradict each other the id counts, and of two
/// of the same kind the one that ignores.
public struct RuleSelection: Sendable {
  /// What a rule's findings are made.
  public enum Level: Hashable, Sendable {
    /// Findings of a severity.
    case severity(Severity)
    /// Nothing.
    case off
  }

  /// The rules that speak and no others; empty for those that are on by default.
  public var selected: [String]
  /// Rules that do not speak.
  public var ignored: [String]
  /// Levels by the ids of rules. A rule with a severity speaks without being selected.
  public var levels: [String: Level]

  /// Creates a selection; by default the rules that are on by default.
  public init(selected: [String] = [], ignored: [String] = [], levels: [String: Level] = [:]) {
    self.selected = selected
    self.ignored = ignored
    self.levels = levels
  }

  /// The rules that speak, sorted by id, each with its severity.
  public var rules: [Rule] {
    Rule.all.compactMap { rule in
      let level = levels[rule.id]
      guard speaks(rule, level) else { return nil }
      var rule = rule
      if case .severity(let severity)? = level { rule.statedSeverity = severity }
      return rule
    }
  }

  private func speaks(_ rule: Rule, _ level: Level?) -> Bool {
    let category = rule.category.rawValue
    if level == .off || ignored.contains(rule.id) { return false }
    if selected.contains(rule.id) { return true }
    if ignored.contains(category) { return false }
    if !selected.isEmpty { return selected.contains(category) }
    return rule.isOnByDefault || level != nil
  }

  /// The ids of all rules and the names of all categories.
  public static let names: [String] =
    Rule.all.map(\.id) + Rule.Category.allCases.map(\.rawValue)
}
