internal import Expressions
internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Conditions that are always met whatever their expression gives, and those without any variable.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>.if`: with text around it, an expression
  /// becomes a part of a text, and a text that is not empty is true.
  @Sendable static func conditions(_ root: Node) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    for job in jobs(root) {
      for node in [job.value] + steps(job.value) {
        guard let condition = node["if"], let text = condition.text else { continue }
        if let template = try? ExpressionTemplate(parsing: text), template.hasExpressions {
          guard !template.isSingle else { continue }
          let isBlock = condition.style == .literal || condition.style == .folded
          problems.append(
            SchemaProblem(
              .constantCondition, .warning,
              "this is always true: there is text around the expression, and text is true",
              at: condition.range,
              help: isBlock && text.hasSuffix("\n")
                ? "the line break at the end is that text: write '|-' or '>-', or leave '${{ }}' out"
                : "put the whole condition in one '${{ }}', or leave '${{ }}' out"))
        } else if let value = constant(text) {
          problems.append(
            SchemaProblem(
              .constantCondition, .info, "this is always \(value)", at: condition.range))
        }
      }
    }
    return problems
  }

  /// What a condition without contexts and functions gives; `nil` for others, and for `true` and
  /// `false` alone, which are meant so.
  private static func constant(_ text: String) -> Bool? {
    guard let node = try? ExpressionNode(parsing: text), !node.isLiteral,
      !node.contains(where: { node in
        switch node.kind {
        case .context, .call: true
        default: false
        }
      })
    else { return nil }
    return (try? node.evaluate(in: ExpressionScope()))?.truth
  }
}

extension ExpressionNode {
  fileprivate var isLiteral: Bool {
    if case .literal = kind { true } else { false }
  }
}
