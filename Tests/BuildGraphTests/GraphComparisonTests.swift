import BuildGraph
import Testing

@Suite("Comparing a stated graph with one that was found")
struct GraphComparisonTests {
  private func graph(_ links: [(NodeID, NodeID, BuildEdge.Kind)], _ nodes: NodeID...) -> BuildGraph
  {
    BuildGraph(
      nodes: nodes.map { BuildNode($0) },
      edges: links.map { BuildEdge(from: $0.0, to: $0.1, $0.2) })
  }

  private func differences(
    _ stated: BuildGraph, _ found: BuildGraph, _ names: [NodeID: NodeID]
  ) -> [GraphComparison.Difference] {
    GraphComparison(stated: stated, found: found, names: names).differences
  }

  @Test func seesImagesOfOneSide() {
    #expect(
      differences(graph([], "a", "b"), graph([], "x", "y"), ["x": "a"])
        == [.onlyStated("b"), .onlyFound("y")])
  }

  @Test func seesLinksOfOneSideBetweenImagesOfBoth() {
    let stated = graph([("a", "b", .from), ("a", "c", .from)], "a", "b", "c")
    let found = graph([("x", "y", .copy), ("y", "z", .from)], "x", "y", "z")
    #expect(
      differences(stated, found, ["x": "a", "y": "b", "z": "c"])
        == [.linkOnlyStated(Link(from: "a", to: "c")), .linkOnlyFound(Link(from: "b", to: "c"))])
    #expect(
      differences(stated, found, ["x": "a", "y": "b"])
        == [.onlyStated("c"), .onlyFound("z")])
  }

  @Test func leavesTasksAndFilesAside() {
    let stated = BuildGraph(
      nodes: [BuildNode("a"), BuildNode("b"), BuildNode("t", .task)],
      edges: [BuildEdge(from: "a", to: "t", .uses), BuildEdge(from: "a", to: "b", .input)])
    #expect(differences(stated, graph([], "a", "b"), ["a": "a", "b": "b"]).isEmpty)
  }
}
