internal import ArgumentParser
internal import Linting
internal import Reporting
internal import SourceText

/// `wfgen explain`.
struct Explain: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a lint rule: what it finds, why that matters, how it looks right.",
    discussion: """
      Without a rule it lists all of them; with a category, those of that.

      EXAMPLES
        wfgen explain
        wfgen explain two-writers
        wfgen explain graph
        wfgen explain --all --format markdown      a page about every rule
      """)

  @Argument(help: ArgumentHelp("Ids of rules, or categories.", valueName: "rule"))
  var rules: [String] = []

  @Option(help: "text, json or markdown.") var format = PageFormat.text
  @Flag(help: "Explain every rule in full.") var all = false

  func validate() throws {
    if all, !rules.isEmpty { throw ValidationError("--all stands for every rule: name none") }
  }

  func run(_ console: Console) async throws -> Outcome {
    let pages = try all ? Rule.all : rules.flatMap(rulesMeant)
    let isList = !all && (rules.isEmpty || rules.allSatisfy { Rule.Category(rawValue: $0) != nil })
    let shown = rules.isEmpty ? Rule.all : pages
    switch format {
    case .json: console.output(RulePage.document(shown))
    case .text where isList: console.output(RulePage.table(shown).text())
    case .markdown where isList: console.output(RulePage.table(shown).markdown())
    case .text: console.output(shown.map { RulePage($0).text }.joined(separator: "\n"))
    case .markdown: console.output(shown.map { RulePage($0).markdown }.joined(separator: "\n"))
    }
    return .clean
  }

  private func rulesMeant(by name: String) throws(CommandError) -> [Rule] {
    let found = Rule.all.filter { $0.id == name || $0.category.rawValue == name }
    guard found.isEmpty else { return found }
    throw CommandError.unknownRule(name)
  }
}

/// How pages about rules are written.
enum PageFormat: String, ExpressibleByArgument, CaseIterable {
  /// For a terminal.
  case text
  /// For programs.
  case json
  /// For a page.
  case markdown
}

extension CommandError {
  /// A name that is neither a rule nor a category.
  static func unknownRule(_ name: String) -> CommandError {
    let meant = closestSpelling(of: name, among: RuleSelection.names)
    return CommandError(
      "wfgen has no rule and no category '\(name)'",
      help: meant.map { "did you mean '\($0)'?" } ?? "'wfgen explain' lists them")
  }
}
