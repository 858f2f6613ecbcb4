import SourceText
import YAML

extension Rule {
  /// Finds inputs that the called workflow or action does not declare.
  static let unknownInput = Rule(
    id: "unknown-input",
    summary: "A call gives an input that the workflow or the action does not declare.",
    rationale: """
      GitHub refuses to start a workflow that is given an input which it does not declare. An \
      action runs all the same, with a warning, and does not see the input.
      """,
    source: "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: .call(
      "an input of another name",
      bad: """
        on: push
        jobs:
          a:
            uses: ./.github/workflows/test.yml
            with:
              image: base
              ⟦tag⟧: latest
            secrets:
              token: ${{ secrets.TOKEN }}
        """),
    check: .workflow { workflow, repository in
      repository.localCalls(in: workflow).flatMap { call in
        call.unknown("with", declaredUnder: "inputs").compactMap { name, node in
          // The runner takes these two for every action in a container.
          if call.kind == .action, ["args", "entrypoint"].contains(name.lowercased()) {
            return nil
          }
          let declared = call.declarations("inputs")?.values.compactMap(\.key.text) ?? []
          let meant = closestSpelling(of: name, among: declared.sorted())
          return Finding(
            "the \(call.kind.rawValue) declares no input '\(name)', "
              + (call.kind == .workflow ? "so GitHub refuses this call" : "and does not see it"),
            at: call.place(node),
            help: meant.map { "did you mean '\($0)'?" } ?? "declare it, or leave it out",
            severity: call.kind == .workflow ? nil : .warning)
        }
      }
    })
}
