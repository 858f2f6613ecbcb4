import SourceText
import WorkflowSchema
import YAML

/// The rules at work on one repository, in parts that do not depend on each other.
struct LintRun: Sendable {
  let repository: Repository
  /// The rules that speak, by id.
  private let rules: [String: Rule]
  private let ofWorkflows: [Rule]
  private let ofRepository: [Rule]
  private let ofSchema: [SchemaProblem.Kind: Rule]

  init(_ repository: Repository, rules: [Rule]) {
    self.repository = repository
    self.rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    ofWorkflows = rules.filter { if case .workflow = $0.check { true } else { false } }
    ofRepository = rules.filter { if case .repository = $0.check { true } else { false } }
    let schema = rules.compactMap { rule in
      if case .schema(let kind) = rule.check { (kind, rule) } else { nil }
    }
    ofSchema = Dictionary(schema, uniquingKeysWith: { first, _ in first })
  }

  /// How many parts there are: the rules of the whole repository, the workflows and the actions.
  var count: Int { ofRepository.count + repository.workflows.count + repository.actions.count }

  /// What is found in one part.
  func part(_ number: Int) -> [Diagnostic] {
    if number < ofRepository.count {
      let rule = ofRepository[number]
      guard case .repository(let check) = rule.check else { return [] }
      return check(repository).map { $0.diagnostic(of: rule) }
    }
    let number = number - ofRepository.count
    guard number < repository.workflows.count else {
      let document = repository.actions[number - repository.workflows.count].document
      return unreadable(document) + wrong(document, actionProblems(of:outputs:))
    }
    let workflow = repository.workflows[number]
    let found = ofWorkflows.flatMap { rule -> [Diagnostic] in
      guard case .workflow(let check) = rule.check else { return [] }
      return check(workflow, repository).map { $0.diagnostic(of: rule) }
    }
    return unreadable(workflow.document) + wrong(workflow.document, schemaProblems(of:outputs:))
      + found
  }

  /// What reading a file has found. No selection leaves it out, for no rule sees such a file.
  private func unreadable(_ document: YAMLDocument) -> [Diagnostic] {
    document.diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.severity = rules[diagnostic.rule]?.statedSeverity ?? diagnostic.severity
      return diagnostic
    }
  }

  private func wrong(
    _ document: YAMLDocument, _ problems: (YAMLDocument, KnownOutputs) -> [SchemaProblem]
  ) -> [Diagnostic] {
    guard !ofSchema.isEmpty else { return [] }
    return problems(document, repository.outputs).compactMap { problem in
      ofSchema[problem.kind].map { Finding(problem, in: document.file).diagnostic(of: $0) }
    }
  }

  /// The findings without those that another rule tells more about at the same place.
  private func withoutEchoes(_ found: [Diagnostic]) -> [Diagnostic] {
    let telling = Set(rules.values.flatMap(\.yieldsTo))
    var places: [String: [String: [SourceRange]]] = [:]
    for finding in found where telling.contains(finding.rule) {
      places[finding.rule, default: [:]][finding.location.file.name, default: []]
        .append(finding.location.range)
    }
    guard !places.isEmpty else { return found }
    return found.filter { finding in
      let (file, range) = (finding.location.file.name, finding.location.range)
      return !(rules[finding.rule]?.yieldsTo ?? []).contains { other in
        places[other]?[file]?.contains { $0.start < range.end && range.start < $0.end } ?? false
      }
    }
  }

  /// What remains of all findings when comments have silenced some, sorted.
  func settled(_ found: [Diagnostic]) -> [Diagnostic] {
    let read = repository.workflows.map(\.file) + repository.actions.map(\.document.file)
    var silencer = Silencer(read)
    var kept = withoutEchoes(found).filter { !silencer.silences($0) }
    if let rule = rules.values.first(where: { if case .comments = $0.check { true } else { false } }
    ) {
      let idle = silencer.idleMentions(of: Set(rules.keys))
      kept += idle.map { $0.diagnostic(of: rule) }.filter { !silencer.silences($0) }
    }
    // What an alias repeats is found each time.
    return kept.sorted().reduce(into: []) { found, next in
      if let last = found.last, !(last < next), last.severity == next.severity { return }
      found.append(next)
    }
  }
}

extension Finding {
  /// A finding about what GitHub's parser says.
  init(_ problem: SchemaProblem, in file: SourceFile) {
    var labels: [Diagnostic.Label] = []
    if let detail = problem.detail, detail.range != problem.range {
      labels = [Diagnostic.Label(detail.text, at: SourceLocation(file, detail.range))]
    }
    self.init(
      problem.message, at: SourceLocation(file, problem.range), labels: labels,
      help: problem.help, severity: problem.severity)
  }
}
