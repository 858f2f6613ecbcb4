import Expressions
import SourceText

extension Rule {
  /// Finds conditions that no run meets.
  static let gateNeverMet = Rule(
    id: "gate-never-met",
    summary: "The condition of a job or a step is never met.",
    rationale: """
      A condition that compares with a value which never comes skips its job or step in every run. \
      Nothing fails: the run is green, and what was to be built is not.
      """,
    source: "https://docs.github.com/en/actions/reference/workflows-and-actions/contexts",
    severity: .error,
    category: .condition,
    fixes: .never,
    example: Example(
      "a branch without 'refs/heads/'",
      bad: """
        on: {push: {branches: [main]}}
        jobs:
          image:
            if: ⟦github.ref == 'main'⟧ && github.event_name == 'push'
            runs-on: ubuntu-24.04
            steps: [{run: make image}]
        """,
      good: """
        on: {push: {branches: [main]}}
        jobs:
          image:
            if: github.ref == 'refs/heads/main' && github.event_name == 'push'
            runs-on: ubuntu-24.04
            steps: [{run: make image}]
        """),
    more: [
      Example(
        "a conclusion that GitHub does not know",
        bad: [
          ".github/workflows/base.yml": base,
          ".github/workflows/image.yml": """
          on: {workflow_run: {workflows: [Base], types: [completed]}}
          jobs:
            image:
              runs-on: ubuntu-24.04
              if: ⟦github.event.workflow_run.conclusion == 'succeeded'⟧
              steps: [{run: make image}]
          """,
        ],
        good: [
          ".github/workflows/base.yml": base,
          ".github/workflows/image.yml": """
          on: {workflow_run: {workflows: [Base], types: [completed]}}
          jobs:
            image:
              runs-on: ubuntu-24.04
              if: github.event.workflow_run.conclusion == 'success'
              steps: [{run: make image}]
          """,
        ])
    ],
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return repository.gates[position].compactMap { placed in
          guard let (part, facts) = repository.neverMet(placed, in: workflow) else { return nil }
          let subject = placed.subject(in: workflow)
          return Finding(
            "\(facts.reason(for: part)): this is never true, so \(subject) never runs",
            at: placed.gate.location(part, in: workflow.file), help: help(for: part))
        }
      }
    })
}

private let base = """
  name: Base
  on: {push: {branches: [main]}}
  jobs:
    base:
      runs-on: ubuntu-24.04
      steps: [{run: make base}]
  """

extension Repository {
  /// The part of a condition that no run meets, and what is known of one; `nil` when some run may
  /// meet it.
  func neverMet(
    _ placed: PlacedGate, in workflow: WorkflowFile
  ) -> (part: ExpressionNode, facts: GateFacts)? {
    let job = workflow.jobs[placed.job]
    var runs = GateFacts.runs(of: job, in: workflow, self)
    if placed.step != nil, let gate = Gate(of: job.body) {
      runs.removeAll { $0.truth(of: gate.expression) == false }
    }
    var part = placed.gate.expression
    // Whoever writes 'false' means it.
    let isMeant = part.contains { if case .literal(.bool(false)) = $0.kind { true } else { false } }
    func isNeverMet(_ node: ExpressionNode) -> Bool {
      runs.allSatisfy { $0.truth(of: node) == false }
    }
    guard let first = runs.first, !isMeant, isNeverMet(part) else { return nil }
    while case .and(let terms) = part.kind, let term = terms.first(where: isNeverMet) {
      part = term
    }
    // Files that are kept alike leave out what is for another event.
    if case .compare(let left, .notEqual, _) = part.kind, left.path == ["github", "event_name"] {
      return nil
    }
    return (part, first)
  }
}

extension GateFacts {
  /// Why a part of a condition has always the same truth, in words.
  func reason(for part: ExpressionNode) -> String {
    guard let (subject, value, text) = comparison(in: part) else {
      return "no event that starts this workflow makes this true"
    }
    if case .not = subject.kind { return "'!' binds before '==', so true or false is compared" }
    let name = subject.path?.joined(separator: ".") ?? "this"
    if case .known = value {
      return "'\(name)' is empty in runs of the events that start this workflow"
    }
    let words = value.words.map { "; \($0)" } ?? ""
    return "'\(name)' is never '\(text)'\(words)"
  }

  private func comparison(
    in part: ExpressionNode
  ) -> (subject: ExpressionNode, value: GateValue, text: String)? {
    switch part.kind {
    case .compare(let left, _, let right):
      if let text = right.literalText { return (left, value(of: left), text) }
      if let text = left.literalText { return (right, value(of: right), text) }
      return nil
    case .call(_, let arguments) where arguments.count == 2:
      guard let text = arguments[1].literalText, arguments[0].path != nil else { return nil }
      return (arguments[0], value(of: arguments[0]), text + "…")
    default: return nil
    }
  }
}

private func help(for part: ExpressionNode) -> String? {
  guard case .compare(let left, _, let right) = part.kind else { return nil }
  let text = right.literalText ?? left.literalText ?? ""
  switch (left.path ?? right.path)?.joined(separator: ".") {
  case "github.ref" where !text.hasPrefix("refs/"):
    return "compare with 'refs/heads/\(text)', or use 'github.ref_name'"
  case "github.ref_name"?, "github.base_ref"?, "github.head_ref"?:
    return text.hasPrefix("refs/heads/") ? "compare with '\(text.dropFirst(11))'" : nil
  case let name? where name.hasSuffix(".result") || name.hasSuffix(".conclusion"):
    return ["succeeded", "successful", "ok", "passed", "completed"].contains(text.lowercased())
      ? "compare with 'success'" : nil
  default: return nil
  }
}
