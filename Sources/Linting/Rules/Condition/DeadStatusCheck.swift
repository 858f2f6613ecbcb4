import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds conditions that want to tolerate what GitHub has already refused.
  static let deadStatusCheck = Rule(
    id: "dead-status-check",
    summary: "A condition tolerates a failure or a skipped job, but is only asked after success.",
    rationale: """
      A condition that calls none of success(), failure(), cancelled() and always() stands behind \
      success(), which is only met when every job before has succeeded. When one was skipped or has \
      failed, the job is skipped whatever its condition says about that.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions",
    severity: .warning,
    category: .condition,
    fixes: .never,
    example: Example(
      "a base that is not always built",
      bad: """
        on: push
        jobs:
          base:
            if: github.ref_type == 'tag'
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: base
            if: needs.base.result == 'success' || ⟦needs.base.result == 'skipped'⟧
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """,
      good: """
        on: push
        jobs:
          base:
            if: github.ref_type == 'tag'
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: base
            if: ${{ !cancelled() && (needs.base.result == 'success' || needs.base.result == 'skipped') }}
            runs-on: ubuntu-24.04
            steps: [{run: make app}]
        """),
    more: [
      Example(
        "a report about a step that has failed",
        bad: """
          on: push
          jobs:
            app:
              runs-on: ubuntu-24.04
              steps:
                - {id: test, run: make test}
                - run: make report
                  if: ⟦steps.test.outcome == 'failure'⟧
          """,
        good: """
          on: push
          jobs:
            app:
              runs-on: ubuntu-24.04
              steps:
                - {id: test, run: make test}
                - run: make report
                  if: failure() && steps.test.outcome == 'failure'
          """)
    ],
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return repository.gates[position].compactMap { placed in
          guard placed.gate.requiresSuccess,
            let part = deadPart(of: placed.gate.expression, placed, in: workflow)
          else { return nil }
          let subject = placed.subject(in: workflow)
          let isStep = placed.step != nil
          return Finding(
            "\(subject) only runs when everything before has succeeded, as "
              + (placed.gate.asksForStatus
                ? "success() asks for that" : "its condition calls no status function")
              + ": this part of it changes nothing",
            at: placed.gate.location(part, in: workflow.file),
            help: isStep
              ? "write failure() && … for a step after a failure, or !cancelled() && …"
              : "write !cancelled() && … and say which results are fine")
        }
      }
    })
}

/// The first part of a condition that success has decided already.
private func deadPart(
  of expression: ExpressionNode, _ placed: PlacedGate, in workflow: WorkflowFile
) -> ExpressionNode? {
  let job = workflow.jobs[placed.job]
  var facts = GateFacts()
  /// Values of which even what is always true speaks of something else than success.
  var mayBeSkipped: Set<String> = []
  if placed.step != nil {
    facts.values["job.status"] = .known(.string("success"))
    for step in job.steps {
      guard let id = step.id?.lowercased() else { continue }
      // A step may be skipped although all went well.
      let fine = GateValue.oneOf(["success", "skipped"])
      facts.values["steps.\(id).conclusion"] = fine
      if step.body["continue-on-error"] == nil { facts.values["steps.\(id).outcome"] = fine }
    }
  }
  if job.startsAfterSuccess, !job.needs.isEmpty {
    facts.results = []
    for name in job.needs.compactMap({ $0.text?.lowercased() }) {
      guard let need = workflow.jobs.firstIndex(where: { $0.id.lowercased() == name }),
        workflow.jobs[need].body["continue-on-error"] == nil
      else {
        facts.results = nil
        continue
      }
      facts.values["needs.\(name).result"] = .known(.string("success"))
      facts.results?.append(.known(.string("success")))
      let before = [need] + workflow.ancestors[need].sorted()
      if placed.step == nil, before.contains(where: { workflow.jobs[$0].body["if"] != nil }) {
        mayBeSkipped.insert("needs.\(name).result")
      }
    }
  }
  var found: ExpressionNode?
  visit(expression, isNegated: false) { node, isNegated in
    guard found == nil, let truth = facts.truth(of: node) else { return }
    switch node.kind {
    case .compare(let left, _, let right):
      guard let path = left.path ?? right.path, path.count > 1 else { return }
      // What is never true is dead; what is always true is when a skipped job was to be let through.
      if !truth || mayBeSkipped.contains(path.joined(separator: ".")) && !node.isEquality {
        found = node
      }
    case .call(let name, let arguments) where name.lowercased() == "contains":
      guard arguments.first?.isEveryResult == true else { return }
      if !truth, !isNegated || !mayBeSkipped.isEmpty { found = node }
    default: return
    }
  }
  return found
}

private func visit(
  _ node: ExpressionNode, isNegated: Bool, _ look: (ExpressionNode, Bool) -> Void
) {
  look(node, isNegated)
  for child in node.children {
    var isNegated = isNegated
    if case .not = node.kind { isNegated.toggle() }
    visit(child, isNegated: isNegated, look)
  }
}

extension ExpressionNode {
  fileprivate var isEquality: Bool {
    if case .compare(_, .equal, _) = kind { true } else { false }
  }
}
