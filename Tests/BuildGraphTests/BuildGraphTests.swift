import BuildGraph
import SourceText
import Testing

@Suite("A graph answers the same whatever the order it was given in")
struct BuildGraphTests {
  @Test func identitiesAreWrittenWithVariantAndPlatform() {
    #expect(NodeID("python-ml").description == "python-ml")
    #expect(NodeID("stt", variant: "phase2").description == "stt:phase2")
    #expect(NodeID("base", platform: "linux/arm64").description == "base[linux/arm64]")
    #expect(NodeID("a", variant: "b", platform: "c").description == "a:b[c]")
  }

  @Test func identitiesAreOrderedWithTheAbsentFirst() {
    let ordered = [
      NodeID("a"), NodeID("a", platform: "x"), NodeID("a", variant: "v"),
      NodeID("a", variant: "v", platform: "x"), NodeID("a", variant: "w"), NodeID("b"),
    ]
    #expect(ordered.reversed().sorted() == ordered)
  }

  @Test func variantsAndPlatformsOfOneNameAreDifferentNodes() {
    let parent = NodeID("base", platform: "linux/amd64")
    let child = NodeID("base", platform: "linux/arm64")
    let graph = BuildGraph(
      nodes: [BuildNode(parent), BuildNode(child)], edges: [BuildEdge(from: parent, to: child)])
    #expect(graph.cycles.isEmpty)
    #expect(graph.topologicalOrder == [parent, child])
  }

  @Test func levelsAreTheLongestWaysFromARoot() {
    let graph = BuildGraph("a → b c\nb → d\nc → e\na e → d\nz")
    #expect(graph.levels == [["a", "z"], ["b", "c"], ["e"], ["d"]])
    #expect(graph.level(of: "d") == 3)
    #expect(graph.topologicalOrder == ["a", "z", "b", "c", "e", "d"])
    #expect(graph.placingParent(of: "d") == "e")
    #expect(graph.placingParent(of: "a") == nil)
  }

  @Test func theFirstByNameOfSeveralDeepestParentsPlacesANode() {
    #expect(BuildGraph("x y w → n").placingParent(of: "n") == "w")
  }

  @Test func neighboursAncestorsAndDescendantsAreByName() {
    let graph = BuildGraph("a → c b\nb c → d\nd → f e")
    #expect(graph.children(of: "a") == ["b", "c"])
    #expect(graph.parents(of: "d") == ["b", "c"])
    #expect(graph.ancestors(of: "e") == ["a", "b", "c", "d"])
    #expect(graph.descendants(of: "b") == ["d", "e", "f"])
    #expect(graph.roots == ["a"])
    #expect(graph.leaves == ["e", "f"])
  }

  @Test func aNodeThatIsNotThereHasNothing() {
    let graph = BuildGraph("a → b")
    #expect(graph["x"] == nil)
    #expect(graph.parents(of: "x").isEmpty && graph.descendants(of: "x").isEmpty)
    #expect(graph.level(of: "x") == nil)
    #expect(graph.edges(from: "b", to: "a").isEmpty)
  }

  @Test func anEmptyGraphHasNothing() {
    let graph = BuildGraph(nodes: [], edges: [])
    #expect(graph.levels.isEmpty && graph.roots.isEmpty && graph.cycles.isEmpty)
  }

  @Test func edgesThatAgreeAreOneWithTheEvidenceOfBoth() {
    let file = SourceFile(name: "Dockerfile", text: "FROM a\nFROM a\n")
    let first = Evidence("FROM in Dockerfile", at: SourceLocation(file, SourceRange(0, 6)))
    let second = Evidence("FROM in Dockerfile", at: SourceLocation(file, SourceRange(7, 13)))
    let graph = BuildGraph(
      nodes: [BuildNode("a"), BuildNode("b")],
      edges: [
        BuildEdge(from: "a", to: "b", .copy),
        BuildEdge(from: "a", to: "b", .from, reasons: [first]),
        BuildEdge(from: "a", to: "b", .from, reasons: [second, first]),
      ])
    #expect(graph.edges.map(\.kind) == [.from, .copy])
    #expect(graph.edges.map(\.reasons) == [[first, second], []])
    #expect(graph.edges(from: "a", to: "b").count == 2)
    #expect(graph.children(of: "a") == ["b"])
  }

  @Test func edgesToUnknownNodesAreSetAside() {
    let stray = BuildEdge(from: "a", to: "x")
    let graph = BuildGraph(nodes: [BuildNode("a")], edges: [stray])
    #expect(graph.edges.isEmpty)
    #expect(graph.strayEdges == [stray])
  }

  @Test func aSecondNodeFillsInWhatTheFirstLeavesOpen() {
    let graph = BuildGraph(
      nodes: [
        BuildNode("a", tier: "one"),
        BuildNode("a", .task, duration: TimeRange(minutes: 2), tier: "two"),
      ], edges: [])
    #expect(graph.nodes == [BuildNode("a", duration: TimeRange(minutes: 2), tier: "one")])
  }

  @Test func aPartOfAGraphKeepsTheEdgesWithinIt() {
    let graph = BuildGraph("a → b\nb → c")
    let part = graph.restricted(to: ["b", "c", "x"])
    #expect(part.topologicalOrder == ["b", "c"])
    #expect(part.edges.count == 1)
  }
}
