public import BuildGraph
internal import SourceText
internal import YAML

extension Project {
  /// The stated figures that the graph and the stated minutes do not give.
  ///
  /// A figure that depends on minutes which nobody has stated for any image is not compared.
  var unmetExpectations: [Diagnostic] {
    guard manifest.isRegistryKnown, !manifest.expectations.isEmpty, let times = BuildTimes(graph)
    else { return [] }
    return manifest.expectations.compactMap { expectation in
      guard let (stated, actual, reason) = compare(expectation, times), stated != actual else {
        return nil
      }
      return Diagnostic(
        "unmet-expectation", .error,
        "'\(expectation.subject.value)' is stated as \(stated), and the graph gives \(actual)",
        at: SourceLocation(manifest.file, expectation.value.range), help: reason)
    }
  }

  private func compare(_ expectation: Expectation, _ times: BuildTimes)
    -> (stated: String, actual: String, reason: String?)?
  {
    let value = expectation.value
    let text = value.text ?? ""
    switch expectation.subject.value {
    case "critical-path":
      let stated = value.items.compactMap(\.text).joined(separator: " → ")
      return (stated, criticalPath(times), nil)
    case "total":
      guard let stated = TimeRange(parsing: text) else { return nil }
      let reason =
        "exact edges with max-parallel; level by level \(times.levelBarriers().total), "
        + "one by one \(times.oneByOne().total)"
      return ("\(stated)", "\(times.exactEdges(caps: caps).total)", reason)
    case "sequential":
      guard let stated = TimeRange(parsing: text) else { return nil }
      return ("\(stated)", "\(times.oneByOne().total)", nil)
    case "parallel":
      let peak = times.exactEdges(caps: caps).high.peak
      guard value.kind == .sequence else { return (text, "\(peak.width)", nil) }
      let stated = value.items.compactMap(\.text).sorted().joined(separator: ", ")
      return (stated, peak.nodes.map(\.description).sorted().joined(separator: ", "), nil)
    default:
      return nil
    }
  }

  /// The nodes with stated minutes on the longest path of the longest times.
  private func criticalPath(_ times: BuildTimes) -> String {
    let timed = Set(graph.nodes.filter { $0.duration != nil }.map(\.id))
    return times.exactEdges().high.criticalPath.filter(timed.contains).map(\.description)
      .joined(separator: " → ")
  }

  /// The limits that `max-parallel` sets.
  public var caps: [ParallelCap] {
    let limits = manifest.tiers.compactMap { tier in
      tier.maxParallel.map { (tier.name.value, $0.value) }
    }
    return graph.caps(perTier: Dictionary(limits, uniquingKeysWith: { $1 }))
  }
}
