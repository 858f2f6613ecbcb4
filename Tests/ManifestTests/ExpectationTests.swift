import Fixtures
import Manifest
import SourceText
import Testing

@Suite("Figures that the authors expect")
struct ExpectationTests {
  @Test func reportsTheFiguresThatTheGraphDoesNotGive() throws {
    let tree = Repositories.tree("documents", "002-as-written")
    let file = try #require(tree.read("wfgen.yml"))
    let project = Project(try #require(Manifest.read(file).manifest), in: tree)
    #expect(
      project.diagnostics.map(\.message) == [
        "'critical-path' is stated as python-base → python-ml → tools, and the graph gives "
          + "python-base → tools",
        "'total' is stated as 12–15 min, and the graph gives 11–15 min",
        "'sequential' is stated as 20 min, and the graph gives 29–39 min",
        "'parallel' is stated as python-audio, python-ml, and the graph gives python-audio, "
          + "python-ml, specialized-services, tools",
      ])
  }

  @Test(arguments: ["total: soon", "sequential: [1, 2]"])
  func reportsAFigureThatIsNone(_ line: String) {
    let text = "version: 1\nrepository: o/r\nregistry: ghcr.io/o\nimages: {a: {}}\n"
    let file = SourceFile(name: "wfgen.yml", text: text + "expect:\n  \(line)\n")
    #expect(Manifest.read(file).diagnostics.count == 1)
  }

  @Test(arguments: ["000-async-propagation", "002-image-tiers"])
  func saysNothingOfFiguresThatFit(_ name: String) throws {
    let tree = Repositories.tree("documents", name)
    let file = try #require(tree.read("wfgen.yml"))
    let manifest = try #require(Manifest.read(file).manifest)
    #expect(!manifest.expectations.isEmpty)
    #expect(Project(manifest, in: tree).diagnostics == [])
  }
}
