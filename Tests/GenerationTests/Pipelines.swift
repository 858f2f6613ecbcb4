import Fixtures
import Generation
import Manifest
import SourceText
import Testing
import YAML

/// The pipeline of a manifest, of which the required keys are added, and of the given files.
/// - Parameter warnings: the rules that warn of the manifest.
func pipeline(
  manifest rest: String, files: [String: String] = [:], registry: String = "ghcr.io/o/r",
  warnings: [String] = []
) throws -> Pipeline {
  let text = "version: 1\nrepository: o/r\nregistry: \(registry)\n" + rest
  let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
  #expect(problems.map(\.rule) == warnings, "\(problems)")
  let tree = MemoryTree(files.merging(["Dockerfile": "FROM alpine\n"]) { stated, _ in stated })
  let project = Project(try #require(manifest), in: tree)
  #expect(project.diagnostics == [])
  return Pipeline(project)
}

extension Pipeline {
  /// The workflow of a stage, read back.
  func workflow(_ stage: String) throws -> Node {
    let file = try #require(files().first { $0.path.hasSuffix("wfgen-\(stage).yml") })
    return try #require(
      YAMLDocument(parsing: SourceFile(name: file.path, text: file.text)).root)
  }

  /// The rules that speak, each with the text of the manifest that it points at.
  var findings: [String] {
    diagnostics.map { "\($0.severity) \($0.rule): \($0.location.file[$0.location.range])" }
  }
}
