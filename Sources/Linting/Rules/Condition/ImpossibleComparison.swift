import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds comparisons that have the same result in every run of any workflow.
  static let impossibleComparison = Rule(
    id: "impossible-comparison",
    summary: "A condition compares with a value that never comes.",
    rationale: """
      Results, conclusions and events have fixed words, 'github.ref' begins with 'refs/', inputs of \
      the type boolean are no texts, and outputs are nothing but texts. A comparison with anything \
      else always has the same result, whatever happens.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators",
    severity: .warning,
    category: .condition,
    fixes: .never,
    example: Example(
      "a result that GitHub does not know",
      bad: """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: base
            if: always() && ⟦needs.base.result != 'failed'⟧
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """,
      good: """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: base
            if: always() && needs.base.result != 'failure'
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """),
    more: [
      Example(
        "a result that is looked for among all",
        bad: """
          on: push
          jobs:
            base:
              runs-on: ubuntu-24.04
              steps: [{run: make base}]
            app:
              needs: base
              if: always() && !⟦contains(needs.*.result, 'failed')⟧
              runs-on: ubuntu-24.04
              steps: [{run: make app}]
          """,
        good: """
          on: push
          jobs:
            base:
              runs-on: ubuntu-24.04
              steps: [{run: make base}]
            app:
              needs: base
              if: always() && !contains(needs.*.result, 'failure')
              runs-on: ubuntu-24.04
              steps: [{run: make app}]
          """),
      Example(
        "an output taken for true",
        bad: """
          on: push
          jobs:
            app:
              runs-on: ubuntu-24.04
              steps:
                - {id: changes, uses: acme/changes@v1}
                - run: make app
                  if: ⟦steps.changes.outputs.app == true⟧
          """,
        good: """
          on: push
          jobs:
            app:
              runs-on: ubuntu-24.04
              steps:
                - {id: changes, uses: acme/changes@v1}
                - run: make app
                  if: steps.changes.outputs.app == 'true'
          """),
    ],
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return repository.gates[position].flatMap { placed -> [Finding] in
          guard repository.neverMet(placed, in: workflow) == nil else { return [] }
          let facts = GateFacts.words(of: workflow.jobs[placed.job], in: workflow)
          return placed.gate.expression.nodes.compactMap { node in
            if let text = facts.absentResult(node) {
              return Finding(
                "no result is '\(text)', so nothing is ever found here",
                at: placed.gate.location(node, in: workflow.file),
                help: "a result is 'success', 'failure', 'cancelled' or 'skipped'")
            }
            guard case .compare(let left, let operation, let right) = node.kind,
              operation == .equal || operation == .notEqual,
              let (message, help) = facts.problem(left, operation, right, node)
            else { return nil }
            return Finding(message, at: placed.gate.location(node, in: workflow.file), help: help)
          }
        }
      }
    })
}

extension GateFacts {
  /// The text that `contains(needs.*.result, …)` looks for although no job ever ends so.
  fileprivate func absentResult(_ node: ExpressionNode) -> String? {
    guard case .call(let name, let arguments) = node.kind, name.lowercased() == "contains",
      arguments.count == 2, arguments[0].isEveryResult, let text = arguments[1].literalText
    else { return nil }
    return GateValue.anyResult.equals(text) == false ? text : nil
  }

  /// What is wrong with a comparison; `nil` for nothing.
  fileprivate func problem(
    _ left: ExpressionNode, _ operation: ExpressionNode.Comparison, _ right: ExpressionNode,
    _ node: ExpressionNode
  ) -> (message: String, help: String?)? {
    let outcome = operation == .equal ? "never" : "always"
    for (subject, other) in [(left, right), (right, left)] {
      if case .literal(.bool(let wanted)) = other.kind, case .text = value(of: subject) {
        return (
          "outputs and variables are texts, and no text is \(wanted): this is \(outcome) true",
          "compare with '\(wanted)' in quotes"
        )
      }
    }
    // Two values that are written out are none of this rule's business.
    guard left.path != nil || right.path != nil || left.isNegation || right.isNegation,
      truth(of: node) != nil
    else { return nil }
    return ("\(reason(for: node)): this is \(outcome) true", nil)
  }
}

extension ExpressionNode {
  fileprivate var isNegation: Bool {
    if case .not = kind { true } else { false }
  }
}
