import Linting
import SourceText
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Known defects that lie outside of the project: the tests that need them are skipped without.
private let folder = ProcessInfo.processInfo.environment["WFGEN_CASES"]

/// One repository in miniature with a known defect, and the same without it.
private struct KnownDefect: Decodable {
  /// Where a finding belongs.
  struct Place: Decodable {
    /// The path of the file.
    var file: String
    /// The first and the last line.
    var lines: [Int]
  }

  /// The places that must all have a finding.
  var expect: [Place]?
  /// The places of which one must have a finding.
  var expectAny: [Place]?

  private enum CodingKeys: String, CodingKey {
    case expect
    case expectAny = "expect_any"
  }

  /// The places that lack a finding.
  func missed(by found: [Diagnostic]) -> [Place] {
    let all = (expect ?? []).filter { place in !found.contains { place.holds($0) } }
    let any = expectAny ?? []
    return any.contains { place in found.contains { place.holds($0) } } ? all : all + any
  }
}

extension KnownDefect.Place {
  /// Whether a finding is here.
  func holds(_ finding: Diagnostic) -> Bool {
    let line = SourceLines(finding.location.file).line(at: finding.location.range.start)
    return finding.location.file.name == file && line >= lines[0] && line <= lines[1]
  }
}

@Suite("Known defects", .enabled(if: folder != nil))
struct CaseTests {
  @Test func areFoundAndNothingElseIs() throws {
    let root = try #require(folder)
    let manager = FileManager.default
    var count = 0
    for name in try manager.contentsOfDirectory(atPath: root).sorted() {
      guard let data = manager.contents(atPath: "\(root)/\(name)/case.json") else { continue }
      count += 1
      let known = try JSONDecoder().decode(KnownDefect.self, from: data)
      let missed = known.missed(by: try serious("\(root)/\(name)/broken"))
      #expect(missed.map { "\($0.file):\($0.lines)" } == [], "\(name)")
      let noise = try serious("\(root)/\(name)/fixed")
      #expect(noise.map { "\($0.location.file.name) \($0.rule): \($0.message)" } == [], "\(name)")
    }
    print("defects in miniature: \(count) known answers")
    #expect(count > 0)
  }

  /// The errors and warnings about the files of a folder.
  private func serious(_ root: String) throws -> [Diagnostic] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: root).sorted().compactMap {
      path -> SourceFile? in
      guard let data = FileManager.default.contents(atPath: "\(root)/\(path)") else { return nil }
      return SourceFile(name: path, bytes: [UInt8](data))
    }
    return lint(RepositoryView(files: files)).filter { $0.severity >= .warning }
  }
}
