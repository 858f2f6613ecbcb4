import SourceText
import YAML

extension Rule {
  /// Finds calls that leave out an input which must be given.
  static let missingInput = Rule(
    id: "missing-input",
    summary: "A required input of a workflow or an action of the repository is not given.",
    rationale: """
      GitHub refuses to start a workflow whose call leaves a required input out. An action runs all \
      the same, with an empty text.
      """,
    source: "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: .call(
      "a call without its input",
      bad: """
        on: push
        jobs:
          a:
            uses: ⟦./.github/workflows/test.yml⟧
            secrets:
              token: ${{ secrets.TOKEN }}
        """),
    check: .workflow { workflow, repository in
      repository.localCalls(in: workflow).flatMap { call in
        call.missing("with", declaredUnder: "inputs").map { input in
          let name = input.key.text ?? ""
          return Finding(
            call.kind == .workflow
              ? "the workflow requires the input '\(name)', so GitHub refuses this call"
              : "the action asks for the input '\(name)', which is empty here",
            at: call.place(call.uses),
            labels: [
              Diagnostic.Label("required here", at: SourceLocation(call.callee, input.key.range))
            ],
            help: "state '\(name)' under 'with'", severity: call.kind == .workflow ? nil : .warning)
        }
      }
    })
}
