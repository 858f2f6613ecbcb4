import SourceText
import YAML

extension Rule {
  /// Finds calls that leave out a secret which must be given.
  static let missingSecret = Rule(
    id: "missing-secret",
    summary: "A required secret of a workflow of the repository is not given.",
    rationale: """
      GitHub refuses to start a workflow whose call leaves a required secret out.
      """,
    source: "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: .call(
      "a call without its secret",
      bad: """
        on: push
        jobs:
          a:
            uses: ⟦./.github/workflows/test.yml⟧
            with:
              image: base
        """),
    check: .workflow { workflow, repository in
      repository.localCalls(in: workflow).filter { $0.kind == .workflow }.flatMap { call in
        call.missing("secrets", declaredUnder: "secrets").map { secret in
          let name = secret.key.text ?? ""
          return Finding(
            "the workflow requires the secret '\(name)', so GitHub refuses this call",
            at: call.place(call.uses),
            labels: [
              Diagnostic.Label("required here", at: SourceLocation(call.callee, secret.key.range))
            ], help: "state '\(name)' under 'secrets', or write 'secrets: inherit'")
        }
      }
    })
}
