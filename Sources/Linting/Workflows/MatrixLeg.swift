import YAML

/// One combination of a job's matrix.
struct MatrixLeg: Sendable {
  /// The values by name; `nil` when the matrix is computed in the run.
  var values: [String: Node]?

  /// The most jobs that GitHub makes of one matrix.
  static let limit = 256

  /// The combinations of a job, in the order in which GitHub makes them.
  ///
  /// A job without matrix has one without values; so has one whose matrix cannot be told.
  ///
  /// - Parameter value: what a scalar stands for that is a list or a mapping in the run; `nil` when
  ///   that is not known.
  static func all(of job: Job, value: (Node) -> Node? = { _ in nil }) -> [MatrixLeg] {
    guard let stated = job.body["strategy"]?["matrix"] else { return [MatrixLeg(values: [:])] }
    let matrix = stated.kind == .scalar ? value(stated) ?? stated : stated
    guard matrix.kind == .mapping, let legs = combinations(of: matrix, value) else {
      return [MatrixLeg(values: nil)]
    }
    return legs.map { MatrixLeg(values: $0) }
  }

  private static func combinations(
    of matrix: Node, _ value: (Node) -> Node?
  ) -> [[String: Node]]? {
    var axes: [String] = []
    var legs: [[String: Node]] = [[:]]
    for entry in matrix.entries {
      guard let name = entry.key.text else { return nil }
      if name == "include" || name == "exclude" { continue }
      let axis = entry.value.kind == .scalar ? value(entry.value) ?? entry.value : entry.value
      guard axis.kind == .sequence, legs.count * axis.items.count <= limit else { return nil }
      axes.append(name)
      legs = legs.flatMap { leg in
        axis.items.map { item in leg.merging([name: item]) { _, new in new } }
      }
    }
    if axes.isEmpty { legs = [] }
    if let exclude = matrix["exclude"] {
      guard let rows = rows(of: value(exclude) ?? exclude) else { return nil }
      legs.removeAll { leg in
        rows.contains { row in row.allSatisfy { leg[$0.key].map($0.value.isSame) ?? false } }
      }
    }
    if let include = matrix["include"] {
      guard let rows = rows(of: value(include) ?? include) else { return nil }
      add(rows, to: &legs, axes: axes)
    }
    return legs.count <= limit ? legs : nil
  }

  private static func rows(of node: Node) -> [[String: Node]]? {
    guard node.kind == .sequence, node.items.allSatisfy({ $0.kind == .mapping }) else {
      return nil
    }
    return node.items.map { item in
      Dictionary(
        item.entries.compactMap { entry in entry.key.text.map { ($0, entry.value) } },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Adds each row to the combinations whose own values it leaves alone, or else as a new one.
  private static func add(
    _ rows: [[String: Node]], to legs: inout [[String: Node]], axes: [String]
  ) {
    let originals = legs
    var added: [[String: Node]] = []
    for row in rows {
      var isMerged = false
      for (index, original) in originals.enumerated()
      where axes.allSatisfy({ axis in row[axis].map { original[axis]?.isSame($0) ?? false } ?? true
      }) {
        legs[index].merge(row) { _, new in new }
        isMerged = true
      }
      if !isMerged { added.append(row) }
    }
    legs += added
  }
}

extension Node {
  /// Whether two values are the same, in all their parts.
  fileprivate func isSame(_ other: Node) -> Bool {
    guard kind == other.kind else { return false }
    switch kind {
    case .scalar: return value == other.value
    case .sequence:
      return items.count == other.items.count
        && zip(items, other.items).allSatisfy { $0.isSame($1) }
    case .mapping:
      return entries.count == other.entries.count
        && entries.allSatisfy { entry in
          entry.key.text.flatMap { other[$0] }.map(entry.value.isSame) ?? false
        }
    }
  }
}
