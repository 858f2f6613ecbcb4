internal import Expressions
internal import YAML

/// What is known of the contexts at some place of a workflow.
///
/// Source: GitHub docs, "Contexts reference".
struct ContextTypes {
  private(set) var types: [String: ExpressionType]
  private let root: Node
  private let outputs: KnownOutputs

  /// The contexts of a whole workflow.
  init(_ root: Node, _ outputs: KnownOutputs = KnownOutputs()) {
    self.root = root
    self.outputs = outputs
    types = [
      "github": Self.github(root), "inputs": Self.inputs(root), "env": .open(.string),
      "vars": .open(.string), "secrets": .open(.string), "strategy": Self.strategy,
      "runner": .open(.string), "job": Self.job,
      "needs": .closed([:]), "steps": .closed([:]), "matrix": .closed([:]),
      "jobs": .closed(
        Dictionary(
          WorkflowCheck.jobs(root).map { ($0.key.text ?? "", Self.result(of: $0.value, outputs)) },
          uniquingKeysWith: { old, _ in old })),
    ]
  }

  /// The same for a job.
  func inside(_ job: Node) -> ContextTypes {
    var result = self
    let jobs = Dictionary(
      WorkflowCheck.jobs(root).map { ($0.key.text?.lowercased() ?? "", $0.value) },
      uniquingKeysWith: { old, _ in old })
    let needs = WorkflowCheck.texts(job["needs"]).map { need in
      (need.text, jobs[need.text.lowercased()].map { Self.result(of: $0, outputs) } ?? .any)
    }
    result.types["needs"] = .closed(Dictionary(needs, uniquingKeysWith: { old, _ in old }))
    // The whole strategy may be an expression.
    let isOpen = job["strategy"].map { $0.kind == .scalar && $0.value != .null } ?? false
    result.types["matrix"] = isOpen ? .any : Self.matrix(job["strategy"]?["matrix"])
    return result
  }

  /// The same for a step that some others come before.
  func behind(_ steps: some Sequence<Node>) -> ContextTypes {
    var result = self
    let known = steps.compactMap { step in
      step["id"]?.text.map { ($0, Self.result(of: step, givingBack: outputs)) }
    }
    result.types["steps"] = .closed(Dictionary(known, uniquingKeysWith: { old, _ in old }))
    return result
  }

  /// The same without what is not there in the condition of a job: that has been reported.
  var ofCondition: ContextTypes {
    var result = self
    let known = ExpressionPlace.jobCondition.names.contexts ?? []
    result.types = types.filter { known.contains($0.key) }
    return result
  }

  /// The same for an action that runs steps.
  init(ofAction root: Node, _ outputs: KnownOutputs) {
    self.init(root, outputs)
    let inputs = root["inputs"].map { Array($0.entries) } ?? []
    types = [
      "github": types["github"] ?? .any,
      "inputs": .closed(
        Dictionary(
          inputs.map { ($0.key.text ?? "", .string) }, uniquingKeysWith: { old, _ in old })),
    ]
  }

  private static func result(of step: Node, givingBack outputs: KnownOutputs) -> ExpressionType {
    .closed([
      "outputs": Self.outputs(of: step, outputs) ?? .open(.string), "conclusion": .string,
      "outcome": .string,
    ])
  }

  /// What a job or a step gives back that uses something; `nil` where that is not known.
  private static func outputs(of node: Node, _ outputs: KnownOutputs) -> ExpressionType? {
    guard let uses = node["uses"]?.text, let names = outputs.names[uses] else { return nil }
    return .closed(
      Dictionary(names.map { ($0, .string) }, uniquingKeysWith: { old, _ in old }))
  }

  private static func result(of job: Node, _ known: KnownOutputs) -> ExpressionType {
    var outputs = Self.outputs(of: job, known) ?? .open(.string)
    if job["uses"] == nil {
      let declared = job["outputs"].map { Array($0.entries) } ?? []
      outputs = .closed(
        Dictionary(
          declared.map { ($0.key.text ?? "", .string) }, uniquingKeysWith: { old, _ in old }))
    }
    return .closed(["result": .string, "outputs": outputs])
  }

  /// The inputs of a workflow. Where nothing but a push and its like starts it, there are none.
  private static func inputs(_ root: Node) -> ExpressionType {
    var keys: [(String, ExpressionType)] = []
    for event in ["workflow_dispatch", "workflow_call"] {
      for input in root["on"]?[event]?["inputs"]?.entries.map(\.self) ?? [] {
        let type: ExpressionType =
          switch input.value["type"]?.text {
          case "boolean": .bool
          case "number": .number
          default: .string
          }
        keys.append((input.key.text ?? "", type))
      }
    }
    return .closed(Dictionary(keys, uniquingKeysWith: { old, new in old == new ? old : .any }))
  }

  private static func matrix(_ node: Node?) -> ExpressionType {
    guard let node else { return .closed([:]) }
    guard node.kind == .mapping else { return .any }
    var keys: [(String, ExpressionType)] = []
    for entry in node.entries {
      guard let name = entry.key.text, !name.holdsExpression else { return .any }
      if name == "exclude" { continue }
      if name == "include" {
        guard entry.value.kind == .sequence else { return .any }
        for item in entry.value.items {
          guard item.kind == .mapping else { return .any }
          keys += item.entries.map { ($0.key.text ?? "", type(of: $0.value)) }
        }
      } else if entry.value.kind == .sequence {
        let types = Set(entry.value.items.map { type(of: $0) })
        keys.append((name, types.count == 1 ? types.first ?? .any : .any))
      } else {
        keys.append((name, .any))
      }
    }
    return .closed(Dictionary(keys, uniquingKeysWith: { old, new in old == new ? old : .any }))
  }

  /// The type of a value in a matrix. Keys of a mapping may differ from one value to the next.
  private static func type(of node: Node) -> ExpressionType {
    switch node.value {
    case .null, .sequence, .mapping: .any
    case .bool: .bool
    case .int, .float: .number
    case .string(let text): text.holdsExpression ? .any : .string
    }
  }

  private static let strategy = ExpressionType.closed([
    "fail-fast": .bool, "job-index": .number, "job-total": .number, "max-parallel": .number,
  ])

  private static let job = ExpressionType.object(
    [
      "status": .string, "services": .open(.any),
      "container": .closed(["id": .string, "network": .string]),
    ], others: .any)

  private static func github(_ root: Node) -> ExpressionType {
    let texts = [
      "action", "action_path", "action_ref", "action_repository", "action_status", "actor",
      "actor_id", "api_url", "base_ref", "env", "event_name", "event_path", "graphql_url",
      "head_ref",
      "job", "path", "ref", "ref_name", "ref_type", "repository", "repository_id",
      "repository_owner", "repository_owner_id", "repositoryurl", "retention_days", "run_id",
      "run_number", "run_attempt", "secret_source", "server_url", "sha", "token",
      "triggering_actor", "workflow", "workflow_ref", "workflow_sha", "workspace",
    ]
    var keys = Dictionary(uniqueKeysWithValues: texts.map { ($0, ExpressionType.string) })
    let isDispatched = root["on"]?["workflow_dispatch"] != nil
    keys["event"] = .object(isDispatched ? ["inputs": inputs(root)] : [:], others: .any)
    keys["ref_protected"] = .any
    return .object(keys, others: .any)
  }
}
