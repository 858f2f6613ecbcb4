import BuildGraph
import Generation
import SourceText
import Testing
import YAML

@Suite("Policies that cost something are pointed out")
struct PolicyWarningTests {
  @Test func warnsOfTheHostNetwork() throws {
    let open = try pipeline(manifest: "network: host\nimages: {a: {}}\n")
    #expect(open.findings == ["warning host-network: host"])
    #expect(try pipeline(manifest: "network: default\nimages: {a: {}}\n").findings == [])
  }

  @Test func warnsOfACacheThatImagesShare() throws {
    let tiers = "tiers: {t: {cache-group: all}}\n"
    #expect(
      try pipeline(manifest: tiers + "images: {a: {}, b: {}}\n").findings
        == ["warning shared-cache: all"])
    #expect(try pipeline(manifest: tiers + "images: {a: {}}\n").findings == [])
    let none = "cache: none\n" + tiers + "images: {a: {}, b: {}}\n"
    #expect(try pipeline(manifest: none).findings == [])
  }

  @Test func countsTheImagesOfAGroupOverAllTiers() throws {
    let text = """
      tiers: {t: {cache-group: all}, u: {cache-group: all}, v: {cache-group: own}}
      images: {a: {tier: t}, b: {tier: u}, c: {tier: v}}
      """
    let pipeline = try pipeline(manifest: text)
    #expect(pipeline.findings == ["warning shared-cache: all"])
    let warning = try #require(pipeline.diagnostics.first)
    let places = ([warning.location] + warning.labels.map(\.location)).map(\.range.start)
    #expect(places.count == 2 && places == places.sorted())
  }

  /// GitHub refuses to save caches in runs that `workflow_run` starts.
  @Test func keepsTheCacheOfChainedWorkflowsInTheRegistry() throws {
    let text = "cache: gha\nlayout: image\nimages: {a: {}, b: {dockerfile: b}}\n"
    let pipeline = try pipeline(manifest: text, files: ["b": "FROM a\n"])
    let images = pipeline.data().images
    #expect(
      images.flatMap(\.cacheFrom)
        == ["type=gha,scope=a", "type=registry,ref=ghcr.io/o/r/cache:b"])
    #expect(images.map { $0.cacheTo.count } == [1, 1])
    #expect(pipeline.findings == ["info cache-in-registry: gha"])
  }

  @Test func saysNothingOfACacheThatCanBeSaved() throws {
    #expect(try pipeline(manifest: "cache: gha\nimages: {a: {}}\n").findings == [])
  }
}
