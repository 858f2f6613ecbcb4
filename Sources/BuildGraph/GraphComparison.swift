/// What one graph of images has and another one has not.
public struct GraphComparison: Sendable {
  /// One difference between what is stated and what was found.
  public enum Difference: Hashable, Sendable {
    /// An image is stated, and nothing was found that builds it.
    case onlyStated(NodeID)
    /// An image is built and not stated.
    case onlyFound(NodeID)
    /// Both images are in both graphs, but only the stated one ties them.
    case linkOnlyStated(Link)
    /// Both images are in both graphs, but only the one that was found ties them.
    case linkOnlyFound(Link)
  }

  /// The differences: images first, then links, each sorted.
  public let differences: [Difference]

  /// Compares two graphs; tasks do not count, nor do edges through files or by mere statement.
  ///
  /// - Parameter names: the name in the stated graph of each image that was found and is stated.
  public init(stated: BuildGraph, found: BuildGraph, names: [NodeID: NodeID]) {
    let images = Set(stated.nodes.filter { $0.kind == .image }.map(\.id))
    let matched = Set(names.values).intersection(images)
    let kinds: Set<BuildEdge.Kind> = [.from, .copy, .mount, .context]
    func links(_ graph: BuildGraph, _ name: (NodeID) -> NodeID?) -> Set<Link> {
      Set(
        graph.edges.filter { kinds.contains($0.kind) }.compactMap { edge in
          guard let parent = name(edge.parent), let child = name(edge.child), parent != child else {
            return nil
          }
          return Link(from: parent, to: child)
        })
    }
    let statedLinks = links(stated) { matched.contains($0) ? $0 : nil }
    let foundLinks = links(found) { names[$0] }
    func sorted(_ links: Set<Link>) -> [Link] {
      links.sorted { ($0.child, $0.parent) < ($1.child, $1.parent) }
    }
    differences =
      images.subtracting(matched).sorted().map(Difference.onlyStated)
      + found.nodes.map(\.id).filter { names[$0] == nil }.sorted().map(Difference.onlyFound)
      + sorted(statedLinks.subtracting(foundLinks)).map(Difference.linkOnlyStated)
      + sorted(foundLinks.subtracting(statedLinks)).map(Difference.linkOnlyFound)
  }
}
