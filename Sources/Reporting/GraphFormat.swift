/// What a graph is written for.
public enum GraphFormat: String, Hashable, Sendable, CaseIterable {
  /// People: levels, tiers, a tree and the figures.
  case text
  /// Programs: everything there is. See ``render(_:options:)`` for the schema.
  case json
  /// Markdown pages: a Mermaid flow chart. GitHub draws at most 500 edges.
  case mermaid
  /// Graphviz.
  case dot

  /// The graph as a text that ends with a line break.
  ///
  /// The schema of `json`, version 1; keys are never removed or renamed within a version. ID is the
  /// name of a node as text, RANGE is `{ low, high }` in seconds, and what is not known is `null`:
  ///
  ///     { version: 1,
  ///       nodes: [ { id, name, variant, platform, kind: "image"|"task", tier, level, placedBy: ID,
  ///         seconds: RANGE, parents: [ID], children: [ID], descendants: number } ],
  ///       edges: [ { parent: ID, child: ID, kind, reasons: [ { reason, file, line, column } ] } ],
  ///       levels: [ [ID] ], unplaced: [ID], cycles: [ [ID] ],
  ///       tiers: [ { name, tier, members: [ID], oneByOne: RANGE, parallel: RANGE } ],
  ///       unknown: [ID],
  ///       times: { oneByOne, levels, tiers, edges, unlimited: RANGE },
  ///       saving: { seconds: RANGE, percent: RANGE },
  ///       criticalPath: { low: [ID], high: [ID] },
  ///       peak: { low: { second, nodes: [ID] }, high: { second, nodes: [ID] } } }
  ///
  /// A graph that was found in files has besides:
  ///
  ///     unknownBuilds: [ { reason, file, line, column } ], differences: [text]
  ///
  /// `unknown` names the nodes without minutes. `times.edges`, `saving` and `peak` hold with every
  /// limit that is declared, `times.unlimited` and `criticalPath` without any.
  public func render(_ report: GraphReport, options: ReportOptions = ReportOptions()) -> String {
    switch self {
    case .text: GraphText(report: report, options: options).render()
    case .json: GraphJSON(report: report).render()
    case .mermaid: GraphMermaid(report: report).render()
    case .dot: GraphDot(report: report).render()
    }
  }
}
