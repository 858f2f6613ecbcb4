import Fixtures
import FoundationEssentials
import Testing

@Suite("The list of behaviours is true")
struct BehavioursTests {
  private struct Row {
    let id: String
    let keeper: String
  }

  private func file(_ path: String) throws -> String {
    let data = FileManager.default.contents(atPath: "\(Repositories.packageRoot)/\(path)")
    return String(decoding: try #require(data), as: UTF8.self)
  }

  private func rows() throws -> [Row] {
    try file(".github/BEHAVIOURS.md").split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { String($0.trimmed) }
      guard cells.count == 3, cells[0].hasPrefix("S"), cells[0].contains(".") else { return nil }
      return Row(id: cells[0], keeper: cells[2])
    }
  }

  @Test func listsEveryBehaviourOnce() throws {
    let expected =
      (1...22).map { "S0.\($0)" } + (1...16).map { "S1.\($0)" } + (1...27).map { "S2.\($0)" }
    #expect(try rows().map(\.id) == expected)
  }

  @Test func namesTestsThatExistPartsOfTheRoadmapOrReasons() throws {
    let tests = try testNames()
    let roadmap = try file(".github/ROADMAP.md")
    for row in try rows() {
      for part in row.keeper.split(separator: ";").map({ String($0.trimmed) }) {
        if part.hasPrefix("test ") {
          for name in quoted(part) {
            #expect(tests.contains(name), "\(row.id) names no test: \(name)")
          }
        } else if part.hasPrefix("roadmap ") {
          for name in quoted(part) { #expect(roadmap.contains("## \(name)\n"), "\(row.id)") }
        } else {
          #expect(part.hasPrefix("reason: ") && part.count > 20, "\(row.id) has no keeper: \(part)")
        }
      }
    }
  }

  /// The words between back quotes.
  private func quoted(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// The names of all functions of the tests that stand behind `@Test`.
  private func testNames() throws -> Set<String> {
    let root = "\(Repositories.packageRoot)/Tests"
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root)
    var names: Set<String> = []
    for path in paths where path.hasSuffix(".swift") {
      let text = try file("Tests/\(path)")
      for piece in text.split(separator: "@Test").dropFirst() {
        guard let start = piece.firstRange(of: "func ") else { continue }
        names.insert(String(piece[start.upperBound...].prefix { $0.isLetter || $0.isNumber }))
      }
    }
    return names
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text = text.dropLast() }
    return text
  }
}
