import SourceText
import YAML

extension Rule {
  /// Finds calls of workflows that are not there or cannot be called.
  static let uncallableWorkflow = Rule(
    id: "uncallable-workflow",
    summary: "A job calls a workflow of the repository that is not there or cannot be called.",
    rationale: """
      GitHub refuses the whole file of the caller: no event starts it. Only a workflow directly in \
      `.github/workflows` whose `on` has `workflow_call` can be called.
      """,
    source: "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: .call(
      "a workflow that was renamed",
      bad: """
        on: push
        jobs:
          a:
            uses: ⟦./.github/workflows/tests.yml⟧
            with:
              image: base
            secrets:
              token: ${{ secrets.TOKEN }}
        """),
    check: .workflow { workflow, repository in
      workflow.jobs.compactMap { job in
        guard let uses = job.body["uses"], let text = uses.text,
          let fault = repository.fault(ofCall: text)
        else { return nil }
        return Finding(
          "\(fault.message), so GitHub refuses this file", at: workflow.location(uses),
          help: fault.help)
      }
    })
}

extension Repository {
  /// Why a job cannot call what a `uses` names; `nil` when it can, or nobody can tell.
  fileprivate func fault(ofCall uses: String) -> (message: String, help: String?)? {
    guard uses.hasPrefix("./") || uses.hasPrefix("$/"), !uses.contains("${{"), !uses.contains("@")
    else { return nil }
    if let callee = calledWorkflow(uses) {
      guard callee.document.root != nil, !callee.triggers.isEmpty,
        !callee.triggers.contains(where: { $0.event == "workflow_call" })
      else { return nil }
      return ("'\(uses)' has no 'workflow_call' under 'on'", "add 'workflow_call' to its 'on'")
    }
    let path = String(uses.dropFirst(2))
    // A file that is looked at alone says nothing about others.
    let isMissing = files.map { !$0.mayHave(path) } ?? (workflows.count > 1)
    guard isMissing, view.read(path) == nil else { return nil }
    let meant = closestSpelling(of: path, among: workflows.map(\.file.name))
    return ("there is no '\(path)'", meant.map { "did you mean './\($0)'?" })
  }
}
