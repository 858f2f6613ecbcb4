internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Inputs whose default is none of what they take, or that offer nothing to choose.
  ///
  /// Source: GitHub docs, "Workflow syntax", `on.workflow_dispatch.inputs` and
  /// `on.workflow_call.inputs`.
  @Sendable static func inputs(_ root: Node) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    for name in ["workflow_dispatch", "workflow_call"] {
      for input in root["on"]?[name]?["inputs"]?.entries.map(\.self) ?? [] {
        problems += check(input)
        if name == "workflow_call", let fallback = input.value["default"],
          input.value["required"]?.value == .bool(true)
        {
          problems.append(
            SchemaProblem(
              .invalidInput, .info, "a required input never takes its default", at: fallback.range))
        }
      }
    }
    return problems
  }

  private static func check(_ input: Entry) -> [SchemaProblem] {
    let body = input.value
    let fallback = body["default"]
    let isOpen = fallback?.text?.holdsExpression ?? true
    func problem(_ message: String, _ node: Node) -> [SchemaProblem] {
      [SchemaProblem(.invalidInput, .warning, message, at: node.range)]
    }
    switch body["type"]?.text {
    case "choice":
      guard let options = body["options"] else {
        return problem("an input of type 'choice' needs 'options'", input.key)
      }
      guard let fallback, !isOpen, options.kind == .sequence, !options.items.isEmpty,
        !options.items.contains(where: { $0.text == fallback.text })
      else { return [] }
      return problem("'\(fallback.text ?? "")' is none of the options", fallback)
    case "boolean":
      guard let fallback, !isOpen, !["true", "false"].contains(fallback.text ?? "") else {
        return []
      }
      return problem("an input of type 'boolean' is 'true' or 'false'", fallback)
    case "number":
      guard let fallback, !isOpen, Double(fallback.text ?? "") == nil else { return [] }
      return problem("an input of type 'number' has a number for its default", fallback)
    default: return []
    }
  }
}
