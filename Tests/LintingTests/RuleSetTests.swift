import Linting
import SourceText
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("The set of rules")
struct RuleSetTests {
  @Test func isSortedAndHoldsEachIdOnce() {
    let ids = Rule.all.map(\.id)
    #expect(ids == Set(ids).sorted())
  }

  @Test func hasOneFileForEachRule() throws {
    let rules = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Linting/Rules")
    let files = try FileManager.default.subpathsOfDirectory(atPath: rules.path)
      .filter { $0.hasSuffix(".swift") && !$0.hasSuffix("Rules.swift") }
    let expected = Rule.all.map { rule in
      "\(capitalized(rule.category.rawValue))/\(camelCased(rule.id)).swift"
    }
    #expect(files.sorted() == expected.sorted())
  }

  @Test func namesTheFaultInKebabCase() {
    for rule in Rule.all {
      #expect(rule.id.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D })
    }
  }

  @Test func writesWholeSentences() {
    for rule in Rule.all {
      #expect(rule.summary.hasSuffix("."), "\(rule.id)")
      #expect(rule.rationale.hasSuffix("."), "\(rule.id)")
      #expect(rule.source.hasPrefix("https://"), "\(rule.id)")
    }
  }

  @Test func speaksInLowerCaseWithoutFullStop() {
    for test in RuleCase.all {
      let files = test.example.bad.unmarked.files
      for diagnostic in lint(RepositoryView(files: files), rules: [test.rule]) {
        #expect(!diagnostic.message.hasSuffix("."))
        let isName = diagnostic.message.hasPrefix("GitHub ")
        #expect(isName || diagnostic.message.first.map { $0.isLowercase || $0 == "'" } == true)
      }
    }
  }

  private func camelCased(_ id: String) -> String {
    id.split(separator: "-").map { capitalized(String($0)) }.joined()
  }

  private func capitalized(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }
}
