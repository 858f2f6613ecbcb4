import Expressions
import YAML

/// What the conditions of a step and its job make of the filters of earlier steps.
struct FilterGate {
  /// The filters of which one must be true for the step to run.
  var entries: [EmbeddedFilter.Entry]

  /// Whether a change of a path may let the step run; `nil` when that is not known.
  func covers(_ path: String) -> Bool? {
    let answers = entries.map { $0.covers(path) }
    if answers.contains(true) { return true }
    return answers.contains(nil) ? nil : false
  }
}

extension EmbeddedFilters {
  /// The filters that a step waits for; `nil` when its conditions do not wait for any.
  func gate(of build: ImageBuild, in workflow: WorkflowFile) -> FilterGate? {
    guard !all.isEmpty else { return nil }
    let job = workflow.jobs[build.place.job]
    let steps = job.steps
    let isHere = build.place.calls.isEmpty && build.place.step < steps.count
    let step = isHere ? steps[build.place.step] : nil
    for condition in [step?.body["if"], job.body["if"]] {
      guard let text = condition?.text, let node = ExpressionNode(condition: text) else {
        continue
      }
      if let entries = entries(of: node, build.place.job, workflow), !entries.isEmpty {
        return FilterGate(entries: entries)
      }
    }
    return nil
  }

  /// The filters of which one must be true for a push to make a condition true, none for a
  /// condition that no push makes true; `nil` when the condition does not depend on filters.
  private func entries(
    of node: ExpressionNode, _ job: Int, _ workflow: WorkflowFile
  ) -> [EmbeddedFilter.Entry]? {
    switch node.kind {
    case .compare(let left, let kind, let right):
      guard case .literal(.string(let text)) = right.kind, let path = left.path else { return nil }
      if path == ["github", "event_name"], kind == .equal {
        return ["workflow_dispatch", "schedule"].contains(text) ? [] : nil
      }
      if path.first == "inputs", kind == .equal { return [] }
      guard kind == .equal && text == "true" || kind == .notEqual && text == "false",
        let (filter, output) = output(path, job, workflow)
      else { return nil }
      return filter.entry(ofOutput: output).map { [$0] }
    case .call(let name, let arguments):
      guard name.lowercased() == "contains", arguments.count == 2,
        case .literal(.string(let wanted)) = arguments[1].kind
      else { return nil }
      var list = arguments[0]
      if case .call(let inner, let values) = list.kind, inner.lowercased() == "fromjson",
        let value = values.first
      {
        list = value
      }
      guard let path = list.path, let (filter, output) = output(path, job, workflow),
        filter.isPathsFilter, output == "changes"
      else { return nil }
      return filter.entry(ofOutput: wanted.lowercased()).map { [$0] }
    case .and(let terms):
      // What else must hold only lets less through.
      return terms.lazy.compactMap { entries(of: $0, job, workflow) }.first { !$0.isEmpty }
    case .or(let terms):
      let all = terms.map { entries(of: $0, job, workflow) }
      return all.contains { $0 == nil } ? nil : all.flatMap { $0 ?? [] }
    case .literal, .context, .index, .all, .not: return nil
    }
  }

  /// The step with filters whose output a path reads, directly or through an output of its job.
  private func output(
    _ path: [String], _ job: Int, _ workflow: WorkflowFile
  ) -> (EmbeddedFilter, String)? {
    guard path.count == 4, path[2] == "outputs" else { return nil }
    if path[0] == "steps" {
      return all.first { $0.job == job && $0.id?.lowercased() == path[1] }.map { ($0, path[3]) }
    }
    guard path[0] == "needs",
      let needed = workflow.jobs.firstIndex(where: { $0.id.lowercased() == path[1] }),
      let outputs = workflow.jobs[needed].body["outputs"],
      let value = outputs.entries.first(where: { $0.key.text?.lowercased() == path[3] })?.value
        .text,
      let node = ExpressionNode(condition: value), let step = node.path, step.first == "steps"
    else { return nil }
    return output(step, needed, workflow)
  }
}
