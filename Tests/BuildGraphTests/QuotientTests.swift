import BuildGraph
import Testing

@Suite("Groups of nodes form a graph of their own")
struct QuotientTests {
  private let graph = BuildGraph("a1 → b1 c1\nb1 → a2\nc1 → d1\na1 → a3")

  @Test func groupsNeedEachOtherAsTheirMembersDo() {
    let groups = graph.quotient { $0.name.hasPrefix("a") ? "\($0.name)" : "rest" }
    #expect(groups.groups == ["a1", "a2", "a3", "rest"])
    #expect(groups.members["rest"] == ["b1", "c1", "d1"])
    #expect(groups.parents(of: "rest") == ["a1"])
    #expect(groups.children(of: "rest") == ["a2"])
    #expect(groups.levels == [["a1"], ["a3", "rest"], ["a2"]])
    #expect(!groups.isCyclic && groups.cycles.isEmpty)
    #expect(groups.level(of: "a2") == 2)
  }

  @Test func groupsCanBeCyclicWhereTheGraphIsNot() {
    let groups = graph.quotient { $0.name.prefix(1).description }
    #expect(groups.isCyclic)
    #expect(groups.cycles == [["a", "b"]])
    #expect(groups.levels.isEmpty)
    #expect(groups.level(of: "d") == nil)
  }
}
