import FoundationEssentials
import Linting
import SourceText
import Testing

/// Known answers that lie outside of the project: the tests that need them are skipped without.
private let folder = ProcessInfo.processInfo.environment["WFGEN_CONFORMANCE"]

@Suite("Known answers to what lint finds", .enabled(if: folder != nil))
struct ConformanceTests {
  private struct Place: Decodable, Hashable {
    var line: Int?
    var col: Int?
    var kind: String?
  }

  private static let rules = Rule.standard.filter {
    [.syntax, .expression].contains($0.category)
  }

  @Test func ninetyPerCentOfTheLinesAreFoundAndFewOthers() throws {
    let kinds: Set<String> = [
      "syntax-check", "expression", "events", "job-needs", "id", "glob", "if-cond", "matrix",
      "permissions", "workflow-call", "shell-name", "env-var",
    ]
    var (wanted, hits, noise, all) = (0, 0, 0, 0)
    for (name, places) in try expected("workflows") {
      let found = try positions(of: "workflows/invalid/\(name)")
      let lines = Set(found.map(\.line))
      for place in places where kinds.contains(place.kind ?? "") {
        wanted += 1
        if lines.contains(place.line) { hits += 1 }
      }
      all += found.count
      noise += found.count { found in !places.contains { $0.line == found.line } }
    }
    print("lint: \(hits) of \(wanted), \(noise) of \(all) elsewhere, known answers")
    #expect(hits * 100 >= wanted * 90)
    #expect(noise * 100 <= all * 3)
  }

  @Test func nothingIsSaidOfFilesThatAreRight() throws {
    let path = try #require(folder) + "/workflows/valid"
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      #expect(try findings("workflows/valid/\(name)").map(\.message) == [], "\(name)")
    }
    for (name, places) in try expected("official") where places.isEmpty {
      let found = try findings("official/\(name)").filter { $0.severity == .error }
      #expect(found.map(\.message) == [], "\(name)")
    }
  }

  private func expected(_ part: String) throws -> [String: [Place]] {
    let path = try #require(folder) + "/\(part)/expected.json"
    let data = try #require(FileManager.default.contents(atPath: path))
    return try JSONDecoder().decode([String: [Place]].self, from: data)
  }

  private func positions(of name: String) throws -> [Place] {
    try findings(name).map { diagnostic in
      let position = SourceLines(diagnostic.location.file).position(
        at: diagnostic.location.range.start)
      return Place(line: position.line, col: position.column)
    }
  }

  private func findings(_ name: String) throws -> [Diagnostic] {
    let path = try #require(folder) + "/" + name
    let bytes = try #require(FileManager.default.contents(atPath: path))
    let file = SourceFile(name: ".github/workflows/a.yml", bytes: Array(bytes))
    return lint(RepositoryView(files: [file]), rules: Self.rules)
  }
}
