import BuildGraph
import Reporting
import Testing

@Suite("Graphs as text for people")
struct GraphTextTests {
  private func render(
    _ graph: BuildGraph, tiers: [String] = [], caps: [ParallelCap] = [], width: Int = 80
  ) -> String {
    GraphFormat.text.render(
      GraphReport(graph, tiers: tiers, caps: caps), options: ReportOptions(width: width))
  }

  @Test func showsLevelsTiersTreeAndFigures() {
    let tiers = ["foundation", "tier-1", "tier-2", "tier-3"]
    #expect(
      render(.voice, tiers: tiers, caps: BuildGraph.voice.caps(perTier: ["tier-2": 2])) == """
        8 images on 3 levels

        Level 0: python-base
        Level 1 (parallel): mcp-toolchain ← python-base, python-audio ← python-base,
          python-ml ← python-base, tools ← python-base
        Level 2 (parallel): python-ml-audio ← python-ml, python-ml-torch ← python-ml,
          python-ml-transformers ← python-ml

        tier        nodes  level  one by one  in parallel
        foundation      1      0     3–4 min      3–4 min
        tier-1          3      1   15–19 min     8–10 min
        tier-2          3      2     6–9 min      4–6 min
        tier-3          1      1     5–7 min      5–7 min

        tree                              time  used by  in all
        python-base                    3–4 min        4       7
        ├─ mcp-toolchain               5–7 min
        ├─ python-audio                3–4 min
        ├─ python-ml                   4–5 min        3       3
        │  ├─ python-ml-audio          2–3 min
        │  ├─ python-ml-torch          2–3 min
        │  └─ python-ml-transformers   2–3 min
        └─ tools                      8–10 min

        run                             takes      saves
        one by one                  29–39 min
        level by level              15–20 min  14–19 min  48–49 %
        tier by tier                20–27 min   9–12 min     31 %
        each after its own parents  11–15 min  18–24 min     62 %
        the same without limits     11–14 min  18–25 min  62–64 %

        Critical path, 11–14 min: python-base (3–4 min) → tools (8–10 min)
        At most 4 at once: mcp-toolchain, python-audio, python-ml, tools

        """)
  }

  @Test func givesNoTotalsWhenMinutesAreMissing() {
    #expect(
      render(BuildGraph("a → b c\nb c → d", minutes: ["a": (1, 2)])) == """
        4 images on 3 levels

        Level 0: a
        Level 1 (parallel): b ← a, c ← a
        Level 2: d ← b

        tree               time  used by  in all
        a               1–2 min        2       3
        ├─ b            unknown        1       1
        │  └─ d         unknown
        └─ c            unknown        1       1
           └─ d, see b

        run                           takes  saves
        one by one                  unknown
        level by level              unknown
        each after its own parents  unknown

        The times are unknown, for these have no minutes: b, c, d

        """)
    let none = render(BuildGraph("a → b"))
    #expect(none.hasSuffix("\nThe times are unknown: no node has any minutes.\n"))
    #expect(!none.contains("one by one"))
  }

  @Test func givesTheTotalsOfTiersWhoseMinutesAreKnown() {
    let graph = BuildGraph(
      "a → b c", minutes: ["b": (1, 1), "c": (2, 2)], tiers: ["a": "x", "b": "y", "c": "y"])
    let output = render(graph)
    #expect(output.contains("\nx         1      0     unknown      unknown\n"))
    #expect(output.contains("\ny         2      1       3 min        2 min\n"))
  }

  @Test func saysWhatCannotBeBuilt() {
    let output = render(BuildGraph("a\nx → y\ny → x z", minutes: ["a": (1, 1)]))
    #expect(
      output.hasSuffix(
        """
        tree   time  used by  in all
        a     1 min

        In a circle: x → y → x
        Cannot be built: x, y, z
        The times are unknown, for these have no minutes: x, y, z

        """))
    let timed = render(BuildGraph("x → y\ny → x", minutes: ["x": (1, 1), "y": (1, 1)]))
    #expect(
      timed == "2 images on 0 levels\n\nIn a circle: x → y → x\nCannot be built: x, y\n")
  }

  @Test func namesBothCriticalPathsWhenTheyDiffer() {
    let output = render(
      BuildGraph("a → b c", minutes: ["a": (1, 1), "b": (5, 5), "c": (2, 9)]), width: 60)
    #expect(
      output.hasSuffix(
        """
        Critical path with the shortest times, 6 min: a (1 min) →
          b (5 min)
        Critical path with the longest times, 10 min: a (1 min) →
          c (2–9 min)
        At most 2 at once: b, c

        """))
  }

  @Test func marksTasksAndNodesWithoutATier() {
    let graph = BuildGraph(
      nodes: [
        BuildNode("base", tier: "x"), BuildNode("ci"),
        BuildNode(NodeID("test"), .task), BuildNode(NodeID("lint"), .task),
      ],
      edges: [
        BuildEdge(from: "base", to: "ci"), BuildEdge(from: "ci", to: "test", .uses),
        BuildEdge(from: "ci", to: "lint", .uses),
      ])
    #expect(
      render(graph) == """
        2 images, 2 tasks on 3 levels

        Level 0: base
        Level 1: ci ← base
        Level 2 (parallel): lint ← ci, test ← ci

        tier  nodes  level  one by one  in parallel
        x         1      0     unknown      unknown
        Without a tier: ci, lint, test

        tree               time  used by  in all
        base                           1       3
        └─ ci                          2       2
           ├─ lint (task)
           └─ test (task)

        The times are unknown: no node has any minutes.

        """)
  }

  @Test func countsTheLatencyOfTheChain() {
    let graph = BuildGraph("base → ci", minutes: ["base": (15, 15), "ci": (5, 5)])
    let report = GraphReport(graph, timing: Timing(latency: 1))
    #expect(
      GraphFormat.text.render(report).contains(
        "Critical path, 20:01 min: base (15 min) → ci (5 min)\n"))
    #expect(
      GraphFormat.text.render(report).contains(
        "each after its own parents  20:01 min  -00:01 min"))
  }

  @Test func holdsLargeGraphs() {
    let leaves = (0..<600).map { "leaf-\($0)" }
    let graph = BuildGraph(
      "root → \(leaves.joined(separator: " "))\n\(leaves[0]) → \(leaves[1])",
      minutes: Dictionary(uniqueKeysWithValues: (leaves + ["root"]).map { ($0, (1, 2)) }))
    let report = GraphReport(graph)
    for format in GraphFormat.allCases { #expect(format.render(report).utf8.count > 10_000) }
  }
}
