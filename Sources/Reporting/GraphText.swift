import BuildGraph

/// A graph for people: levels, tiers, a tree and the figures.
struct GraphText {
  let report: GraphReport
  let options: ReportOptions
  private var graph: BuildGraph { report.graph }

  init(report: GraphReport, options: ReportOptions) {
    self.report = report
    self.options = options
  }

  func render() -> String {
    [head, levels, tiers, tree, times, remarks, evidence].filter { !$0.isEmpty }.joined(
      separator: "\n")
  }

  private var head: String {
    let images = graph.nodes.count { $0.kind == .image }
    let tasks = graph.nodes.count - images
    let parts = [(images, "image"), (tasks, "task")].filter { $0.0 > 0 }
    guard !parts.isEmpty else { return "no images\n" }
    let nodes = parts.map { counted($0.0, $0.1) }.joined(separator: ", ")
    return options.palette.paint("\(nodes) on \(counted(graph.levels.count, "level"))", .title)
      + "\n"
  }

  private var levels: String {
    graph.levels.enumerated().map { level, nodes in
      let names = nodes.map { node in
        graph.placingParent(of: node).map { "\(node) ← \($0)" } ?? "\(node)"
      }
      return list("Level \(level)\(nodes.count > 1 ? " (parallel)" : ""):", names)
    }.joined()
  }

  private var tiers: String {
    let groups = report.tiers.filter { $0.tier != nil }
    guard !groups.isEmpty else { return "" }
    var table = Table([
      .init("tier"), .init("nodes", .right), .init("level", .right), .init("one by one", .right),
      .init("in parallel", .right),
    ])
    for group in groups {
      let levels = group.members.compactMap(graph.level)
      let times = report.times(of: group.members)
      table.rows.append([
        group.name, "\(group.members.count)",
        Self.span(levels.min() ?? 0, levels.max() ?? 0),
        Self.total(times?.oneByOne), Self.total(times?.byEdges),
      ])
    }
    let others = report.tiers.filter { $0.tier == nil }.flatMap(\.members).map(\.description)
    return table.text(width: options.width, palette: options.palette)
      + (others.isEmpty ? "" : list("Without a tier:", others))
  }

  private var tree: String {
    guard !graph.nodes.isEmpty, !graph.levels.isEmpty else { return "" }
    var table = Table([
      .init("tree"), .init("time", .right), .init("used by", .right), .init("in all", .right),
    ])
    let isTimed = report.unknown.count < graph.nodes.count
    table.rows = GraphTree(graph).rows.map { row in
      guard row.isPlace else { return [row.text] }
      let unknown = isTimed ? "unknown" : ""
      let children = graph.children(of: row.id).count
      let time = graph[row.id]?.duration?.description ?? unknown
      guard children > 0 else { return [row.text, time] }
      return [row.text, time, "\(children)", "\(graph.descendants(of: row.id).count)"]
    }
    return table.text(width: options.width, palette: options.palette)
  }

  private var times: String {
    guard let oneByOne = report.oneByOne, report.unknown.count < graph.nodes.count else {
      return ""
    }
    var table = Table([
      .init("run"), .init("takes", .right), .init("saves", .right), .init("", .right),
    ])
    table.rows = report.ways.map { way in
      let total = Self.total(way.estimate)
      guard way.estimate.unknown.isEmpty, way.title != report.ways.first?.title else {
        return [way.title, total]
      }
      let saving = way.estimate.saving(over: oneByOne)
      return [
        way.title, total, Self.minutes(saving.low.seconds, saving.high.seconds),
        Self.span(saving.low.percent, saving.high.percent) + " %",
      ]
    }
    return table.text(width: options.width, palette: options.palette)
  }

  /// What cannot be built, what is not known, or else what decides how long it takes.
  private var remarks: String {
    var lines = graph.cycles.map { "In a circle: \($0)\n" }.joined()
    if !graph.unplaced.isEmpty {
      lines += list("Cannot be built:", graph.unplaced.map(\.description))
    }
    if graph.nodes.isEmpty { return lines }
    if report.unknown.count == graph.nodes.count {
      if report.evidence != nil { return lines }
      return lines + "The times are unknown: no node has any minutes.\n"
    }
    if !report.unknown.isEmpty {
      let names = report.unknown.map(\.description)
      return lines + list("The times are unknown, for these have no minutes:", names)
    }
    guard let critical = report.unlimited, let peak = report.byEdges else { return lines }
    lines += criticalPath(critical)
    let width = Self.span(peak.low.peak.width, peak.high.peak.width)
    lines += list("At most \(width) at once:", peak.high.peak.nodes.map(\.description))
    return lines
  }

  /// Where the edges of a graph that was found are written down.
  private var evidence: String {
    (report.evidence?.lines(about: graph) ?? []).map { $0 + "\n" }.joined()
  }

  private func criticalPath(_ estimate: Estimate) -> String {
    let (low, high) = (estimate.low.criticalPath, estimate.high.criticalPath)
    if low == high { return path("Critical path, \(estimate.total):", low) }
    let shortest = TimeRange(seconds: estimate.low.duration)
    let longest = TimeRange(seconds: estimate.high.duration)
    return path("Critical path with the shortest times, \(shortest):", low)
      + path("Critical path with the longest times, \(longest):", high)
  }

  private func path(_ title: String, _ ids: [NodeID]) -> String {
    let steps = ids.map { id in "\(id)\(graph[id]?.duration.map { " (\($0))" } ?? "")" }
    return list(title, steps, separator: " →")
  }

  /// A list in lines of the width, those after the first indented.
  private func list(_ title: String, _ items: [String], separator: String = ",") -> String {
    var lines = [options.palette.paint(title, .title)]
    var used = title.columns
    for (index, item) in items.enumerated() {
      let text = item.visible + (index == items.count - 1 ? "" : separator)
      if used + 1 + text.columns > options.width, used > 1 {
        lines.append(" ")
        used = 1
      }
      lines[lines.count - 1] += " \(text)"
      used += 1 + text.columns
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func total(_ estimate: Estimate?) -> String {
    estimate?.knownTotal?.description ?? "unknown"
  }

  /// `3`, `3–5`, `-2 to 1`: two numbers, in ascending order.
  private static func span(_ first: Int, _ second: Int) -> String {
    let (low, high) = (min(first, second), max(first, second))
    if low == high { return "\(low)" }
    return low < 0 ? "\(low) to \(high)" : "\(low)–\(high)"
  }

  private static func minutes(_ first: Int, _ second: Int) -> String {
    let (low, high) = (min(first, second), max(first, second))
    if low >= 0 { return "\(TimeRange(seconds: low, high))" }
    if low == high { return "\(TimeRange.clock(low)) min" }
    return "\(TimeRange.clock(low)) to \(TimeRange.clock(high)) min"
  }
}
