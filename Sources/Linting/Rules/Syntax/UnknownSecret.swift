import SourceText
import YAML

extension Rule {
  /// Finds secrets that the called workflow does not declare.
  static let unknownSecret = Rule(
    id: "unknown-secret",
    summary: "A call gives a secret that the workflow does not declare.",
    rationale: """
      GitHub refuses to start a workflow that is given a secret which it does not declare.
      """,
    source: "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: .call(
      "a secret of another name",
      bad: """
        on: push
        jobs:
          a:
            uses: ./.github/workflows/test.yml
            with:
              image: base
            secrets:
              token: ${{ secrets.TOKEN }}
              ⟦password⟧: ${{ secrets.PASSWORD }}
        """),
    check: .workflow { workflow, repository in
      repository.localCalls(in: workflow).filter { $0.kind == .workflow }.flatMap { call in
        call.unknown("secrets", declaredUnder: "secrets").map { name, node in
          let declared = call.declarations("secrets")?.values.compactMap(\.key.text) ?? []
          let meant = closestSpelling(of: name, among: declared.sorted())
          return Finding(
            "the workflow declares no secret '\(name)', so GitHub refuses this call",
            at: call.place(node),
            help: meant.map { "did you mean '\($0)'?" }
              ?? "declare it under 'on.workflow_call.secrets', or leave it out")
        }
      }
    })
}
