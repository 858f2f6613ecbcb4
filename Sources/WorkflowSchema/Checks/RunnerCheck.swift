internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Runner groups whose names cannot be any, and matrices that would run no job at a time.
  @Sendable static func runners(_ root: Node) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    for job in jobs(root) {
      if let group = job.value["runs-on"]?["group"], let text = group.text, text.contains("/"),
        !text.holdsExpression
      {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count != 2 || !["org", "organization", "ent", "enterprise"].contains(parts[0])
          || parts[1].isEmpty
        {
          problems.append(
            SchemaProblem(
              .wrongValue, "'\(text)' is no name of a runner group", at: group.range,
              help: "write the name alone, or 'org/NAME' or 'ent/NAME'"))
        }
      }
      if let limit = job.value["strategy"]?["max-parallel"] {
        switch limit.value {
        case .int(let number) where number > 0: break
        case .int, .float:
          problems.append(
            SchemaProblem(
              .wrongValue, "'max-parallel' is a whole number from 1 on", at: limit.range))
        default: break
        }
      }
    }
    return problems
  }
}
