import BuildGraph
import Fixtures
import Generation
import Manifest
import SourceText
import Testing

@Suite("What a change affects")
struct ChangePlanTests {
  private func pipeline(_ name: String) throws -> Pipeline {
    let tree = Repositories.tree("documents", name)
    let file = try #require(tree.read("wfgen.yml"))
    return Pipeline(Project(try #require(Manifest.read(file).manifest), in: tree))
  }

  @Test func countsWhatAChangeAffects() throws {
    let plan = try pipeline("000-async-propagation").plan(changed: ["packages/dynamo/client.py"])
    #expect(plan.count(.image) == 6)
    #expect(plan.items.filter { $0.level == 0 }.count == 3)
    #expect(plan.runs == ["Bases", "Functions"])
  }

  @Test func namesTheWayBackToTheFile() throws {
    let plan = try pipeline("002-image-tiers").plan(changed: ["services/requirements-base.txt"])
    let item = try #require(plan.items.first { $0.id == "python-ml" })
    #expect(item.reason == "python-ml ← python-base ← services/requirements-base.txt")
  }

  @Test func startsFiveWorkflowsForTheFirstImageOfTheChain() throws {
    let plan = try pipeline("001-workflow-chain").plan(changed: ["torch.requirements.txt"])
    #expect(plan.runs == ["Base", "CI image", "Deploy", "Test", "Lint"])
    #expect(plan.started.contains("Base") && !plan.started.contains("CI image"))
    #expect(plan.count(.image) == 3)
    #expect(plan.count(.task) == 2)
  }

  @Test func letsTagsDecideWhereBothAreKnown() throws {
    let pipeline = try pipeline("001-workflow-chain")
    let tags = ["base": "src-1", "ci": "src-2", "production": "src-3"].mapValues {
      ContentTag(rawValue: $0)
    }
    var changed = tags
    changed["ci"] = ContentTag(rawValue: "src-4")
    let plan = pipeline.plan(changed: ["requirements.txt"], from: tags, to: changed)
    #expect(plan.items.filter { $0.kind == .image }.map(\.id) == ["ci"])
    #expect(plan.items.first?.oldTag?.rawValue == "src-2")
    #expect(plan.items.first?.newTag?.rawValue == "src-4")
  }

  @Test(arguments: ["README.md", "docker/Dockerfile.other", "src/__pycache__/bot.pyc"])
  func aFileThatNoImageReadsAffectsNone(_ path: String) throws {
    let plan = try pipeline("001-workflow-chain").plan(changed: [path])
    #expect(plan.count(.image) == 0)
  }
}
