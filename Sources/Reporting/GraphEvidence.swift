public import BuildGraph
import SourceText

/// What is to be said about a graph that was found in files rather than stated.
public struct GraphEvidence: Sendable {
  /// The steps of which is not known what they build.
  public var unknownBuilds: [Evidence]
  /// How it differs from the graph of the manifest; `nil` when there is none.
  public var differences: [GraphComparison.Difference]?

  /// Creates the remarks.
  public init(unknownBuilds: [Evidence], differences: [GraphComparison.Difference]?) {
    self.unknownBuilds = unknownBuilds
    self.differences = differences
  }

  /// The evidence of every edge, and the rest, as lines.
  func lines(about graph: BuildGraph) -> [String] {
    var cache = SourceLineCache()
    func place(_ evidence: Evidence) -> String {
      let start = cache.span(of: evidence.location).start
      return
        "  \(evidence.location.file.name):\(start.line):\(start.column): \(evidence.reason.visible)"
    }
    var lines: [String] = []
    for edge in graph.edges {
      lines.append("\(edge.child) ← \(edge.parent) (\(edge.kind.rawValue))")
      lines += edge.reasons.map(place)
    }
    if !unknownBuilds.isEmpty {
      lines.append("It is not known what these build:")
      lines += unknownBuilds.map(place)
    }
    guard let differences else { return lines }
    lines.append(
      differences.isEmpty
        ? "The manifest states the same graph." : "The manifest states another graph:")
    return lines + differences.map { "  \($0.sentence)" }
  }

  /// The same for programs.
  func members(cache: inout SourceLineCache) -> [JSONValue.Member] {
    let unknown = unknownBuilds.map { evidence in
      evidence.json(cache: &cache)
    }
    let differences = differences.map { differences in
      JSONValue.array(differences.map { .string($0.sentence) })
    }
    return [
      JSONValue.Member("unknownBuilds", .array(unknown)),
      JSONValue.Member("differences", differences ?? .null),
    ]
  }
}

extension GraphComparison.Difference {
  /// The difference in words.
  var sentence: String {
    switch self {
    case .onlyStated(let image): "no workflow is known to build '\(image)'"
    case .onlyFound(let image): "workflows build '\(image)', which the manifest does not state"
    case .linkOnlyStated(let link):
      "only the manifest has '\(link.child)' take something from '\(link.parent)'"
    case .linkOnlyFound(let link):
      "the builds have '\(link.child)' take something from '\(link.parent)', the manifest has not"
    }
  }
}

extension Evidence {
  /// The evidence for programs.
  func json(cache: inout SourceLineCache) -> JSONValue {
    let start = cache.span(of: location).start
    return [
      "reason": .string(reason),
      "file": .string(location.file.name),
      "line": .integer(start.line),
      "column": .integer(start.column),
    ]
  }
}
