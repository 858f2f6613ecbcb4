import Generation
import SourceText
import Testing
import YAML

/// Expects a generated workflow to be YAML without a fault, within GitHub's limits.
///
/// 512,000 bytes and 21,000 characters: docs "Actions limits", "Workflow syntax" on `run`.
func expectReadable(
  _ file: GeneratedFile, sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let document = YAMLDocument(parsing: SourceFile(name: file.path, text: file.text))
  #expect(document.diagnostics == [], sourceLocation: sourceLocation)
  #expect(file.text.utf8.count < 512_000, sourceLocation: sourceLocation)
  for job in document.root?["jobs"]?.entries.map(\.value) ?? [] {
    let steps = job["steps"]?.items.map { $0 } ?? []
    let minutes = steps.compactMap { $0["timeout-minutes"]?.text.flatMap { Int($0) } }
    if let limit = job["timeout-minutes"]?.text.flatMap({ Int($0) }), job["strategy"] == nil {
      #expect(limit >= minutes.reduce(0, +), sourceLocation: sourceLocation)
    }
    for step in steps {
      #expect((step["run"]?.text?.utf8.count ?? 0) < 21_000, sourceLocation: sourceLocation)
    }
  }
}
