import Linting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("What lint says of public repositories")
struct FieldTests {
  private struct Row {
    let repository, commit, place, rule, verdict, reason: String

    init?(_ line: Substring) {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
      guard cells.count == 6 else { return nil }
      (repository, commit, place) = (cells[0], cells[1], cells[2])
      (rule, verdict, reason) = (cells[3], cells[4], cells[5])
    }
  }

  private func lines() throws -> [Substring] {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "fixtures/field/findings.tsv")
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .split(separator: "\n").dropFirst().map { $0 }
  }

  @Test func isOnePlaceWithAVerdictAndAReasonALine() throws {
    let rules = Set(Rule.all.map(\.id))
    for line in try lines() {
      let row = try #require(Row(line), "\(line)")
      #expect(row.repository.split(separator: "/").count == 2, "\(line)")
      #expect(row.commit.count == 40 && row.commit.allSatisfy(\.isHexDigit), "\(line)")
      if row.verdict == "silent" {
        #expect(row.place == "-" && row.rule == "-", "\(line)")
        continue
      }
      #expect(["true", "harmless", "false"].contains(row.verdict), "\(line)")
      #expect(row.place.split(separator: ":").last.flatMap { Int($0) } != nil, "\(line)")
      #expect(row.reason.count > 10, "\(line)")
      #expect(rules.contains(row.rule), "\(line)")
    }
    #expect(try Set(lines()).count == lines().count)
  }

  @Test func isTrueForNinetyFiveOfAHundred() throws {
    let rows = try lines().compactMap { Row($0) }
    #expect(Set(rows.map(\.repository)).count >= 30)
    let findings = rows.filter { $0.verdict != "silent" }
    #expect(findings.count >= 100)
    let wrong = findings.filter { $0.verdict == "false" }
    #expect(wrong.count * 100 <= findings.count * 5)
  }
}
