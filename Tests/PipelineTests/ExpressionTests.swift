import PipelineDriver
import Testing

@Suite("Expressions mean what they mean on GitHub")
struct ExpressionTests {
  private static let github: Value = .object([
    "repository": "octo/chatbot", "event_name": "push", "event": .object([:]),
  ])
  private let scope = Scope(
    ["github": github, "inputs": .object([:])], status: Scope.Status(success: true))

  @Test(arguments: [
    ("github.repository == 'Octo/Chatbot'", true),
    ("github.event_name != 'push' || github.event.workflow_run.conclusion != 'skipped'", true),
    ("inputs.rebuild || 'stale'", true),
    ("!cancelled() && github.event_name == 'push'", true),
    ("(github.event_name == 'push' && github.ref == 'x') || failure()", false),
    ("'' == github.nothing", true),
    ("'it''s' == 'it''s'", true),
    ("fromJSON('[]')", true),
    ("format('a-{0}-{1}', github.event_name, 'x') == 'a-push-x'", true),
    ("fromJSON('{\"a\": 0}').a", false),
    ("fromJSON('{\"5000\": {\"a\": 1}}')['5000'].a", true),
  ])
  func conditionsHoldOrNot(_ condition: String, _ expected: Bool) throws {
    #expect(try scope.holds(condition) == expected)
    #expect(try scope.holds("${{ \(condition) }}") == expected)
  }

  @Test func successIsImpliedUnlessAStatusIsAsked() throws {
    let failed = Scope([:], status: Scope.Status(success: false, failure: true))
    #expect(try !failed.holds(nil))
    #expect(try !failed.holds("'x' == 'x'"))
    #expect(try failed.holds("!cancelled()"))
    #expect(try failed.holds("failure()"))
  }

  @Test func textsAreReplacedAndWholeExpressionsKeepTheirType() throws {
    #expect(try scope.text("a ${{ github.repository }}.${{ inputs.none }}") == "a octo/chatbot.")
    #expect(try scope.value("${{ fromJSON('[1]') }}") == .array([.number(1)]))
    #expect(try scope.text("${{ toJSON(github.event) }}").filter { $0 != "\n" } == "{}")
  }

  @Test(arguments: [
    "hashFiles('x')", "secrets.TOKEN", "github[inputs.a]", "github.* == 'x'", "1 < 2", "a b",
    "contains(github.ref, 'x')", "format('{{0}}', 'x')",
  ])
  func whatIsNotModelledEndsTheTest(_ expression: String) {
    #expect(throws: Unsupported.self) { try scope.holds(expression) }
  }
}
