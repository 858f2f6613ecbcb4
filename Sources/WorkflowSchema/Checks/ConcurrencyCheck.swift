internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Groups in which runs shall wait in a queue and end each other.
  ///
  /// Source: GitHub changelog of 7 May 2026, "Concurrency groups now allow larger queues".
  @Sendable static func groups(_ root: Node) -> [SchemaProblem] {
    ([root] + jobs(root).map(\.value)).compactMap { owner in
      guard let group = owner["concurrency"], let queue = group["queue"], queue.hasText("max"),
        group["cancel-in-progress"]?.value == .bool(true)
      else { return nil }
      return SchemaProblem(
        .wrongValue, "'queue: max' and 'cancel-in-progress: true' exclude each other",
        at: queue.range, help: "leave one of them out")
    }
  }
}
