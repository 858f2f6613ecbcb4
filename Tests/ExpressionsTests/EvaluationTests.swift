import Expressions
import SourceText
import Testing

@Suite("Evaluating expressions")
struct EvaluationTests {
  private static let scope = ExpressionScope(
    contexts: [
      "github": .object(
        ExpressionObject([("ref", .string("refs/heads/main")), ("run", .number(7))], isOpen: true)),
      "needs": .object([
        ("a", .object([("result", .string("success"))])),
        ("b", .object([("result", .string("skipped"))])),
      ]),
      "list": .array([.string("x"), .number(2), .unknown]),
    ],
    functions: [
      "success": { _ in .bool(true) }, "failure": { _ in .bool(false) },
    ])

  private func value(_ text: String) -> String {
    do {
      let value = try ExpressionNode(parsing: text).evaluate(in: Self.scope)
      if case .unknown(let truth) = value { return "unknown \(truth.map { "\($0)" } ?? "-")" }
      return value.json?.text(.minimal) ?? "?"
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    ("github.REF == 'REFS/heads/main'", "true"), ("github.run > '6'", "true"),
    ("needs.*.result", "[\"success\",\"skipped\"]"), ("needs.c.result", "null"),
    ("contains(needs.*.result, 'SKIPPED')", "true"),
    ("join(needs.*.result)", "\"success,skipped\""),
    ("format('{1}-{0}', 1, true)", "\"true-1\""),
    ("toJSON(fromJSON('[1, {\"a\": 1e3}]'))[0]", "null"),
    ("fromJSON('{\"a\": [1, 2]}').A[1]", "2"), ("1e15", "1000000000000000"),
    (
      "format('{0} {1} {2}', 1e15, 123456789012345678, 0.000001)",
      "\"1E+15 1.23456789012346E+17 1E-06\""
    ),
    ("format('{0} {1}', 1e14, 0.0001)", "\"100000000000000 0.0001\""),
    ("null == ''", "true"), ("'a' < 'B'", "true"), ("NaN == NaN", "false"),
    ("case(false, 1, 2)", "2"), ("fromJSON('')", "'fromJSON' was given an empty text"),
    ("fromJSON('[')", "'fromJSON' was given no JSON: expected a value at 1"),
    ("case(1, 2, 3)", "a condition of 'case' must be true or false"),
  ])
  func givesTheValueThatGitHubGives(_ text: String, _ expected: String) {
    #expect(value(text) == expected)
  }

  @Test(arguments: [
    ("github.sha", "unknown -"), ("vars.A", "unknown -"), ("github.sha == 'x'", "unknown -"),
    ("false && vars.A", "false"), ("vars.A && false", "unknown false"), ("true || vars.A", "true"),
    ("vars.A || 'x'", "unknown true"), ("vars.A || ''", "unknown -"),
    ("!(vars.A && false)", "true"),
    ("!vars.A", "unknown -"), ("format('x-{0}', vars.A)", "unknown true"),
    ("format('{0}', vars.A)", "unknown -"), ("toJSON(github)", "unknown true"),
    ("contains(list, 'X')", "true"), ("contains(list, 'y')", "unknown -"), ("list[1]", "2"),
    ("list[2]", "unknown -"), ("list[3]", "null"), ("vars.*.a", "unknown -"),
    ("hashFiles('a')", "unknown -"), ("cancelled()", "unknown -"), ("success()", "true"),
    ("case(vars.A, 1, 2)", "unknown -"), ("startsWith(vars.A, 'x') || failure()", "unknown -"),
    ("fromJSON(vars.A)[0]", "unknown -"),
  ])
  func leavesOpenWhatOnlyARunKnows(_ text: String, _ expected: String) {
    #expect(value(text) == expected)
  }

  @Test(arguments: [
    ("github.ref == 'x'", false), ("failure()", true), ("!contains('success()', 'x')", false),
    ("a && (b || Always())", true),
  ])
  func addsSuccessToAConditionThatAsksForNoStatus(_ text: String, _ asks: Bool) throws {
    let node = try ExpressionNode(parsing: text)
    #expect(node.asksForStatus == asks)
    #expect((node.asCondition == node) == asks)
  }

  @Test func refusesWhatTakesTooMuchMemory() {
    let places = String(repeating: "{0}", count: 600)
    let text = "format('\(places)', format('\(places)', '0123456789'))"
    #expect(value(text).contains("bytes of memory"))
  }
}
