public import SourceText
import YAML

/// Everything that rules say about a repository, in the order of output.
///
/// Each file is read once. A file that is not YAML gives its own diagnostics and stays out of the
/// rest. `# wfgen: ignore[rule-id] reason` on the line of a finding, or above it, silences it.
///
/// - Parameter claims: tags that somebody moves by means that rules do not see.
public func lint(
  _ view: RepositoryView, claims: [TagClaim] = [], rules: [Rule] = Rule.all
) -> [Diagnostic] {
  let repository = Repository(view)
  var diagnostics = repository.workflows.flatMap(\.document.diagnostics)
  diagnostics += repository.taken(claims)
  for rule in rules {
    diagnostics += rule.findings(in: repository).map { $0.diagnostic(of: rule) }
  }
  var silencer = Silencer()
  return diagnostics.filter { !silencer.silences($0) }.sorted()
}

extension Rule {
  fileprivate func findings(in repository: Repository) -> [Finding] {
    switch check {
    case .workflow(let check): repository.workflows.flatMap { check($0, repository) }
    case .repository(let check): check(repository)
    }
  }
}
