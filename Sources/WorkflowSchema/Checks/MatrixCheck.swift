internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Values of a matrix that come twice, and exclusions that take nothing out.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>.strategy.matrix.exclude`.
  @Sendable static func matrices(_ root: Node) -> [SchemaProblem] {
    jobs(root).flatMap { job -> [SchemaProblem] in
      guard let matrix = job.value["strategy"]?["matrix"], matrix.kind == .mapping else {
        return []
      }
      let axes = matrix.entries.filter {
        !$0.key.hasText("include") && !$0.key.hasText("exclude")
      }
      let exclusions = matrix["exclude"].map { Array($0.items) } ?? []
      return axes.flatMap { repeated($0) }
        + exclusions.flatMap { exclusion in
          exclusion.entries.flatMap { idle($0, axes) }
        }
    }
  }

  private static func repeated(_ axis: Entry) -> [SchemaProblem] {
    var seen: [Node] = []
    return axis.value.items.compactMap { item in
      guard !isOpen(item) else { return nil }
      defer { seen.append(item) }
      // What is written in another way is meant to be another value.
      guard seen.contains(where: { isSame($0, item) && $0.style == item.style }),
        item.kind != .scalar || item.value.isText
      else { return nil }
      return SchemaProblem(
        .idleMatrix, .warning, "'\(axis.key.text ?? "")' has this value already", at: item.range)
    }
  }

  private static func idle(_ entry: Entry, _ axes: [Entry]) -> [SchemaProblem] {
    guard let key = entry.key.text else { return [] }
    guard let axis = axes.first(where: { $0.key.hasText(key) }) else {
      return [
        SchemaProblem(
          .idleMatrix, .warning, "the matrix has no '\(key)', so nothing is taken out",
          at: entry.key.range)
      ]
    }
    let values = axis.value
    guard values.kind == .sequence, !isOpen(entry.value), !values.items.contains(where: isOpen),
      !values.items.contains(where: { holds($0, entry.value) })
    else { return [] }
    return [
      SchemaProblem(
        .idleMatrix, .warning, "'\(key)' never has this value, so nothing is taken out",
        at: entry.value.range)
    ]
  }

  /// Whether a value depends on an expression.
  private static func isOpen(_ node: Node) -> Bool {
    switch node.kind {
    case .scalar: node.text?.holdsExpression ?? false
    case .sequence: node.items.contains(where: isOpen)
    case .mapping: node.entries.contains { isOpen($0.key) || isOpen($0.value) }
    }
  }

  /// Whether a value is as an exclusion says: of a mapping some keys are enough.
  private static func holds(_ value: Node, _ pattern: Node) -> Bool {
    guard pattern.kind == .mapping else { return isSame(value, pattern) }
    return pattern.entries.allSatisfy { entry in
      guard let key = entry.key.text, let found = value[key] else { return false }
      return holds(found, entry.value)
    }
  }

  private static func isSame(_ left: Node, _ right: Node) -> Bool {
    switch (left.kind, right.kind) {
    case (.scalar, .scalar): left.text == right.text
    case (.sequence, .sequence):
      left.items.count == right.items.count
        && zip(left.items, right.items).allSatisfy { isSame($0, $1) }
    case (.mapping, .mapping):
      left.entries.count == right.entries.count
        && left.entries.allSatisfy { entry in
          entry.key.text.flatMap { right[$0] }.map { isSame($0, entry.value) } ?? false
        }
    default: false
    }
  }
}

extension Node.Value {
  /// Whether it is a text or a number.
  fileprivate var isText: Bool {
    switch self {
    case .string, .int, .float: true
    default: false
    }
  }
}
