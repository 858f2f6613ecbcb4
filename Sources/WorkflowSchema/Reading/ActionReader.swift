internal import Expressions
internal import SourceText
public import YAML

/// What GitHub's runner refuses in an `action.yml`, or does otherwise than it says, in the order of
/// the file.
///
/// Only what is certain: the runner reads `runs` strictly and takes any key elsewhere.
///
/// Source: actions/runner, `src/Runner.Worker/action_yaml.json` and `ActionManifestManager.cs`.
///
/// - Parameter outputs: what the actions that it uses give back, as far as known.
public func actionProblems(
  of document: YAMLDocument, outputs: KnownOutputs = KnownOutputs()
) -> [SchemaProblem] {
  guard let root = document.root else { return [] }
  guard root.kind == .mapping else {
    return [
      SchemaProblem(
        .wrongShape, "an action is a mapping with the key 'runs'", at: root.range)
    ]
  }
  guard let runs = root["runs"], runs.value != .null else {
    let place = root.entries.first?.key.range ?? root.range
    return [SchemaProblem(.missingKey, "'runs' is missing", at: place)]
  }
  var reader = SchemaReader(file: document.file)
  reader.readAction(runs)
  var walk = ExpressionWalk(file: document.file)
  if runs["using"]?.text?.lowercased() == "composite" {
    walk.lookAtSteps(of: runs, ContextTypes(ofAction: root, outputs))
    let behind = ContextTypes(ofAction: root, outputs).behind(WorkflowCheck.steps(runs))
    for output in root["outputs"]?.entries.map(\.self) ?? [] {
      if let value = output.value["value"] { walk.look(value, behind, isCondition: false) }
    }
  }
  return (reader.problems + walk.problems).sorted { $0.range < $1.range }
}

extension ExpressionWalk {
  /// Looks at the steps of an action, each of which knows those before it.
  fileprivate mutating func lookAtSteps(of runs: Node, _ contexts: ContextTypes) {
    let steps = WorkflowCheck.steps(runs)
    for (position, step) in steps.enumerated() {
      let types = contexts.behind(steps[..<position])
      for entry in step.entries { look(entry.value, types, isCondition: entry.key.hasText("if")) }
    }
  }
}

extension SchemaReader {
  fileprivate mutating func readAction(_ runs: Node) {
    guard runs.kind == .mapping else {
      report(.wrongShape, "'runs' is a mapping with the key 'using'", at: runs.range)
      return
    }
    guard let using = runs["using"] else {
      report(
        .missingKey, "'using' is missing", at: runs.entries.first?.key.range ?? runs.range)
      return
    }
    let kind = using.text?.lowercased() ?? ""
    switch kind {
    case "composite":
      require("steps", in: runs)
      if let steps = runs["steps"] { readSteps(steps) }
    case "docker": require("image", in: runs)
    case _ where kind.hasPrefix("node") && Int(kind.dropFirst(4)) != nil: require("main", in: runs)
    default:
      report(
        .wrongValue, "GitHub runs no action with '\(using.text ?? "")'", at: using.range,
        help: "known are composite, docker and releases of Node such as node24")
    }
  }

  private mutating func require(_ key: String, in runs: Node) {
    guard runs[key] == nil else { return }
    report(.missingKey, "'\(key)' is missing", at: runs.entries.first?.key.range ?? runs.range)
  }

  private mutating func readSteps(_ steps: Node) {
    read(steps, .actionSteps)
    guard steps.kind == .sequence else { return }
    for step in steps.items {
      guard let run = step.entry("run"), step["shell"] == nil, step["uses"] == nil else { continue }
      report(
        .missingKey, "'shell' is missing: in an action nothing says which one is meant",
        at: run.key.range, help: "add 'shell: bash'")
    }
  }
}
