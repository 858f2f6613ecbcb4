import BuildGraph
import Fixtures
import Generation
import Manifest
import SourceText
import Testing
import YAML

@Suite("A single workflow follows the edges")
struct SingleWorkflowTests {
  private func pipeline(_ tree: MemoryTree) throws -> Pipeline {
    let file = try #require(tree.read("wfgen.yml"))
    let (manifest, problems) = Manifest.read(file)
    #expect(problems == [])
    return Pipeline(Project(try #require(manifest), in: tree))
  }

  /// A repository of images in one tier, each built on the others that are given.
  private func pipeline(
    _ images: [(name: String, parents: [String])], tier: String = "", extras: String = ""
  ) throws -> Pipeline {
    var text = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nlayout: single\n"
    text += "tiers: {all: {\(tier)}}\nimages:\n"
    var files: [String: String] = [:]
    for (number, image) in images.enumerated() {
      text += "  \(image.name): {dockerfile: d\(number), tier: all\(extras)}\n"
      let copies = image.parents.map { "COPY --from=ghcr.io/o/r/\($0) /x /x\n" }
      files["d\(number)"] = "FROM alpine\n" + copies.joined()
    }
    files["wfgen.yml"] = text
    return try pipeline(MemoryTree(files))
  }

  /// What each build job of the written workflow needs, and the images that it builds.
  private func written(_ pipeline: Pipeline) throws -> [String: Set<String>] {
    let file = try #require(pipeline.files().first { $0.path.hasSuffix("/wfgen-images.yml") })
    expectReadable(file)
    let root = YAMLDocument(parsing: SourceFile(name: file.path, text: file.text)).root
    var needs: [String: Set<String>] = [:]
    for job in root?["jobs"]?.entries.map({ $0 }) ?? [] where job.key.text != "plan" {
      let list = try #require(job.value["needs"])
      let names = list.kind == .sequence ? list.items.compactMap(\.text) : [list.text ?? ""]
      #expect(names.first == "plan")
      needs[job.key.text ?? ""] = Set(names.dropFirst())
    }
    return needs
  }

  @Test(arguments: PipelineLawTests.seeds)
  func everyJobNeedsTheJobsOfItsParentsAndNoOthers(_ seed: UInt64) throws {
    let tree = randomRepository(images: 1 + Int(seed * 7 % 60), seed: seed, layout: .single)
    let pipeline = try pipeline(tree)
    let graph = pipeline.project.graph
    let builders = pipeline.stages.filter { !$0.buildJobs.isEmpty }
    #expect(builders.count == 1)
    let jobs = builders.flatMap(\.buildJobs)
    #expect(jobs.flatMap(\.images).map(\.id).sorted() == pipeline.project.images.map(\.id).sorted())
    let needs = try written(pipeline)
    #expect(needs["promote"] == Set(jobs.map(\.id)))
    var ancestors: [String: Set<String>] = [:]
    for job in jobs {
      let direct = try #require(needs[job.id])
      ancestors[job.id] = direct.reduce(into: direct) { $0.formUnion(ancestors[$1] ?? []) }
      for image in job.images {
        let parents = Set(graph.parents(of: image.id))
        for parent in parents {
          let owner = try #require(jobs.first { $0.images.contains { $0.id == parent } })
          #expect(ancestors[job.id]?.contains(owner.id) == true)
        }
        // What ends first is a parent: nothing waits for an image that it is not built on.
        for needed in jobs where direct.contains(needed.id) {
          #expect(needed.images.allSatisfy { parents.contains($0.id) })
        }
      }
    }
  }

  @Test func imagesWithTheSameParentsAndChildrenShareAJob() throws {
    let pipeline = try pipeline([
      ("base", []), ("left", ["base"]), ("right", ["base"]), ("other", ["base"]),
      ("bottom", ["left", "right"]), ("tip", ["other"]), ("top", ["other"]),
    ])
    #expect(pipeline.diagnostics == [])
    #expect(
      try written(pipeline) == [
        "build-base": [], "build-left-and-1-more": ["build-base"], "build-other": ["build-base"],
        "build-bottom": ["build-left-and-1-more"], "build-tip-and-1-more": ["build-other"],
        "promote": [
          "build-base", "build-left-and-1-more", "build-other", "build-bottom",
          "build-tip-and-1-more",
        ],
      ])
  }

  @Test func jobsHaveIdsThatGitHubTellsApart() throws {
    let long = String(repeating: "x", count: 110)
    let pipeline = try pipeline([
      ("a", []), ("a.b", ["a"]), ("a-b", ["a.b"]), ("a_b", ["a-b"]), (long, ["a_b"]),
      (long + "y", [long]),
    ])
    let ids = pipeline.stages.flatMap(\.buildJobs).map(\.id)
    #expect(ids.prefix(4) == ["build-a", "build-a-b", "build-a-b-2", "build-a_b"])
    #expect(Set(ids).count == 6)
    #expect(ids.allSatisfy { $0.utf8.count < 100 })
  }

  @Test func hundredsOfImagesStayInOneWorkflow() throws {
    let names = (0..<600).map { "i\($0)" }
    let pipeline = try pipeline([("base", [])] + names.map { ($0, ["base"]) } + [("tip", names)])
    #expect(pipeline.diagnostics == [])
    let jobs = pipeline.stages.flatMap(\.buildJobs)
    #expect(jobs.map(\.images.count) == [1, 256, 256, 88, 1])
    #expect(jobs.map(\.needs.count) == [0, 1, 1, 1, 3])
  }

  @Test func imagesShareJobsWhereTheFileWouldBeTooLarge() throws {
    func chains(_ count: Int) throws -> Pipeline {
      try pipeline(
        (0..<count).flatMap { number in
          [("a\(number)", []), ("b\(number)", ["a\(number)"]), ("c\(number)", ["b\(number)"])]
        })
    }
    // 150 jobs would be too many; with one for all that have no parent it is 101.
    let byParents = try chains(50)
    #expect(byParents.diagnostics.map(\.rule) == ["shared-jobs"])
    #expect(byParents.diagnostics.first?.message.contains("images with the same parents") == true)
    let jobs = byParents.stages.flatMap(\.buildJobs)
    #expect(jobs.map(\.images.count) == [50] + Array(repeating: 1, count: 100))
    #expect(try written(byParents).count == 102)
    let byLevel = try chains(80)
    #expect(byLevel.diagnostics.map(\.rule) == ["shared-jobs"])
    #expect(byLevel.diagnostics.first?.message.contains("images of one level") == true)
    #expect(
      try written(byLevel) == [
        "build-1": [], "build-2": ["build-1"], "build-3": ["build-2"],
        "promote": ["build-1", "build-2", "build-3"],
      ])
  }

