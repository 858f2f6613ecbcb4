import FoundationEssentials
import SourceText
import Testing
import WorkflowSchema
import YAML

/// Known answers that lie outside of the project: the tests that need them are skipped without.
private let folder = ProcessInfo.processInfo.environment["WFGEN_CONFORMANCE"]

@Suite("Known answers on workflow files", .enabled(if: folder != nil))
struct ConformanceTests {
  private struct Place: Decodable, Hashable {
    var line: Int?
    var col: Int?
    var kind: String?
  }

  /// What these files are about cannot be told from them alone: limits that their test sets, tags of
  /// YAML that GitHub's reader does not know, and anchors, which it has learnt since.
  private static let others: Set<String> = [
    "errors-anchor-tag.yml", "errors-max-depth.yml", "errors-max-file-size.yml",
    "errors-parse-float.yml", "errors-yaml-tags-explicit-unsupported.yml",
  ]

  @Test func errorsAreWhereGitHubsOwnParserSeesThem() throws {
    let known = try expected("official")
    #expect(known.count > 50)
    for (name, places) in known where !Self.others.contains(name) {
      let found = try problems("official/\(name)").filter { $0.problem.severity == .error }
      #expect(
        Set(found.map(\.place)) == Set(places.map { Place(line: $0.line, col: $0.col) }), "\(name)")
    }
    print("GitHub's parser: \(known.count) known answers")
  }

  @Test func ninetyPerCentOfTheLinesAreFoundAndFewOthers() throws {
    let kinds: Set<String> = [
      "syntax-check", "expression", "events", "job-needs", "id", "glob", "if-cond", "matrix",
      "permissions", "workflow-call", "shell-name", "env-var",
    ]
    var wanted = 0
    var hits = 0
    var noise = 0
    var all = 0
    for (name, places) in try expected("workflows") {
      let found = try problems("workflows/invalid/\(name)")
      let lines = Set(found.compactMap(\.place.line))
      for place in places where kinds.contains(place.kind ?? "") {
        wanted += 1
        if lines.contains(place.line ?? 0) { hits += 1 }
      }
      all += found.count
      noise += found.count { found in !places.contains { $0.line == found.place.line } }
    }
    print("workflow files: \(hits) of \(wanted), \(noise) of \(all) elsewhere, known answers")
    #expect(hits * 100 >= wanted * 90)
    #expect(noise * 100 <= all * 3)
  }

  @Test func nothingIsSaidOfFilesThatAreRight() throws {
    let path = try #require(folder) + "/workflows/valid"
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      let found = try problems("workflows/valid/\(name)")
      #expect(found.map(\.problem.message) == [], "\(name)")
    }
  }

  private func expected(_ part: String) throws -> [String: [Place]] {
    let path = try #require(folder) + "/\(part)/expected.json"
    let data = try #require(FileManager.default.contents(atPath: path))
    return try JSONDecoder().decode([String: [Place]].self, from: data)
  }

  private func problems(_ name: String) throws -> [(problem: SchemaProblem, place: Place)] {
    let path = try #require(folder) + "/" + name
    let bytes = try #require(FileManager.default.contents(atPath: path))
    let file = SourceFile(name: name, bytes: Array(bytes))
    let document = YAMLDocument(parsing: file)
    let lines = SourceLines(file)
    let broken = document.diagnostics.map {
      SchemaProblem(.wrongShape, $0.message, at: $0.location.range)
    }
    return (broken + schemaProblems(of: document)).map { problem in
      let position = lines.position(at: problem.range.start)
      return (problem, Place(line: position.line, col: position.column))
    }
  }
}
