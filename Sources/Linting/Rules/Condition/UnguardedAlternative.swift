import Expressions
import SourceText

extension Rule {
  /// Finds alternatives that a guard in front of them does not cover.
  static let unguardedAlternative = Rule(
    id: "unguarded-alternative",
    summary: "A guard in a condition covers only one of its alternatives.",
    rationale: """
      '&&' binds before '||'. In a && b || c the guard a only belongs to b: c alone is enough, even \
      after a cancellation or a failure that a would have refused.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators",
    severity: .warning,
    category: .condition,
    fixes: .never,
    example: Example(
      "a result that is enough by itself",
      bad: """
        on: push
        jobs:
          base:
            if: github.ref_type == 'tag'
            runs-on: ubuntu-24.04
            steps: [{run: make base}]
          app:
            needs: base
            if: ${{ !cancelled() && needs.base.result == 'success' || ⟦needs.base.result == 'skipped'⟧ }}
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
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return repository.gates[position].compactMap { placed in
          guard let (guarded, open) = unguarded(placed.gate.expression) else { return nil }
          return Finding(
            "'&&' binds before '||', so this alternative is enough by itself, and \(guarded) does not "
              + "cover it",
            at: placed.gate.location(open, in: workflow.file),
            help: "put the alternatives into parentheses")
        }
      }
    })
}

/// An alternative that a guard does not cover, and the guard in words.
private func unguarded(
  _ expression: ExpressionNode
) -> (guarded: String, open: ExpressionNode)? {
  guard case .or(let terms) = expression.kind else { return nil }
  for (position, term) in terms.enumerated() {
    guard case .and(let parts) = term.kind, !term.isInParentheses else { continue }
    let statuses = parts.compactMap(\.statusCall)
    let others = terms.enumerated().filter { $0.offset != position }
    if let status = statuses.first,
      let open = others.first(where: { !$0.element.asksForStatus && !$0.element.isInParentheses })
    {
      return ("'\(status)'", open.element)
    }
    // The parts on both sides of the '||' ask for the same value, as if they were alternatives.
    if position + 1 < terms.count, let last = parts.last?.comparedPath,
      let next = terms[position + 1].first.comparedPath, next == last,
      last != ["github", "event_name"],
      parts.dropLast().contains(where: { $0.isResultGuard && $0.comparedPath != last })
    {
      return ("what stands before the '&&'", terms[position + 1])
    }
    if position > 0, let first = parts.first?.comparedPath, first.last == "result",
      terms[position - 1].lastPart.comparedPath == first,
      parts.dropFirst().contains(where: { $0.isResultGuard && $0.comparedPath != first })
    {
      return ("what stands behind the '&&'", terms[position - 1])
    }
  }
  return nil
}

extension ExpressionNode {
  /// The call of a status function that this is, or that it turns around, as it is written.
  fileprivate var statusCall: String? {
    switch kind {
    case .call(let name, _):
      return ExpressionNames.statusFunctions[name.lowercased()] == nil ? nil : "\(name)()"
    case .not(let value): return value.statusCall.map { "!\($0)" }
    default: return nil
    }
  }

  /// The value that is compared with a text here.
  fileprivate var comparedPath: [String]? {
    guard case .compare(let left, _, let right) = kind, right.literalText != nil else { return nil }
    return left.path
  }

  /// Whether it asks how a job or a run has ended.
  fileprivate var isResultGuard: Bool {
    guard let last = comparedPath?.last else { return false }
    return last == "result" || last == "conclusion" || last == "outcome"
  }

  /// The first part of a list of conditions.
  fileprivate var first: ExpressionNode {
    if case .and(let parts) = kind, let part = parts.first { part } else { self }
  }

  /// The last part of a list of conditions.
  fileprivate var lastPart: ExpressionNode {
    if case .and(let parts) = kind, let part = parts.last { part } else { self }
  }

  /// Whether parentheses stand around it: its range is longer than what its parts take.
  fileprivate var isInParentheses: Bool {
    guard let start = children.first?.range.start, case .and = kind else { return false }
    return start > range.start
  }
}
