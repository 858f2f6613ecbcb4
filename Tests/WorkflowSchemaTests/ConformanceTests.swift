import FoundationEssentials
import SourceText
import Testing
import WorkflowSchema
import YAML

/// Known answers that lie outside of the project: the tests that need them are skipped without.
private let folder = ProcessInfo.processInfo.environment["WFGEN_CONFORMANCE"]

@Suite("Known answers on workflow files", .enabled(if: folder != nil))
struct ConformanceTests {
  @Test func dump() throws {
    for part in ["official", "workflows/invalid", "workflows/valid"] {
      let path = try #require(folder) + "/" + part
      for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() where name.hasSuffix("ml") {
        let bytes = try #require(FileManager.default.contents(atPath: path + "/" + name))
        let file = SourceFile(name: name, bytes: Array(bytes))
        let document = YAMLDocument(parsing: file)
        for d in document.diagnostics { 
          let p = SourceLines(file).position(at: d.location.range.start); print("DUMP\t\(part)\t\(name)\t\(p.line)\t\(p.column)\tyaml\t\(d.message)") }
        for p in schemaProblems(of: document) {
          let place = SourceLines(file).position(at: p.range.start)
          print("DUMP\t\(part)\t\(name)\t\(place.line)\t\(place.column)\t\(p.kind)\t\(p.message)")
        }
      }
    }
  }
}
