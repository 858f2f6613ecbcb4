import SourceText
import YAML

extension LegReader {
  /// Reads a step that uses an action of the repository, or an image.
  mutating func readUse(_ step: Step) {
    guard let uses = step.body["uses"]?.text else { return }
    let scheme = "docker://"
    if uses.hasPrefix(scheme) {
      let image = PartialText(pattern: String(uses.dropFirst(scheme.count)))
      note(.run(image), at: step.named.range, if: conditions(of: step))
      return
    }
    // GitHub follows ten actions into each other.
    guard depth < 10, let use = LocalFiles.Use(uses), use.isFixed || isRepositoryAtRoot,
      let action = files.action(in: use.path), let runs = action.root?["runs"]
    else { return }
    switch runs["using"]?.text {
    case "composite": read(action, at: use.path, from: step)
    case "docker": readImage(of: runs, in: use.path, from: step)
    default: break
    }
  }

  /// Reads the steps of a composite action.
  private mutating func read(_ action: YAMLDocument, at path: String, from step: Step) {
    let outside = (source: source, frame: frame, scope: scope)
    source = action.file
    frame = CallFrame(
      range: frame?.range ?? step.named.range, conditions: conditions(of: step),
      id: "\(frame?.id ?? "") \(place)")
    scope.inputs = outside.scope.actionInputs(of: action.root?["inputs"], with: step.body["with"])
    scope.outputs = [:]
    scope.isCalled = true
    scope.actionPath = path
    depth += 1
    for item in action.root?["runs"]?["steps"].map({ Array($0.items) }) ?? [] {
      read(Step(body: item), environments: outside.scope.environments)
    }
    depth -= 1
    var outputs: [String: PartialText] = [:]
    for output in action.root?["outputs"].map({ Array($0.entries) }) ?? [] {
      guard let name = output.key.text, let value = output.value["value"] else { continue }
      outputs[name] = scope.resolve(value).text
    }
    let rewritten = scope.rewrittenVariables
    (source, frame, scope) = outside
    scope.rewrittenVariables = rewritten
    if let id = step.id { scope.outputs[id] = outputs }
  }

  /// Reads what an action that runs in an image does before it runs.
  private mutating func readImage(of runs: Node, in path: String, from step: Step) {
    guard let image = runs["image"]?.text else { return }
    let conditions = conditions(of: step)
    let scheme = "docker://"
    guard !image.hasPrefix(scheme) else {
      let name = PartialText(pattern: String(image.dropFirst(scheme.count)))
      return note(.run(name), at: step.named.range, if: conditions)
    }
    let build = ImageBuild(
      place: place, range: step.named.range, dockerfile: RepositoryPath.join(path, image),
      context: path, arguments: [:], contexts: [:], names: [], conditions: conditions)
    note(build, from: nil)
  }
}
