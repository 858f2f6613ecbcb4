import Fixtures
import FoundationEssentials
import Generation
import Manifest
import SourceText
import Testing

@Suite("The README is true")
struct ReadmeTests {
  private func readme() throws -> String {
    let data = FileManager.default.contents(atPath: "\(Repositories.packageRoot)/README.md")
    return String(decoding: try #require(data), as: UTF8.self)
  }

  @Test func namesEveryKeyOfTheManifest() throws {
    let text = try readme()
    for section in [ManifestSection.root, .tier, .image, .task] {
      for key in section.keys where key.onlyYet == nil || section.title == "the manifest" {
        #expect(text.contains("`\(key.name)`"), "\(key.name) of \(section.title)")
      }
    }
  }

  @Test func showsAManifestThatWorks() throws {
    let blocks = try readme().split(separator: "```yaml\n")
    let block = try #require(blocks.dropFirst().first?.split(separator: "```").first)
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: String(block)))
    #expect(problems == [])
    let tree = Repositories.tree("documents", "001-workflow-chain")
    let pipeline = Pipeline(Project(try #require(manifest), in: tree))
    #expect(pipeline.project.diagnostics + pipeline.diagnostics == [])
    #expect(pipeline.stages.map(\.title) == ["Base", "CI image", "Deploy", "Test"])
    #expect(pipeline.stages.map(\.upstream) == [[], ["base"], ["base"], ["ci"]])
  }
}
