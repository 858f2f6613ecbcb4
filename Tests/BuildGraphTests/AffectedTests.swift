import BuildGraph
import Testing

@Suite("A change affects all that need it, and says why")
struct AffectedTests {
  @Test func followsEveryWayFromWhatChanged() {
    let graph = BuildGraph("base → ml tools\nml → torch\ntools → tester\nother")
    let affected = graph.affected(by: ["base", "unknown"])
    #expect(affected.nodes == ["base", "ml", "tools", "tester", "torch"])
    #expect(affected.reason(for: "torch") == "torch ← ml ← base")
    #expect(affected.reason(for: "base") == "base")
    #expect(affected.reason(for: "other") == nil)
    #expect(!affected.contains("other"))
  }

  @Test func givesTheShortestReason() {
    let graph = BuildGraph("a → b\nb → c\na c → d")
    #expect(graph.affected(by: ["a"]).reason(for: "d") == "d ← a")
    #expect(graph.affected(by: ["a", "c"]).reason(for: "d") == "d ← a")
    #expect(graph.affected(by: ["c"]).nodes == ["c", "d"])
  }

  @Test func endsOnCyclesToo() {
    let affected = BuildGraph("a → b\nb → c\nc → b\nroot → z").affected(by: ["c", "root"])
    #expect(affected.nodes == ["root", "z", "b", "c"])
    #expect(affected.chain(for: "b") == ["b", "c"])
  }

  /// The document's packages are no images, but edges from them are of the same nature: a change of
  /// one spreads to all that include it.
  @Test func aPackageInAllBasesAffectsThreeBasesAndThreeLambdas() {
    let graph = BuildGraph(
      """
      dynamo-package → base-dynamo base-label base-agent
      label-package → base-label base-agent
      base-agent → metadata_harmonizer label_validation
      base-label → create_labels
      """)
    #expect(graph.affected(by: ["dynamo-package"]).nodes.dropFirst().count == 6)
    #expect(graph.affected(by: ["label-package"]).nodes.dropFirst().count == 5)
  }
}