  @Test func saysThatMaxParallelHoldsWithinAJobAlone() throws {
    let images: [(String, [String])] = [
      ("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["b"]), ("e", ["c"]),
    ]
    #expect(try pipeline(images, tier: "max-parallel: 2").diagnostics == [])
    let narrow = try pipeline(images, tier: "max-parallel: 1").diagnostics
    #expect(narrow.map(\.rule) == ["max-parallel-per-job"])
    #expect(narrow.first?.message.hasPrefix("2 images of tier 'all'") == true)
  }

  @Test func comparesJobsOfDifferentDepthThatDoNotWaitForEachOther() throws {
    let images: [(String, [String])] = [("a", []), ("b", ["a"]), ("c", ["b"]), ("d", ["a"])]
    let narrow = try pipeline(images, tier: "max-parallel: 1").diagnostics
    #expect(narrow.map(\.rule) == ["max-parallel-per-job"])
    let skewed: [(String, [String])] = [("a", []), ("b", []), ("c", ["b"]), ("d", ["c"])]
    #expect(
      try pipeline(skewed, tier: "max-parallel: 1").diagnostics.map(\.rule)
        == ["max-parallel-per-job"])
    let chain: [(String, [String])] = [("a", []), ("b", ["a"]), ("c", ["a", "b"])]
    #expect(try pipeline(chain, tier: "max-parallel: 1").diagnostics == [])
  }
}
