import SourceText
import Testing

@testable import Linting

@Suite("Comments that silence nothing")
struct IgnoreCommentTests {
  private func found(_ text: String, rules: [Rule] = Rule.all) -> [Diagnostic] {
    let file = SourceFile(name: ".github/workflows/a.yml", text: text)
    return lint(RepositoryView(files: [file]), rules: rules).filter { $0.rule == "unused-ignore" }
  }

  private let job = "jobs:\n  a: {runs-on: ubuntu-24.04, steps: [{run: make}]}\n"

  @Test func areFoundWhenTheFaultIsGone() {
    let text = "# wfgen: ignore[unexpected-value] soon\non: push\n" + job
    let diagnostics = found(text)
    #expect(diagnostics.map(\.location.range.start) == [16])
    let file = diagnostics.first?.location.file.applying(
      diagnostics.flatMap(\.fixes), atLeast: .safe)
    #expect(file?.text == "on: push\n" + job)
  }

  @Test func areNotFoundWhereTheyAreOfUse() {
    #expect(found("on: pusch # wfgen: ignore[unexpected-value] soon\n" + job).isEmpty)
    #expect(found("# wfgen: ignore[unexpected-value]\n# soon\non: pusch\n" + job).isEmpty)
  }

  @Test func areFoundOneByOne() {
    let text = "on: pusch # wfgen: ignore[unexpected-value, absent-key] soon\n" + job
    let diagnostics = found(text)
    #expect(diagnostics.map { $0.location.file[$0.location.range] } == ["absent-key"])
    #expect(diagnostics.flatMap(\.fixes).isEmpty)
  }

  @Test func countOnlyForRulesThatSpeak() {
    let text = "on: push # wfgen: ignore[two-writers] both are the same\n" + job
    #expect(found(text).count == 1)
    #expect(found(text, rules: [.unusedIgnore, .unknownUpstream]).isEmpty)
  }

  @Test func areFoundWhenThereIsNoSuchRule() {
    let diagnostics = found("on: push # wfgen: ignore[two-writer] both are the same\n" + job)
    #expect(
      diagnostics.map(\.message) == [
        "wfgen has no rule 'two-writer', so this silences nothing"
      ])
    #expect(diagnostics.flatMap(\.fixes).map(\.title) == ["Write 'two-writers'"])
  }

  @Test func canBeSilencedThemselves() {
    let text = "on: push # wfgen: ignore[two-writers, unused-ignore] until the next release\n" + job
    #expect(found(text).isEmpty)
  }

  @Test func mayNameWhatReadingAFileFinds() {
    #expect(found("on: push # wfgen: ignore[too-deep, duplicate-key]\n" + job).count == 1)
  }
}
