import BuildGraph
import Testing

@Suite("What is true of every graph")
struct GraphPropertyTests {
  @Test func levelsAgreeWithTheEdges() throws {
    for graph in RandomGraph.many(200, seed: 10) {
      var place: [NodeID: Int] = [:]
      for (number, id) in graph.topologicalOrder.enumerated() { place[id] = number }
      #expect(place.count == graph.nodes.count)
      #expect(graph.levels.flatMap { $0 } == graph.topologicalOrder)
      for edge in graph.edges {
        #expect(try #require(graph.level(of: edge.parent)) < #require(graph.level(of: edge.child)))
      }
      for id in place.keys {
        let deepest = graph.parents(of: id).compactMap(graph.level(of:)).max()
        #expect(graph.level(of: id) == deepest.map { $0 + 1 } ?? 0)
        #expect(graph.placingParent(of: id).flatMap(graph.level(of:)) == deepest)
      }
    }
  }

  @Test func theOrderOfTheInputDoesNotMatter() {
    var random = SeededGenerator(seed: 11)
    for graph in RandomGraph.many(100, seed: 12, tiers: 3) {
      let other = BuildGraph(
        nodes: graph.nodes.shuffled(using: &random), edges: graph.edges.shuffled(using: &random))
      #expect(graph.nodes == other.nodes && graph.edges == other.edges)
      #expect(graph.levels == other.levels)
      #expect(graph.tierGroups() == other.tierGroups())
      let caps = [ParallelCap(2, graph.nodes.map(\.id))]
      #expect(
        BuildTimes(graph)?.exactEdges(caps: caps).low.runs
          == BuildTimes(other)?.exactEdges(caps: caps).low.runs)
    }
  }

  @Test func affectedIsAllThatCanBeReached() {
    var random = SeededGenerator(seed: 13)
    for graph in RandomGraph.many(100, seed: 14) {
      let changed = Set(
        graph.nodes.map(\.id).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
      var reached = changed
      var isGrowing = true
      while isGrowing {
        let before = reached.count
        for edge in graph.edges where reached.contains(edge.parent) { reached.insert(edge.child) }
        isGrowing = reached.count > before
      }
      let affected = graph.affected(by: changed)
      #expect(Set(affected.nodes) == reached)
      #expect(affected.nodes == graph.topologicalOrder.filter(reached.contains))
      for id in affected.nodes {
        let chain = affected.chain(for: id) ?? []
        #expect(chain.first == id)
        #expect(chain.last.map(changed.contains) == true)
        for (child, parent) in zip(chain, chain.dropFirst()) {
          #expect(graph.parents(of: child).contains(parent))
        }
      }
    }
  }

  @Test func ancestorsAndDescendantsMirrorEachOther() {
    for graph in RandomGraph.many(40, seed: 15) {
      for id in graph.topologicalOrder {
        for other in graph.descendants(of: id) {
          #expect(graph.ancestors(of: other).contains(id))
        }
        #expect(graph.descendants(of: id) == graph.affected(by: [id]).nodes.sorted().without(id))
      }
    }
  }

  @Test func tierGroupsFormNoCircleAndKeepTheirMembers() throws {
    for graph in RandomGraph.many(200, seed: 16, tiers: 4) {
      let groups = try #require(graph.tierGroups())
      #expect(groups.flatMap(\.members).sorted() == graph.nodes.map(\.id))
      #expect(Set(groups.map(\.name)).count == groups.count)
      var number: [NodeID: Int] = [:]
      for (place, group) in groups.enumerated() {
        for id in group.members {
          number[id] = place
          #expect(graph[id]?.tier == group.tier)
        }
      }
      for edge in graph.edges {
        #expect(try #require(number[edge.parent]) <= #require(number[edge.child]))
      }
      #expect(!graph.quotient { number[$0] ?? -1 }.isCyclic)
      let byTier = graph.quotient { graph[$0]?.tier ?? "" }
      #expect(byTier.isCyclic == (groups.count > byTier.groups.count))
    }
  }

  @Test func aCycleIsFoundExactlyWhenThereIsOne() {
    var random = SeededGenerator(seed: 17)
    for graph in RandomGraph.many(200, seed: 18) {
      #expect(graph.cycles.isEmpty)
      let order = graph.topologicalOrder
      guard let first = order.randomElement(using: &random),
        let last = (graph.descendants(of: first) + [first]).randomElement(using: &random)
      else { continue }
      let closed = BuildGraph(
        nodes: graph.nodes, edges: graph.edges + [BuildEdge(from: last, to: first)])
      #expect(closed.cycles.count == 1)
      guard let cycle = closed.cycles.first else { continue }
      #expect(cycle.nodes.count == shortestWay(from: first, to: last, in: graph))
      #expect(cycle.nodes.first == cycle.nodes.min())
      #expect(cycle.edges.count == cycle.nodes.count)
      let between = Set(graph.descendants(of: first) + [first]).intersection(
        graph.ancestors(of: last) + [last])
      #expect(cycle.entangled == between.sorted())
      #expect(closed.unplaced == closed.affected(by: between).nodes.sorted())
    }
  }

  /// How many nodes the shortest way has, both ends included.
  private func shortestWay(from first: NodeID, to last: NodeID, in graph: BuildGraph) -> Int? {
    graph.affected(by: [first]).chain(for: last)?.count
  }
}

extension [NodeID] {
  fileprivate func without(_ id: NodeID) -> [NodeID] { filter { $0 != id } }
}
