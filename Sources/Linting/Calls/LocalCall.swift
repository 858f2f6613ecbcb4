import SourceText
import WorkflowSchema
import YAML

/// A use of a workflow or an action of the same repository, with what that declares.
struct LocalCall {
  /// What is used.
  enum Kind: String {
    /// Another workflow, by a job.
    case workflow
    /// An action, by a step.
    case action
  }

  /// What is used.
  let kind: Kind
  /// The file that uses it.
  let file: SourceFile
  /// The job or the step.
  let body: Node
  /// What names it.
  let uses: Node
  /// Where its inputs and secrets are declared.
  let callee: SourceFile
  /// What it declares: `on.workflow_call`, or the whole of an action.
  let declared: Node

  /// What it declares under a key, by names in lower case; `nil` when that cannot be told.
  func declarations(_ key: String) -> [String: Entry]? {
    guard let node = declared[key], node.value != .null else { return [:] }
    guard node.kind == .mapping else { return nil }
    var entries: [String: Entry] = [:]
    for entry in node.entries {
      guard let name = entry.key.text, !name.contains("${{") else { return nil }
      entries[name.lowercased()] = entry
    }
    return entries
  }

  /// What the caller states under a key, with the names as written; `nil` when that cannot be told.
  func stated(_ key: String) -> [(name: String, node: Node)]? {
    guard let node = body[key], node.value != .null else { return [] }
    guard node.kind == .mapping else { return nil }
    var stated: [(name: String, node: Node)] = []
    for entry in node.entries {
      guard let name = entry.key.text, !name.contains("${{") else { return nil }
      stated.append((name, entry.key))
    }
    return stated
  }

  /// The names stated under a key that are not declared under another.
  func unknown(_ key: String, declaredUnder other: String) -> [(name: String, node: Node)] {
    guard let declared = declarations(other), let stated = stated(key) else { return [] }
    return stated.filter { declared[$0.name.lowercased()] == nil }
  }

  /// What is declared as required, without default, and not stated.
  func missing(_ key: String, declaredUnder other: String) -> [Entry] {
    guard let declared = declarations(other), let stated = stated(key) else { return [] }
    let names = Set(stated.map { $0.name.lowercased() })
    return declared.filter { name, entry in
      entry.value["required"]?.isTrue ?? false && entry.value["default"] == nil
        && !names.contains(name)
    }.values.sorted { $0.key.range < $1.key.range }
  }

  /// The place of a node of the caller.
  func place(_ node: Node) -> SourceLocation { SourceLocation(file, node.range) }
}

extension Node {
  /// Whether it says `true`, quoted or not.
  fileprivate var isTrue: Bool { text?.lowercased() == "true" }
}

extension Repository {
  /// The uses of workflows and actions of the repository that a workflow makes.
  func localCalls(in workflow: WorkflowFile) -> [LocalCall] {
    workflow.jobs.flatMap { job -> [LocalCall] in
      if let uses = job.body["uses"], let callee = calledWorkflow(uses.text),
        let declared = callee.call
      {
        return [
          LocalCall(
            kind: .workflow, file: workflow.file, body: job.body, uses: uses, callee: callee.file,
            declared: declared)
        ]
      }
      guard !actions.isEmpty else { return [] }
      // Elsewhere than at the root, or in another repository, files of the same path may be others.
      let isElsewhere = job.steps.contains { step in
        step.action == "actions/checkout"
          && (step.input("path") != nil || step.input("repository") != nil)
      }
      return isElsewhere ? [] : localCalls(of: job.steps, in: workflow.file)
    }
  }

  /// The uses of actions of the repository that steps make.
  func localCalls(of steps: [Step], in file: SourceFile) -> [LocalCall] {
    steps.compactMap { step in
      guard let uses = step.body["uses"], let directory = step.localAction,
        let action = actions.first(where: { $0.directory == directory }),
        let declared = action.document.root, declared.kind == .mapping
      else { return nil }
      return LocalCall(
        kind: .action, file: file, body: step.body, uses: uses, callee: action.document.file,
        declared: declared)
    }
  }

  /// The workflow of the repository that a `uses` names.
  func calledWorkflow(_ uses: String?) -> WorkflowFile? {
    guard let uses, uses.hasPrefix("./") || uses.hasPrefix("$/") else { return nil }
    return places[String(uses.dropFirst(2))].map { workflows[$0] }
  }

  /// What workflows and composite actions of the repository give back.
  static func knownOutputs(of workflows: [WorkflowFile], _ actions: [ActionFile]) -> KnownOutputs {
    var names: [String: [String]] = [:]
    func note(_ path: String, _ outputs: Node?) {
      let declared = outputs?.entries.map { $0.key.text } ?? []
      guard outputs.map({ $0.kind == .mapping || $0.value == .null }) ?? true,
        declared.allSatisfy({ $0 != nil })
      else { return }
      for prefix in ["./", "$/"] { names[prefix + path] = declared.compactMap(\.self) }
    }
    for workflow in workflows {
      if let call = workflow.call { note(workflow.file.name, call["outputs"]) }
    }
    for action in actions where action.isComposite {
      note(action.directory, action.document.root?["outputs"])
    }
    return KnownOutputs(names)
  }
}

extension WorkflowFile {
  /// What it declares for those that call it; `nil` when none can.
  fileprivate var call: Node? { triggers.first { $0.event == "workflow_call" }?.callDeclaration }
}

extension Trigger {
  /// The mapping of what is declared; the name itself where nothing is.
  fileprivate var callDeclaration: Node { options ?? node }
}
