import SourceText
import YAML

/// The `paths` or `paths-ignore` of one trigger.
struct TriggerFilter: Sendable {
  /// One pattern and where it is written.
  struct Entry: Sendable {
    /// Where it is written.
    var node: Node
    /// What it says.
    var pattern: PathPattern
  }

  /// The event, such as `push`.
  var event: String
  /// Where `paths` or `paths-ignore` is named.
  var key: Node
  /// Whether it says what does not start the workflow.
  var isIgnoring: Bool
  /// The patterns, in order.
  var entries: [Entry]

  /// Whether a push that changes a path alone starts the workflow.
  func covers(_ path: String) -> Bool {
    if isIgnoring { return !entries.contains { $0.pattern.matches(path) } }
    return entries.last { $0.pattern.matches(path) }.map { !$0.pattern.isNegative } ?? false
  }

  /// Whether a pattern says that a path does not matter.
  func excludes(_ path: String) -> Bool {
    entries.contains { (isIgnoring || $0.pattern.isNegative) && $0.pattern.matches(path) }
  }
}

extension Trigger {
  /// What the trigger says about paths; `nil` when it says nothing or it cannot be read.
  var pathFilter: TriggerFilter? {
    guard ["push", "pull_request", "pull_request_target"].contains(event) else { return nil }
    for name in ["paths", "paths-ignore"] {
      guard let entry = options?.entry(name) else { continue }
      let nodes = entry.value.kind == .sequence ? Array(entry.value.items) : [entry.value]
      let entries = nodes.compactMap { node -> TriggerFilter.Entry? in
        guard let text = node.text, !text.isEmpty, !text.contains("${{") else { return nil }
        return TriggerFilter.Entry(node: node, pattern: PathPattern(text))
      }
      guard entries.count == nodes.count, !entries.isEmpty else { return nil }
      return TriggerFilter(
        event: event, key: entry.key, isIgnoring: name == "paths-ignore", entries: entries)
    }
    return nil
  }
}

extension WorkflowFile {
  /// What its triggers say about paths; a list that an alias repeats comes once.
  var pathFilters: [TriggerFilter] {
    var seen: Set<Int> = []
    return triggers.compactMap(\.pathFilter).filter { filter in
      seen.insert(filter.entries[0].node.range.start).inserted
    }
  }
}
