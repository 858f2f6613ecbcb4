import SourceText
import Testing

@testable import Linting

@Suite("The engine")
struct EngineTests {
  private func listener(_ text: String) -> [Diagnostic] {
    let file = SourceFile(name: ".github/workflows/listener.yml", text: text)
    return lint(RepositoryView(files: [file]), rules: [.unknownUpstream])
  }

  @Test(arguments: [
    "on: {workflow_run: {workflows: [Base]}} # wfgen: ignore[unknown-upstream] it is coming",
    "# wfgen: ignore[unknown-upstream] it is coming\non: {workflow_run: {workflows: [Base]}}",
    "# wfgen: ignore[other, unknown-upstream]\n# more\non: {workflow_run: {workflows: [Base]}}",
  ])
  func isSilencedByAComment(_ text: String) {
    #expect(listener(text).isEmpty)
  }

  @Test(arguments: [
    "on: {workflow_run: {workflows: [Base]}} # wfgen: ignore[other]",
    "# wfgen: ignore[unknown-upstream]\nname: A\non: {workflow_run: {workflows: [Base]}}",
    "on: {workflow_run: {workflows: [Base]}}\n# wfgen: ignore[unknown-upstream]",
    "on: {workflow_run: {workflows: [Base]}} # wfgen: ignore unknown-upstream",
  ])
  func isNotSilencedByAnotherComment(_ text: String) {
    #expect(listener(text).count == 1)
  }

  @Test func isSilencedByACommentInAScript() {
    func script(_ comment: String) -> String {
      """
      on: push
      jobs:
        a: {steps: [{run: docker push ghcr.io/acme/a}]}
        b:
          steps:
            - run: |
                \(comment)
                docker push ghcr.io/acme/a
      """
    }
    let path = ".github/workflows/a.yml"
    let silenced = script("# wfgen: ignore[two-writers] mended by c")
    #expect(lintLines([path: script("# why")], rules: [.twoWriters]).count == 1)
    #expect(lintLines([path: silenced], rules: [.twoWriters]).isEmpty)
  }

  /// Where two rules see the same fault, the one that tells more about it speaks.
  @Test(arguments: [
    (Rule.settledCondition, Rule.alwaysTrueCondition, "steps: [{if: '${{ true }} ', run: a}]"),
    (.doubtfulExpression, .unknownStep, "steps: [{run: '${{ steps.x.outputs.y }}'}]"),
    (.doubtfulExpression, .undeclaredNeed, "steps: [{run: '${{ needs.x.result }}'}]"),
    (.absentKey, .callTimeout, "{timeout-minutes: 5, uses: ./b.yml}"),
  ])
  func saysOnceWhatTwoRulesSee(_ echo: Rule, _ rule: Rule, _ job: String) {
    let body = job.hasPrefix("{") ? job : "{runs-on: ubuntu-24.04, \(job)}"
    let file = SourceFile(
      name: ".github/workflows/a.yml", text: "on: push\njobs:\n  a: \(body)\n")
    func rules(_ rules: [Rule]) -> Set<String> {
      Set(lint(RepositoryView(files: [file]), rules: rules).map(\.rule))
    }
    #expect(rules([echo]) == [echo.id])
    #expect(rules([echo, rule]) == [rule.id])
    #expect(rules(Rule.all).isDisjoint(with: [echo.id]))
  }

  @Test func knowsTheRulesThatOthersYieldTo() {
    let ids = Set(Rule.all.map(\.id))
    #expect(Rule.all.flatMap(\.yieldsTo).allSatisfy(ids.contains))
  }

  @Test func goesOnBehindAFileThatIsNotYAML() {
    let files = [
      SourceFile(name: ".github/workflows/a.yml", text: "name: 'A"),
      SourceFile(name: ".github/workflows/b.yml", text: "{name: B, on: push}"),
      SourceFile(name: ".github/workflows/c.yml", text: "{name: B, on: push}"),
      SourceFile(
        name: ".github/workflows/d.yml",
        text: "{name: D, on: {workflow_run: {workflows: B, types: completed}}}"),
    ]
    let found = lint(RepositoryView(files: files.reversed()), rules: Rule.withoutParser)
    #expect(found.map(\.rule) == ["yaml-syntax", "duplicate-workflow-name"])
  }

  @Test(arguments: ["", "[]", "a", "on:\njobs:", "on: [[]]\njobs: []", "on: {workflow_run: a}"])
  func takesAnyShapeOfFile(_ text: String) {
    let file = SourceFile(name: ".github/workflows/a.yml", text: text)
    #expect(lint(RepositoryView(files: [file]), rules: Rule.withoutParser).isEmpty)
  }

  @Test func takesOnlyFilesInTheWorkflowFolderForWorkflows() {
    #expect(RepositoryView.isWorkflow(".github/workflows/a.yaml"))
    #expect(!RepositoryView.isWorkflow(".github/workflows/b/a.yml"))
    #expect(!RepositoryView.isWorkflow(".github/workflows/a.json"))
  }
}
