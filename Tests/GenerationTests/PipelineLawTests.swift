import BuildGraph
import Fixtures
import Generation
import Manifest
import SourceText
import Testing
import Workflows

@Suite("Laws of every pipeline")
struct PipelineLawTests {
  static let seeds = Array(UInt64(1)...60)

  private func pipeline(_ seed: UInt64) throws -> Pipeline {
    let tree = randomRepository(images: 1 + Int(seed * 7 % 60), seed: seed)
    let file = try #require(tree.read("wfgen.yml"))
    let manifest = Manifest.read(file).manifest
    let pipeline = Pipeline(Project(try #require(manifest), in: tree))
    #expect(!pipeline.diagnostics.contains { $0.severity == .error })
    return pipeline
  }

  @Test(arguments: seeds)
  func everyImageIsBuiltInOneJobOfOneStage(_ seed: UInt64) throws {
    let pipeline = try pipeline(seed)
    let built = pipeline.stages.flatMap(\.images).map(\.id).sorted()
    #expect(built == pipeline.project.images.map(\.id).sorted())
  }

  @Test(arguments: seeds)
  func everyEdgeIsKeptByNeedsOrByAHop(_ seed: UInt64) throws {
    let pipeline = try pipeline(seed)
    for stage in pipeline.stages {
      for job in stage.buildJobs {
        for parent in job.images.flatMap({ pipeline.project.graph.parents(of: $0.id) }) {
          let owner = try #require(pipeline.stage(building: parent))
          if owner.id == stage.id {
            let above = stage.buildJobs.first { $0.images.contains { $0.id == parent } }
            #expect(job.needs.contains(above?.id ?? ""))
          } else {
            #expect(stage.upstream.contains(owner.id))
          }
        }
      }
    }
  }

  @Test(arguments: seeds)
  func noChainHasMoreHopsThanGitHubMakes(_ seed: UInt64) throws {
    let pipeline = try pipeline(seed)
    var hops: [String: Int] = [:]
    for stage in pipeline.stages {
      hops[stage.id] = stage.upstream.map { (hops[$0] ?? .max / 2) + 1 }.max() ?? 0
    }
    #expect((hops.values.max() ?? 0) <= Pipeline.maximumHops)
  }

  @Test(arguments: seeds)
  func everyWorkflowIsReadableAndWithinTheLimits(_ seed: UInt64) throws {
    let files = try pipeline(seed).files()
    for file in files where file.path.hasSuffix(".yml") { expectReadable(file) }
    #expect(Set(files.map(\.path)).count == files.count)
  }

  private func chain(_ count: Int, _ image: (Int) -> String) throws -> Pipeline {
    var text = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nlayout: image\nimages:\n"
    var files: [String: String] = [:]
    for number in 0..<count {
      text += "  image-\(number): {dockerfile: d\(number)\(image(number))}\n"
      files["d\(number)"] = "FROM " + (number == 0 ? "alpine" : "image-\(number - 1)") + "\n"
    }
    files["wfgen.yml"] = text
    let tree = MemoryTree(files)
    let manifest = Manifest.read(SourceFile(name: "wfgen.yml", text: text)).manifest
    return Pipeline(Project(try #require(manifest), in: tree))
  }

  @Test func aFoldedStageHasANameThatAFileCanHave() throws {
    let pipeline = try chain(120) { _ in "" }
    #expect(pipeline.stages.count == 4)
    #expect(Set(pipeline.stages.map(\.id)).count == 4)
    #expect(pipeline.stages.allSatisfy { $0.fileName.utf8.count <= 255 })
    #expect(pipeline.stages.first?.title == "image-0 and 29 more")
  }

  @Test func aWorkflowThatIsLargerThanGitHubReadsIsRefused() throws {
    let text = String(repeating: "x", count: 5000)
    let pipeline = try chain(240) { ", env: {NUMBER: '\($0)', TEXT: \(text)}" }
    let errors = pipeline.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.rule) == pipeline.stages.map { _ in "workflow-too-large" })
  }

  @Test func moreImagesThanAMatrixMayHaveAreDividedOverWorkflows() throws {
    var text = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nimages:\n"
    for number in 0..<600 { text += "  i\(number): {dockerfile: Dockerfile}\n" }
    let tree = MemoryTree(["wfgen.yml": text, "Dockerfile": "FROM alpine\n"])
    let manifest = Manifest.read(SourceFile(name: "wfgen.yml", text: text)).manifest
    let pipeline = Pipeline(Project(try #require(manifest), in: tree))
    #expect(pipeline.stages.map { $0.images.count } == [256, 256, 88])
    #expect(Set(pipeline.stages.map(\.title)).count == 3)
  }

  /// A tier of one image and of others that are built on it.
  private func fan(_ count: Int, name: (Int) -> String = { "i\($0)" }) throws -> Pipeline {
    var text = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nimages:\n  base: {}\n"
    for number in 0..<count { text += "  \(name(number)): {dockerfile: d}\n" }
    let tree = MemoryTree([
      "wfgen.yml": text, "Dockerfile": "FROM alpine\n", "d": "FROM base\n",
    ])
    let manifest = Manifest.read(SourceFile(name: "wfgen.yml", text: text)).manifest
    return Pipeline(Project(try #require(manifest), in: tree))
  }

  @Test func imagesThatDependOnEachOtherShareAWorkflowInSeveralMatrices() throws {
    let pipeline = try fan(600)
    #expect(pipeline.diagnostics == [])
    #expect(pipeline.stages.count == 1)
    let jobs = pipeline.stages.flatMap(\.buildJobs)
    #expect(jobs.map(\.images.count) == [1, 256, 256, 88])
    #expect(jobs.map(\.needs) == [[]] + Array(repeating: ["build-1"], count: 3))
    for file in pipeline.files() where file.path.hasSuffix(".yml") { expectReadable(file) }
  }

  @Test func aPlanThatGitHubWouldCutOffIsRefused() throws {
    let tail = String(repeating: "x", count: 100)
    #expect(try fan(2000) { "i\($0)-\(tail)" }.diagnostics == [])
    #expect(try fan(2300) { "i\($0)-\(tail)" }.diagnostics.map(\.rule) == ["plan-too-large"])
  }
}
