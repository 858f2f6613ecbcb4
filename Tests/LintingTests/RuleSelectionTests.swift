import SourceText
import Testing

@testable import Linting

@Suite("Which rules speak")
struct RuleSelectionTests {
  private func ids(_ selection: RuleSelection) -> Set<String> { Set(selection.rules.map(\.id)) }

  @Test func thoseThatAreOnWhenNothingIsSaid() {
    #expect(ids(RuleSelection()) == Set(Rule.standard.map(\.id)))
  }

  @Test func thoseAloneThatAreSelected() {
    #expect(ids(RuleSelection(selected: ["two-writers"])) == ["two-writers"])
    let trigger = Set(Rule.all.filter { $0.category == .trigger }.map(\.id))
    #expect(ids(RuleSelection(selected: ["trigger"])) == trigger)
  }

  @Test func notThoseThatAreIgnored() {
    let without = Set(Rule.standard.map(\.id)).subtracting(["two-writers"])
    #expect(ids(RuleSelection(ignored: ["two-writers"])) == without)
    #expect(
      ids(RuleSelection(ignored: ["syntax", "expression"]))
        == Set(
          Rule.standard.filter { ![.syntax, .expression].contains($0.category) }.map(\.id)))
  }

  @Test func anIdGoesBeforeACategory() {
    #expect(ids(RuleSelection(selected: ["two-writers"], ignored: ["graph"])) == ["two-writers"])
    #expect(
      !ids(RuleSelection(selected: ["graph"], ignored: ["two-writers"])).contains("two-writers"))
    #expect(ids(RuleSelection(selected: ["two-writers"], ignored: ["two-writers"])).isEmpty)
  }

  @Test func aLevelSwitchesOffAndSetsTheSeverity() {
    let selection = RuleSelection(levels: ["two-writers": .off, "absent-key": .severity(.info)])
    #expect(!ids(selection).contains("two-writers"))
    let file = SourceFile(name: ".github/workflows/a.yml", text: "on: push\n")
    let found = lint(RepositoryView(files: [file]), rules: selection.rules)
    #expect(found.map(\.severity) == [.info])
  }

  @Test func whatCannotBeReadIsAlwaysSaid() {
    let file = SourceFile(name: ".github/workflows/a.yml", text: "on: 'push\n")
    let selection = RuleSelection(selected: ["graph"])
    let found = lint(RepositoryView(files: [file]), rules: selection.rules)
    #expect(found.map(\.rule) == ["yaml-syntax"])
  }

  @Test func theAnswersAreTheSameOnAllProcessors() async {
    let files = RuleCase.all.enumerated().flatMap { number, test in
      test.example.bad.unmarked.files.map { file in
        SourceFile(
          name: file.name.replacing("workflows/", with: "workflows/\(number)-"), bytes: file.bytes)
      }
    }
    let view = RepositoryView(files: files)
    let found = lint(view, rules: Rule.all)
    #expect(found.count > 20)
    #expect(await lintConcurrently(view, rules: Rule.all) == found)
  }
}
