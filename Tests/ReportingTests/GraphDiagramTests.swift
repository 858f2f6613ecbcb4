import BuildGraph
import Reporting
import SourceText
import Testing

@Suite("Graphs as diagrams and JSON")
struct GraphDiagramTests {
  /// A graph with every kind of trouble for labels and arrows.
  private let graph: BuildGraph = {
    let file = SourceFile(name: "ci/Dockerfile", text: "ARG X\nFROM base\n")
    return BuildGraph(
      nodes: [
        BuildNode("a_b", duration: TimeRange(minutes: 3, 4), tier: "one \"1\""),
        BuildNode("a-b", duration: TimeRange(minutes: 1)),
        BuildNode(
          NodeID("end", variant: "<x> #1\\", platform: "linux/arm64"), .task,
          duration: TimeRange(minutes: 2)),
      ],
      edges: [
        BuildEdge(
          from: "a_b", to: "a-b",
          reasons: [
            Evidence("FROM in ci/Dockerfile", at: SourceLocation(file, SourceRange(11, 15)))
          ]),
        BuildEdge(from: "a_b", to: "a-b", .copy),
        BuildEdge(
          from: "a-b", to: NodeID("end", variant: "<x> #1\\", platform: "linux/arm64"), .uses),
      ])
  }()

  @Test func drawsAMermaidFlowChart() {
    #expect(
      GraphFormat.mermaid.render(GraphReport(graph)) == """
        flowchart TD
          subgraph t_one_20_221_22["one #34;1#34;"]
            n_a_5fb["a_b<br/>3–4 min"]
          end
          n_a_2db["a-b<br/>1 min"]
          n_end_3a_3cx_3e_20_231_5c_5blinux_2farm64_5d(["end:#60;x#62; #35;1#92;[linux/arm64]<br/>2 min"])
          n_a_2db -.->|uses| n_end_3a_3cx_3e_20_231_5c_5blinux_2farm64_5d
          n_a_5fb -->|copy| n_a_2db
          classDef critical stroke-width:4px
          class n_a_2db,n_a_5fb,n_end_3a_3cx_3e_20_231_5c_5blinux_2farm64_5d critical

        """)
  }

  @Test func drawsADotGraph() {
    #expect(
      GraphFormat.dot.render(GraphReport(graph)) == #"""
        digraph wfgen {
          node [shape=box];
          subgraph "cluster_one \"1\"" {
            label="one \"1\"";
            "a_b" [label="a_b\n3–4 min", penwidth=3];
          }
          "a-b" [label="a-b\n1 min", penwidth=3];
          "end:<x> #1\\[linux/arm64]" [label="end:<x> #1\\[linux/arm64]\n2 min", style=rounded, penwidth=3];
          "a-b" -> "end:<x> #1\\[linux/arm64]" [style=dashed, label="uses"];
          "a_b" -> "a-b" [label="copy"];
        }

        """#)
  }

  @Test func drawsNoCriticalPathThatIsNotKnown() {
    let graph = BuildGraph("a → b", minutes: ["a": (1, 1)])
    #expect(!GraphFormat.mermaid.render(GraphReport(graph)).contains("critical"))
    #expect(!GraphFormat.dot.render(GraphReport(graph)).contains("penwidth"))
  }

  @Test func keepsTheIdsOfNodesWhenOthersComeAndGo() {
    func ids(_ text: String) -> Set<String> {
      let lines = GraphFormat.mermaid.render(GraphReport(BuildGraph(text))).split(separator: "\n")
      return Set(lines.filter { $0.contains("[") }.map(String.init))
    }
    #expect(ids("a → b").isSubset(of: ids("0 → a b c\na → b")))
  }

  @Test func writesEverythingAsJSON() {
    #expect(
      GraphFormat.json.render(GraphReport(graph)) == """
        {
          "version": 1,
          "nodes": [
            {
              "id": "a-b",
              "name": "a-b",
              "variant": null,
              "platform": null,
              "kind": "image",
              "tier": null,
              "level": 1,
              "placedBy": "a_b",
              "seconds": { "low": 60, "high": 60 },
              "parents": ["a_b"],
              "children": ["end:<x> #1\\\\[linux/arm64]"],
              "descendants": 1
            },
            {
              "id": "a_b",
              "name": "a_b",
              "variant": null,
              "platform": null,
              "kind": "image",
              "tier": "one \\"1\\"",
              "level": 0,
              "placedBy": null,
              "seconds": { "low": 180, "high": 240 },
              "parents": [],
              "children": ["a-b"],
              "descendants": 2
            },
            {
              "id": "end:<x> #1\\\\[linux/arm64]",
              "name": "end",
              "variant": "<x> #1\\\\",
              "platform": "linux/arm64",
              "kind": "task",
              "tier": null,
              "level": 2,
              "placedBy": "a-b",
              "seconds": { "low": 120, "high": 120 },
              "parents": ["a-b"],
              "children": [],
              "descendants": 0
            }
          ],
          "edges": [
            { "parent": "a-b", "child": "end:<x> #1\\\\[linux/arm64]", "kind": "uses", "reasons": [] },
            {
              "parent": "a_b",
              "child": "a-b",
              "kind": "from",
              "reasons": [
                { "reason": "FROM in ci/Dockerfile", "file": "ci/Dockerfile", "line": 2, "column": 6 }
              ]
            },
            { "parent": "a_b", "child": "a-b", "kind": "copy", "reasons": [] }
          ],
          "levels": [["a_b"], ["a-b"], ["end:<x> #1\\\\[linux/arm64]"]],
          "unplaced": [],
          "cycles": [],
          "tiers": [
            {
              "name": "one \\"1\\"",
              "tier": "one \\"1\\"",
              "members": ["a_b"],
              "oneByOne": { "low": 180, "high": 240 },
              "parallel": { "low": 180, "high": 240 }
            }
          ],
          "unknown": [],
          "times": {
            "oneByOne": { "low": 360, "high": 420 },
            "levels": { "low": 360, "high": 420 },
            "tiers": { "low": 360, "high": 420 },
            "edges": { "low": 360, "high": 420 },
            "unlimited": { "low": 360, "high": 420 }
          },
          "saving": { "seconds": { "low": 0, "high": 0 }, "percent": { "low": 0, "high": 0 } },
          "criticalPath": {
            "low": ["a_b", "a-b", "end:<x> #1\\\\[linux/arm64]"],
            "high": ["a_b", "a-b", "end:<x> #1\\\\[linux/arm64]"]
          },
          "peak": { "low": { "second": 0, "nodes": ["a_b"] }, "high": { "second": 0, "nodes": ["a_b"] } }
        }

        """)
  }

  @Test func writesNullForWhatIsNotKnown() {
    let unknown = GraphFormat.json.render(GraphReport(BuildGraph("a → b", minutes: ["a": (1, 1)])))
    #expect(unknown.contains("\"unknown\": [\"b\"],"))
    #expect(
      unknown.hasSuffix(
        """
          "times": { "oneByOne": null, "levels": null, "tiers": null, "edges": null, "unlimited": null },
          "saving": null,
          "criticalPath": null,
          "peak": null
        }

        """))
    let cyclic = GraphFormat.json.render(GraphReport(BuildGraph("x → y\ny → x")))
    #expect(cyclic.contains("\"unplaced\": [\"x\", \"y\"],\n  \"cycles\": [[\"x\", \"y\"]],"))
    #expect(cyclic.contains("\"edges\": null"))
  }
}
