import Expressions
import SourceText
import Testing

@Suite("Parsing expressions")
struct ParsingTests {
  private func shape(_ text: String, _ names: ExpressionNames = .all) -> String {
    do { return try ExpressionNode(parsing: text, names: names).shape } catch {
      return "\(error.kind.rawValue) \(error.range.start)-\(error.range.end): \(error.message)"
    }
  }

  @Test(arguments: [
    ("a || b && c == d < !e", "(or a (and b (== c (< d (not e)))))"),
    ("a && b && (c && d)", "(and a b (and c d))"),
    ("a < b < c == d", "(== (< (< a b) c) d)"),
    ("!!a.b", "(not (not a.'b'))"), ("a.true.b-c", "a.'true'.'b-c'"),
    ("a[*].b.*", "a.*.'b'.*"), ("a['x''y'][1]", "a.'x'y'.1.0"), ("(a || b).c", "(or a b).'c'"),
    ("fromJSON(x)[0]", "fromJSON(x).0.0"), ("a[b[c]]", "a.b.c"), (" true\n", "true"),
    ("-.5", "-0.5"), ("0x1F", "31.0"), ("format('}}', a , null)", "format('}}', a, null)"),
    ("always()", "always()"), ("a.*", "a.*"),
  ])
  func bindsAsTightlyAsGitHubDoes(_ text: String, _ expected: String) {
    #expect(shape(text) == expected)
  }

  @Test(arguments: [
    ("", "parsing 0-0: an expression was expected"),
    ("a ==", "parsing 2-4: the expression ends too early"),
    ("(a", "parsing 1-2: the expression ends too early"),
    ("a b", "parsing 2-3: this cannot stand here"),
    ("a.", "parsing 1-2: the expression ends too early"),
    ("'a'.b", "lexing 3-5: '.b' is not part of the expression language"),
    ("'a'[0]", "parsing 3-4: this cannot stand here"),
    ("contains(a, b,)", "parsing 14-15: this cannot stand here"),
    ("a = b", "lexing 2-3: '=' is not part of the expression language"),
    ("\"a\"", "lexing 0-3: '\"a\"' is not part of the expression language"),
    ("a == 'x", "lexing 5-7: ''x' is not part of the expression language"),
    ("1.2.3", "lexing 0-5: '1.2.3' is not part of the expression language"),
    ("ä", "lexing 0-2: 'ä' is not part of the expression language"),
    ("nothing()", "parsing 0-7: there is no function 'nothing' here"),
    ("startsWith(a)", "parsing 0-10: 'startsWith' needs at least 2, and has 1 argument"),
    ("toJSON(a, b)", "parsing 0-6: 'toJSON' takes at most 1, and has 2 arguments"),
    (
      "case(a, b, c, d)",
      "parsing 0-4: 'case' needs an odd number of arguments, the last of them for all other cases"
    ),
  ])
  func saysWhereWhatGitHubRefusesIs(_ text: String, _ expected: String) {
    #expect(shape(text) == expected)
  }

  @Test func nestsAsDeepAsGitHubAllows() {
    #expect(shape(String(repeating: "!", count: 49) + "a").hasPrefix("(not"))
    #expect(shape(String(repeating: "!", count: 50) + "a").contains("deeper than 50 levels"))
    #expect(shape(String(repeating: "(", count: 100_000)).contains("deeper than 50 levels"))
  }

  @Test(
    arguments: [
      (ExpressionPlace.jobCondition, "needs.a.result == 'success' && !cancelled()", nil),
      (.jobCondition, "matrix.x", "there is no context 'matrix' here"),
      (.jobCondition, "secrets.TOKEN", "there is no context 'secrets' here"),
      (.stepCondition, "env.A == 'x' && hashFiles('**/go.sum')", nil),
      (.stepCondition, "Secrets.TOKEN", "there is no context 'Secrets' here"),
      (.step, "secrets.TOKEN", nil), (.step, "always()", "there is no function 'always' here"),
      (.runName, "env.A", "there is no context 'env' here"), (.jobEnvironment, "secrets.A", nil),
      (.jobEnvironment, "env.A", "there is no context 'env' here"),
      (.workflowOutput, "jobs.a.outputs.b", nil),
    ] as [(ExpressionPlace, String, String?)])
  func knowsWhichContextsAKeyHas(_ place: ExpressionPlace, _ text: String, _ problem: String?) {
    let result = shape(text, place.names)
    if let problem {
      #expect(result.hasSuffix(problem))
    } else {
      #expect(!result.contains("there is"))
    }
  }

  @Test(arguments: [
    ("a ${{ b }}c", ["a ", "< b >", "c"]), ("${{ '}}' }}", ["< '}}' >"]), ("", []),
    ("a $ { }} b", ["a $ { }} b"]), ("${{a}}${{b}}", ["<a>", "<b>"]),
    ("ä${{ x }}", ["ä", "< x >"]),
    ("${{ a", ["error 0"]), ("x ${{ 'a }}", ["error 2"]),
  ])
  func findsTheExpressionsInAScalar(_ value: String, _ expected: [String]) {
    do {
      let template = try ExpressionTemplate(parsing: value)
      let parts = template.parts.map { part in
        switch part {
        case .text(let text): text
        case .expression(let text, let range):
          Array(value.utf8)[range.start..<range.end].elementsEqual(text.utf8) ? "<\(text)>" : "?"
        }
      }
      #expect(parts == expected)
      #expect(template.isSingle == (expected.count == 1 && expected[0].hasPrefix("<")))
    } catch {
      #expect(expected == ["error \(error.range.start)"])
    }
  }

  @Test func rangesCoverWhatIsWritten() throws {
    let text = "!contains( needs.a.result , 'x' ) || (b)"
    let node = try ExpressionNode(parsing: text)
    #expect(node.range == SourceRange(0, text.utf8.count))
    guard case .or(let terms) = node.kind else {
      Issue.record("no disjunction")
      return
    }
    #expect(terms.map(\.range) == [SourceRange(0, 33), SourceRange(37, 40)])
    #expect(terms[0].children[0].children[0].path == ["needs", "a", "result"])
  }
}

extension ExpressionNode {
  fileprivate var shape: String {
    switch kind {
    case .literal(.null): "null"
    case .literal(.bool(let value)): "\(value)"
    case .literal(.number(let number)): "\(number)"
    case .literal(.string(let text)): "'\(text)'"
    case .context(let name): name
    case .index(let value, let index): "\(value.shape).\(index.shape)"
    case .all(let value): "\(value.shape).*"
    case .call(let name, let arguments):
      "\(name)(\(arguments.map(\.shape).joined(separator: ", ")))"
    case .not(let value): "(not \(value.shape))"
    case .compare(let left, let operation, let right):
      "(\(operation.rawValue) \(left.shape) \(right.shape))"
    case .and(let terms): "(and \(terms.map(\.shape).joined(separator: " ")))"
    case .or(let terms): "(or \(terms.map(\.shape).joined(separator: " ")))"
    }
  }
}
