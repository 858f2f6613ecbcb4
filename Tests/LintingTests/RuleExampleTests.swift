import Linting
import SourceText
import Testing

/// One example of one rule.
struct RuleCase: CustomTestStringConvertible {
  var rule: Rule
  var example: Example

  var testDescription: String { "\(rule.id): \(example.title)" }

  static let all = Rule.all.flatMap { rule in
    rule.examples.map { RuleCase(rule: rule, example: $0) }
  }
}

@Suite("A rule keeps the promises of its documentation")
struct RuleExampleTests {
  @Test(arguments: RuleCase.all)
  func flagsTheMarkedRangesAndNoOthers(_ test: RuleCase) {
    let (files, places) = test.example.bad.unmarked
    let found = lint(RepositoryView(files: files), rules: [test.rule])
    #expect(found.map(\.rule).allSatisfy { $0 == test.rule.id }, "\(found)")
    #expect(found.map(\.location).map(shown) == places.map(shown), "\(found.map(\.message))")
    #expect(!places.isEmpty)
  }

  /// A place in a few words, so that a failure can be read.
  private func shown(_ place: SourceText.SourceLocation) -> String {
    "\(place.file.name) \(place.range.start): '\(place.file[place.range])'"
  }

  /// Examples are short: what other categories only warn about may be missing in them, and so may
  /// keys and checkouts that have nothing to do with what is shown.
  @Test(arguments: RuleCase.all)
  func isSilentAboutTheGoodFiles(_ test: RuleCase) {
    let (files, places) = test.example.good.unmarked
    #expect(places.isEmpty)
    let neighbours = Set(Rule.all.filter { $0.category == test.rule.category }.map(\.id))
    let left = Set(["absent-key", "missing-checkout"]).subtracting([test.rule.id])
    let found = lint(RepositoryView(files: files), rules: Rule.all).filter { finding in
      if finding.rule == test.rule.id { return true }
      return !left.contains(finding.rule)
        && (finding.severity == .error
          || finding.severity == .warning && neighbours.contains(finding.rule))
    }
    #expect(found.map(\.message) == [])
  }

  @Test(arguments: RuleCase.all)
  func offersFixesAsItSays(_ test: RuleCase) {
    let found = lint(RepositoryView(files: test.example.bad.unmarked.files), rules: [test.rule])
    switch test.rule.fixes {
    case .always: #expect(found.allSatisfy { !$0.fixes.isEmpty })
    case .never: #expect(found.allSatisfy { $0.fixes.isEmpty })
    case .sometimes: break
    }
  }

  @Test(arguments: RuleCase.all)
  func fixesTheBadFilesIntoTheGoodOnes(_ test: RuleCase) {
    let bad = test.example.bad.unmarked.files
    let found = lint(RepositoryView(files: bad), rules: [test.rule])
    guard !found.isEmpty, found.allSatisfy({ !$0.fixes.isEmpty }) else { return }
    let fixed = bad.map { file in
      file.applying(
        found.filter { $0.location.file == file }.flatMap { $0.fixes.prefix(1) },
        atLeast: .suggestion)
    }
    #expect(fixed.map(\.text) == test.example.good.unmarked.files.map(\.text))
  }
}
