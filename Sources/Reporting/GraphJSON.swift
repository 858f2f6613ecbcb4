import BuildGraph
import SourceText

/// Everything there is to know about a graph, in a stable schema.
struct GraphJSON {
  let report: GraphReport
  private var graph: BuildGraph { report.graph }

  init(report: GraphReport) {
    self.report = report
  }

  func render() -> String {
    var value: JSONValue = [
      "version": 1,
      "nodes": .array(graph.nodes.map(json)),
      "edges": edges,
      "levels": .array(graph.levels.map(names)),
      "unplaced": names(graph.unplaced),
      "cycles": .array(graph.cycles.map { names($0.nodes) }),
      "tiers": .array(report.tiers.filter { $0.tier != nil }.map(json)),
      "unknown": names(report.unknown),
      "times": [
        "oneByOne": total(report.oneByOne),
        "levels": total(report.byLevels),
        "tiers": total(report.byTiers),
        "edges": total(report.byEdges),
        "unlimited": total(report.unlimited),
      ],
      "saving": saving,
      "criticalPath": ifKnown(report.unlimited) { names($0.criticalPath) },
      "peak": ifKnown(report.byEdges) { schedule in
        ["second": .integer(schedule.peak.time), "nodes": names(schedule.peak.nodes)]
      },
    ]
    if let evidence = report.evidence, case .object(let members) = value {
      var cache = SourceLineCache()
      value = .object(members + evidence.members(cache: &cache))
    }
    return value.document
  }

  private func json(_ node: BuildNode) -> JSONValue {
    [
      "id": .string(node.id.description),
      "name": .string(node.id.name),
      "variant": .string(orNull: node.id.variant),
      "platform": .string(orNull: node.id.platform),
      "kind": .string(node.kind.rawValue),
      "tier": .string(orNull: node.tier),
      "level": .integer(orNull: graph.level(of: node.id)),
      "placedBy": .string(orNull: graph.placingParent(of: node.id)?.description),
      "seconds": node.duration.map(range) ?? .null,
      "parents": names(graph.parents(of: node.id)),
      "children": names(graph.children(of: node.id)),
      "descendants": .integer(graph.descendants(of: node.id).count),
    ]
  }

  private var edges: JSONValue {
    var cache = SourceLineCache()
    return .array(
      graph.edges.map { edge in
        [
          "parent": .string(edge.parent.description),
          "child": .string(edge.child.description),
          "kind": .string(edge.kind.rawValue),
          "reasons": .array(
            edge.reasons.map { $0.json(cache: &cache) }),
        ]
      })
  }

  private func json(_ group: TierGroup) -> JSONValue {
    let times = report.times(of: group.members)
    return [
      "name": .string(group.name),
      "tier": .string(orNull: group.tier),
      "members": names(group.members),
      "oneByOne": total(times?.oneByOne),
      "parallel": total(times?.byEdges),
    ]
  }

  private var saving: JSONValue {
    guard report.unknown.isEmpty, let oneByOne = report.oneByOne, let byEdges = report.byEdges
    else { return .null }
    let saving = byEdges.saving(over: oneByOne)
    return [
      "seconds": range(TimeRange(seconds: saving.low.seconds, saving.high.seconds)),
      "percent": range(TimeRange(seconds: saving.low.percent, saving.high.percent)),
    ]
  }

  private func ifKnown(_ estimate: Estimate?, _ json: (Schedule) -> JSONValue) -> JSONValue {
    guard let estimate, estimate.unknown.isEmpty else { return .null }
    return ["low": json(estimate.low), "high": json(estimate.high)]
  }

  private func total(_ estimate: Estimate?) -> JSONValue {
    estimate?.knownTotal.map(range) ?? .null
  }

  private func range(_ range: TimeRange) -> JSONValue {
    ["low": .integer(range.low), "high": .integer(range.high)]
  }

  private func names(_ ids: [NodeID]) -> JSONValue {
    .array(ids.map { .string($0.description) })
  }
}
