internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Lists without items, where one would be needed for an effect.
  @Sendable static func emptyLists(_ root: Node) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    func look(_ node: Node?, _ effect: String) {
      guard let node, node.kind == .sequence, node.items.isEmpty else { return }
      problems.append(
        SchemaProblem(.invalidInput, .warning, "the list is empty: \(effect)", at: node.range))
    }
    for event in root["on"]?.entries.map(\.self) ?? [] {
      if event.key.hasText("schedule") { look(event.value, "nothing is started by it") }
      for key in ["types", "branches", "tags", "paths", "workflows"] {
        look(event.value[key], "nothing comes through")
      }
      for input in event.value["inputs"]?.entries.map(\.self) ?? [] {
        look(input.value["options"], "there is nothing to choose")
      }
    }
    for job in jobs(root) {
      look(job.value["needs"], "leave it out where nothing is needed")
      look(job.value["runs-on"], "no runner takes the job")
      look(job.value["runs-on"]?["labels"], "no label is asked for")
      for entry in job.value["strategy"]?["matrix"]?.entries.map(\.self) ?? [] {
        look(entry.value, "leave it out, or name a value")
      }
    }
    return problems
  }
}
