import BuildGraph
import SourceText
import Testing

@Suite("A cycle is reported whole, with where each of its edges is stated")
struct CycleTests {
  private let nowhere = SourceLocation(SourceFile(name: "wfgen.yml", text: ""), .at(0))

  @Test func namesTheWholeCycleFromItsFirstNode() {
    let graph = BuildGraph("b → c\nc → a\na → b\na → leaf")
    #expect(graph.cycles.map(\.description) == ["a → b → c → a"])
    #expect(graph.levels.isEmpty)
    #expect(graph.unplaced == ["a", "b", "c", "leaf"])
    #expect(graph.level(of: "leaf") == nil)
    #expect(graph.placingParent(of: "leaf") == nil)
  }

  @Test func reportsOneShortestCycleForEachKnot() {
    let graph = BuildGraph("a → b\nb → c\nc → d\nd → a b\nx → y\ny → x\na → x\nroot → a z")
    #expect(graph.cycles.map(\.description) == ["b → c → d → b", "x → y → x"])
    #expect(graph.cycles.map(\.entangled.count) == [4, 2])
    #expect(graph.topologicalOrder == ["root", "z"])
  }

  @Test func aNodeCanNeedItself() {
    let graph = BuildGraph("a → a b")
    #expect(graph.cycles.map(\.description) == ["a → a"])
    let found = graph.cycleDiagnostics(otherwiseAt: nowhere)
    #expect(found.map(\.message) == ["'a' is built on itself: a → a"])
    #expect(found.map(\.location) == [nowhere])
  }

  @Test func labelsEveryEdgeWithItsEvidence() {
    let first = SourceFile(name: "a/Dockerfile", text: "FROM b\n")
    let second = SourceFile(name: "b/Dockerfile", text: "FROM a\nCOPY --from=a x y\n")
    let graph = BuildGraph(
      nodes: [BuildNode("a"), BuildNode("b"), BuildNode("c")],
      edges: [
        BuildEdge(
          from: "b", to: "a",
          reasons: [
            Evidence("FROM in a/Dockerfile", at: SourceLocation(first, SourceRange(0, 6)))
          ]),
        BuildEdge(
          from: "a", to: "b",
          reasons: [
            Evidence("FROM in b/Dockerfile", at: SourceLocation(second, SourceRange(0, 6)))
          ]),
        BuildEdge(
          from: "a", to: "b", .copy,
          reasons: [
            Evidence("COPY --from in b/Dockerfile", at: SourceLocation(second, SourceRange(7, 20)))
          ]),
        BuildEdge(from: "b", to: "c"), BuildEdge(from: "c", to: "a"),
      ])
    let found = graph.cycleDiagnostics(otherwiseAt: nowhere)
    #expect(found.map(\.rule) == ["cycle"])
    #expect(found.map(\.severity) == [.error])
    #expect(
      found.map(\.message) == [
        "each of these needs the one before it, so none can be built first: a → b → a"
      ])
    #expect(found.map(\.location) == [SourceLocation(second, SourceRange(0, 6))])
    #expect(
      found.first?.labels.map(\.message) == [
        "a → b: FROM in b/Dockerfile", "a → b: COPY --from in b/Dockerfile",
        "b → a: FROM in a/Dockerfile",
      ])
    #expect(found.first?.help == "1 more node is in a circle with these")
  }

  @Test func aLongCircleIsFoundWithoutRecursion() {
    let ids = (0..<20_000).map { NodeID("n\($0)") }
    let edges = zip(ids, ids.dropFirst() + ids.prefix(1)).map { BuildEdge(from: $0, to: $1) }
    let graph = BuildGraph(nodes: ids.map { BuildNode($0) }, edges: edges)
    #expect(graph.cycles.map(\.nodes.count) == [20_000])
  }
}
