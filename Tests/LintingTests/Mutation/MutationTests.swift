import Linting
import SourceText
import Testing

@Suite("Correct workflows with one change")
struct MutationTests {
  private static let sets = ["chain": HandWritten.chain, "jobs": HandWritten.jobs]

  private static func files(_ name: String) -> [SourceFile] {
    (sets[name] ?? [:]).sorted { $0.key < $1.key }.map { SourceFile(name: $0.key, text: $0.value) }
  }

  private func serious(_ files: [SourceFile]) -> [Diagnostic] {
    lint(RepositoryView(files: files)).filter { $0.severity >= .warning }
  }

  @Test(arguments: ["chain", "jobs"])
  func areSilentWithoutIt(_ name: String) {
    let found = serious(Self.files(name))
    #expect(found.map { "\($0.location.file.name) \($0.rule): \($0.message)" } == [])
  }

  @Test(arguments: ["chain", "jobs"])
  func areFoundWithIt(_ name: String) {
    let mutants = Mutant.all(of: Self.files(name))
    let survivors = mutants.filter { serious($0.files).isEmpty }.map(\.label)
    let isHarmless = { (label: String) in Self.harmless.contains { label.hasSuffix($0.end) } }
    let harmless = survivors.filter(isHarmless)
    print(
      "\(name): \(mutants.count) mutants, \(mutants.count - survivors.count) found, "
        + "\(harmless.count) harmless")
    for label in survivors where !isHarmless(label) { Issue.record("\(label) is not found") }
  }

  /// Changes that do no harm, by the ends of their labels, each with the reason.
  private static let harmless: [(end: String, reason: String)] = []
}
