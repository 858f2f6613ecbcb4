import BuildGraph
import Testing

@Suite("Tiers are split only where they need each other in a circle")
struct TierGroupTests {
  private func tiers(_ members: [String: [NodeID]]) -> [NodeID: String] {
    var tiers: [NodeID: String] = [:]
    for (tier, ids) in members {
      for id in ids { tiers[id] = tier }
    }
    return tiers
  }

  private func describe(_ groups: [TierGroup]?) -> [String]? {
    groups?.map { "\($0.name): " + $0.members.map(\.description).joined(separator: " ") }
  }

  @Test func tiersThatFormNoCircleStayWholeInTheirDeclaredOrder() {
    let graph = BuildGraph(
      "base → x y z\nx → m",
      tiers: tiers(["foundation": ["base"], "heavy": ["m"], "light": ["x", "y"], "late": ["z"]]))
    #expect(
      describe(graph.tierGroups(declared: ["foundation", "light", "heavy", "late"]))
        == ["foundation: base", "light: x y", "heavy: m", "late: z"])
    #expect(
      describe(graph.tierGroups(declared: ["heavy", "late", "none", "foundation"]))
        == ["foundation: base", "late: z", "light: x y", "heavy: m"])
  }

  @Test func aTierIsSplitWhereTheCircleCloses() {
    let graph = BuildGraph(
      "a → b\nb → c\na → d\nd → e",
      tiers: tiers(["heavy": ["a", "c", "d", "e"], "light": ["b"]]))
    let groups = graph.tierGroups()
    #expect(describe(groups) == ["heavy-1: a d e", "light: b", "heavy-2: c"])
    #expect(groups?.map(\.tier) == ["heavy", "light", "heavy"])
  }

  @Test func theTierWhoseSplitIsEnoughIsTheOnlyOneSplit() {
    // Two of heavy around two of light: one split of heavy is enough, whatever comes first.
    let graph = BuildGraph(
      "h1 → l1\nl1 → h2\nh1 → l2\nl2 → h2\nl0 → h2\nroot → h1",
      tiers: tiers(["light": ["l0", "l1", "l2"], "heavy": ["h1", "h2"], "base": ["root"]]))
    #expect(
      describe(graph.tierGroups(declared: ["base", "light", "heavy"]))
        == ["base: root", "heavy-1: h1", "light: l0 l1 l2", "heavy-2: h2"])
  }

  @Test func numbersThatAreTakenAreLeftOut() {
    let graph = BuildGraph(
      "a → b\nb → c\nx",
      tiers: tiers(["heavy": ["a", "c"], "light": ["b"], "heavy-1": ["x"]]))
    #expect(
      describe(graph.tierGroups())
        == ["heavy-2: a", "heavy-1: x", "light: b", "heavy-3: c"])
  }

  @Test func aNodeWithoutATierIsAGroupOfItsOwn() {
    let graph = BuildGraph(
      "a → test\na → b\nb → deploy\ntest → b", tiers: tiers(["deploy": ["a", "b"]]))
    #expect(
      describe(graph.tierGroups())
        == ["deploy-1: a", "test: test", "deploy-2: b", "deploy-3: deploy"])
    #expect(graph.tierGroups()?.last?.tier == nil)
  }

  @Test func aCyclicGraphHasNoGroups() {
    #expect(BuildGraph("a → b\nb → a").tierGroups() == nil)
    #expect(BuildGraph(nodes: [], edges: []).tierGroups() == [])
  }

  @Test func anotherTierThanTheDeclaredOneCanBeChosen() {
    let groups = BuildGraph("a → b").tierGroups { $0.id == "a" ? "one" : "two" }
    #expect(groups?.map(\.name) == ["one", "two"])
  }

  @Test func thereAreNeverMoreGroupsThanNeeded() throws {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<400 {
      let graph = RandomGraph.make(
        nodes: .random(in: 1...9, using: &random), tiers: .random(in: 1...4, using: &random),
        using: &random)
      let groups = try #require(graph.tierGroups())
      #expect(groups.count == fewestGroups(of: graph))
    }
  }

  /// With eight tiers at random the search for the fewest groups is cut short.
  @Test func tiersInHopelessDisorderAreStillPutInOrder() throws {
    var random = SeededGenerator(seed: 5)
    let graph = RandomGraph.make(nodes: 120, tiers: 8, using: &random)
    let groups = try #require(graph.tierGroups())
    #expect(groups.flatMap(\.members).sorted() == graph.nodes.map(\.id))
    var number: [NodeID: Int] = [:]
    for (place, group) in groups.enumerated() {
      for id in group.members { number[id] = place }
    }
    for edge in graph.edges {
      #expect(try #require(number[edge.parent]) <= #require(number[edge.child]))
    }
  }

  /// Tries every order in which single nodes can be taken: for each set of nodes taken, and each
  /// tier of the last of them, the fewest groups.
  private func fewestGroups(of graph: BuildGraph) -> Int {
    let ids = graph.nodes.map(\.id)
    let tiers = graph.nodes.map(\.tier)
    let parents = ids.map { id in graph.parents(of: id).compactMap(ids.firstIndex(of:)) }
    var bests: [[Int: [String?: Int]]] = [[0: [:]]]
    for size in 0..<ids.count {
      var next: [Int: [String?: Int]] = [:]
      for (set, byTier) in bests[size] {
        for node in ids.indices
        where set & 1 << node == 0 && parents[node].allSatisfy({ set & 1 << $0 != 0 }) {
          let before = byTier.map { $1 + ($0 == tiers[node] ? 0 : 1) }.min() ?? 1
          let known = next[set | 1 << node, default: [:]][tiers[node]] ?? .max
          next[set | 1 << node, default: [:]][tiers[node]] = min(known, before)
        }
      }
      bests.append(next)
    }
    return bests.last?.values.compactMap { $0.values.min() }.min() ?? 0
  }
}
