internal import Expressions
internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Expressions that read what is not there, or put an object where a text belongs.
  @Sendable static func expressions(
    _ root: Node, _ file: SourceFile, _ outputs: KnownOutputs
  ) -> [SchemaProblem] {
    var walk = ExpressionWalk(file: file)
    let contexts = ContextTypes(root, outputs)
    for entry in root.entries where !entry.key.hasText("jobs") && !entry.key.hasText("on") {
      walk.look(entry.value, contexts, isCondition: false)
    }
    for output in root["on"]?["workflow_call"]?["outputs"]?.entries.map(\.self) ?? [] {
      if let value = output.value["value"] { walk.look(value, contexts, isCondition: false) }
    }
    for job in jobs(root) {
      let inside = contexts.inside(job.value)
      let steps = steps(job.value)
      for entry in job.value.entries where !entry.key.hasText("steps") {
        // These two are evaluated when the steps are done.
        let isLate = entry.key.hasText("outputs") || entry.key.hasText("environment")
        let types = isLate ? inside.behind(steps) : inside
        let isCondition = entry.key.hasText("if")
        walk.look(entry.value, isCondition ? types.ofCondition : types, isCondition: isCondition)
      }
      for (position, step) in steps.enumerated() where step["if"] != nil || step.holdsExpression {
        let types = inside.behind(steps[..<position])
        // Steps within `parallel` are looked at one by one.
        for entry in step.entries where !entry.key.hasText("parallel") {
          walk.look(entry.value, types, isCondition: entry.key.hasText("if"))
        }
      }
    }
    return walk.problems
  }
}

/// Looks at the expressions of values, one after the other.
struct ExpressionWalk {
  let file: SourceFile
  private(set) var problems: [SchemaProblem] = []

  init(file: SourceFile) { self.file = file }

  /// Looks at a value, and at all below it.
  mutating func look(_ node: Node, _ contexts: ContextTypes, isCondition: Bool) {
    switch node.kind {
    case .sequence: for item in node.items { look(item, contexts, isCondition: false) }
    case .mapping: for entry in node.entries { look(entry.value, contexts, isCondition: false) }
    case .scalar: lookAtScalar(node, contexts, isCondition: isCondition)
    }
  }

  private mutating func lookAtScalar(_ node: Node, _ contexts: ContextTypes, isCondition: Bool) {
    guard let text = node.text, isCondition || text.holdsExpression,
      let template = try? ExpressionTemplate(parsing: text)
    else { return }
    if !template.hasExpressions {
      check(text, SourceRange(0, text.utf8.count), node, contexts, isText: false)
    }
    for case .expression(let content, let range) in template.parts {
      check(content, range, node, contexts, isText: !template.isSingle)
    }
  }

  private mutating func check(
    _ text: String, _ place: SourceRange, _ node: Node, _ contexts: ContextTypes, isText: Bool
  ) {
    // What cannot be read has been reported.
    guard let expression = try? ExpressionNode(parsing: text) else { return }
    let result = expression.type(in: contexts.types)
    var doubts = result.doubts
    if isText, result.type.isCollection {
      doubts.append(
        ExpressionDoubt(
          message: "an object or a list becomes the word 'Object' or 'Array' in a text",
          range: expression.range, help: "write it as JSON with toJSON(…)"))
    }
    for doubt in doubts {
      let part = place.start + doubt.range.start..<place.start + doubt.range.end
      let range = ScalarPlaces(of: node, in: file).range(part)
      problems.append(
        SchemaProblem(.doubtfulExpression, .warning, doubt.message, at: range, help: doubt.help))
    }
  }
}
