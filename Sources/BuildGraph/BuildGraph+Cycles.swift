public import SourceText

/// Nodes that need each other in a circle: none of them can be built first.
public struct Cycle: Hashable, Sendable {
  /// The nodes of a shortest such circle: each is needed by the next, the last by the first.
  public let nodes: [NodeID]
  /// The edges of the circle in that order; where two nodes are joined by several kinds, all.
  public let edges: [BuildEdge]
  /// Every node that lies on some circle with these, by name; at least `nodes`.
  public let entangled: [NodeID]
}

extension Cycle: CustomStringConvertible {
  /// The whole way round: `a → b → c → a`.
  public var description: String {
    (nodes + nodes.prefix(1)).map(\.description).joined(separator: " → ")
  }

  /// The fault as it is reported, with a label for each place that states one of the edges.
  ///
  /// It is placed where the first edge is stated. Without any evidence it is placed at `fallback`.
  public func diagnostic(otherwiseAt fallback: SourceLocation) -> Diagnostic {
    let labels = edges.flatMap { edge in
      edge.reasons.map {
        Diagnostic.Label("\(edge.parent) → \(edge.child): \($0.reason)", at: $0.location)
      }
    }
    let others = entangled.count - nodes.count
    return Diagnostic(
      "cycle", .error,
      nodes.count == 1
        ? "'\(nodes[0])' is built on itself: \(self)"
        : "each of these needs the one before it, so none can be built first: \(self)",
      at: labels.first?.location ?? fallback, labels: labels,
      help: others == 0
        ? nil
        : "\(others) more \(others == 1 ? "node is" : "nodes are") in a circle with these")
  }
}

extension BuildGraph {
  /// A shortest cycle for each set of nodes that can all reach each other; empty when the graph can
  /// be built.
  public var cycles: [Cycle] {
    if order.count == nodes.count { return [] }
    return shape.cyclicComponents().map { component in
      let circle = shape.shortestCycle(within: component)
      let next = circle.dropFirst() + circle.prefix(1)
      return Cycle(
        nodes: names(circle), edges: zip(circle, next).flatMap { edges(from: $0, to: $1) },
        entangled: names(component))
    }
  }

  /// The cycles as findings; one without any evidence is placed at `fallback`.
  public func cycleDiagnostics(otherwiseAt fallback: SourceLocation) -> [Diagnostic] {
    cycles.map { $0.diagnostic(otherwiseAt: fallback) }
  }
}
