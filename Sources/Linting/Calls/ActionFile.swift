import SourceText
import YAML

/// An action of the repository: its directory and its `action.yml`, read.
struct ActionFile: Sendable {
  /// The directory, from the root of the repository; empty for the root.
  let directory: String
  /// The file.
  let document: YAMLDocument

  /// Those below `.github/actions`, as far as the files of the repository are known, and those that
  /// workflows, or other actions of these, use; in the order of their paths.
  static func all(in view: RepositoryView, usedBy workflows: [WorkflowFile]) -> [ActionFile] {
    var waiting = view.actions
    waiting += workflows.flatMap { workflow in
      workflow.jobs.flatMap { $0.steps.compactMap(\.localAction) }
    }
    waiting += (view.paths() ?? []).compactMap { path in
      let isAction = path.hasSuffix("/action.yml") || path.hasSuffix("/action.yaml")
      guard isAction, path.hasPrefix(".github/actions/") else { return nil }
      return String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }
    var found: [String: ActionFile] = [:]
    var seen: Set<String> = []
    while let directory = waiting.popLast() {
      guard seen.insert(directory).inserted, let file = file(in: directory, view) else { continue }
      let action = ActionFile(directory: directory, document: YAMLDocument(parsing: file))
      found[directory] = action
      waiting += action.steps.compactMap(\.localAction)
    }
    return found.values.sorted { $0.document.file.name < $1.document.file.name }
  }

  private static func file(in directory: String, _ view: RepositoryView) -> SourceFile? {
    let base = directory.isEmpty ? "" : directory + "/"
    return view.read(base + "action.yml") ?? view.read(base + "action.yaml")
  }

  /// The steps of a composite action; none for another.
  var steps: [Step] {
    document.root?["runs"]?["steps"]?.items.map { Step(body: $0) } ?? []
  }

  /// Whether it runs steps, and so gives back what it declares and nothing else.
  var isComposite: Bool {
    document.root?["runs"]?["using"]?.text?.lowercased() == "composite"
  }
}

extension Step {
  /// The directory of the action of this repository that it uses; `nil` for any other step.
  var localAction: String? {
    guard let uses = body["uses"]?.text, uses.hasPrefix("./") || uses.hasPrefix("$/"),
      !uses.contains("${{")
    else { return nil }
    return RepositoryPath.join("", String(uses.dropFirst(2)))
  }
}
