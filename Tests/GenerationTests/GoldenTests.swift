import Fixtures
import FoundationEssentials
import Generation
import Manifest
import SourceText
import Testing

@Suite("Golden workflows")
struct GoldenTests {
  static let repositories = ["000-async-propagation", "001-workflow-chain", "002-image-tiers"]

  @Test(arguments: repositories)
  func areWhatTheManifestAsksFor(_ name: String) throws {
    let tree = Repositories.tree("documents", name)
    let pipeline = Pipeline(try project(tree))
    #expect(pipeline.diagnostics == [])
    for change in changes(from: tree, to: pipeline.files()) where !change.isCurrent {
      Issue.record("\(change.path) is not up to date")
      try record(change, in: "documents/\(name)")
    }
  }

  /// Workflows and data differ from kind to kind, the scripts beside them hardly do.
  @Test(arguments: Repositories.names(in: "registries"))
  func differByTheKindOfRegistry(_ kind: String) throws {
    let tree = Repositories.tree("registries", kind)
    let pipeline = Pipeline(try project(tree))
    #expect(pipeline.diagnostics == [])
    let files = pipeline.files()
    let texts = files.filter { $0.path.hasSuffix(".yml") || $0.path.hasSuffix(".json") }
    for change in changes(from: tree, to: texts) where !change.isCurrent {
      Issue.record("\(change.path) is not up to date")
      try record(change, in: "registries/\(kind)")
    }
    for file in texts where file.path.hasSuffix(".yml") { expectReadable(file) }
    let scripts = files.map(\.path).filter { path in
      ["azure.sh", "create.sh"].contains { path.hasSuffix("/" + $0) }
    }
    let own = ["acr": "azure.sh", "ecr": "create.sh"][kind]
    #expect(scripts == [own].compactMap { $0.map { ".github/wfgen/" + $0 } })
  }

  @Test(arguments: repositories)
  func canBeReadBack(_ name: String) throws {
    let pipeline = Pipeline(try project(Repositories.tree("documents", name)))
    for file in pipeline.files() where file.path.hasSuffix(".yml") {
      expectReadable(file)
    }
  }

  /// Recording never passes: the difference has to be read, and the test run again.
  private func record(_ change: FileChange, in fixture: String) throws {
    guard ProcessInfo.processInfo.environment["WFGEN_RECORD"] == "1" else { return }
    let path = "\(Repositories.packageRoot)/fixtures/\(fixture)/\(change.path)"
    let place = URL(filePath: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(change.text.utf8).write(to: place)
  }

  private func project(_ tree: MemoryTree) throws -> Project {
    let file = try #require(tree.read("wfgen.yml"))
    let (manifest, problems) = Manifest.read(file)
    #expect(problems == [])
    let project = Project(try #require(manifest), in: tree)
    #expect(project.diagnostics == [])
    return project
  }
}
