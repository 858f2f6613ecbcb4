internal import SourceText
internal import YAML

/// What the schema cannot say: each check looks at a whole file.
enum WorkflowCheck {
  typealias Check =
    @Sendable (_ root: Node, _ file: SourceFile, _ outputs: KnownOutputs)
    -> [SchemaProblem]

  /// Every check.
  static let all: [Check] = [
    alone(identifiers), alone(needs), alone(schedules), alone(filters), alone(inputs), alone(calls),
    alone(runners), alone(conditions), alone(matrices), alone(emptyLists), alone(groups),
    expressions,
  ]

  /// A check that looks at nothing but the tree.
  private static func alone(_ check: @escaping @Sendable (Node) -> [SchemaProblem]) -> Check {
    { root, _, _ in check(root) }
  }

  /// The jobs, each with its key.
  static func jobs(_ root: Node) -> [Entry] {
    root["jobs"].map { Array($0.entries) } ?? []
  }

  /// The steps of a job, those within `parallel` included.
  static func steps(_ job: Node) -> [Node] {
    let steps = job["steps"].map { Array($0.items) } ?? []
    return steps.flatMap { step in [step] + (step["parallel"].map { Array($0.items) } ?? []) }
  }

  /// The texts of a scalar, or of the items of a list, each with its node.
  static func texts(_ node: Node?) -> [(text: String, node: Node)] {
    guard let node else { return [] }
    let nodes = node.kind == .sequence ? Array(node.items) : [node]
    return nodes.compactMap { item in item.text.map { ($0, item) } }
  }
}
