import SourceText
import Testing

@testable import Dockerfiles

/// One expression, and what it becomes when A is `one/two/three.txt`, E is empty, U is unset.
struct ExpansionCase: CustomTestStringConvertible {
  var text: String
  var expected: String?
  var testDescription: String { "\(text) -> \(expected ?? "an error")" }

  init(_ text: String, _ expected: String?) {
    self.text = text
    self.expected = expected
  }

  static let all: [ExpansionCase] = [
    .init("plain", "plain"), .init("$A", "one/two/three.txt"),
    .init("x${A}y", "xone/two/three.txty"),
    .init("$U.", "."), .init("${U}", ""), .init("$", "$"), .init("a$.b", "a$.b"), .init("$1x", "x"),
    .init("${A:-w}", "one/two/three.txt"), .init("${E:-w}", "w"), .init("${E-w}", ""),
    .init("${U:-w}", "w"), .init("${U-w}", "w"), .init("${U:-}", ""),
    .init("${A:+w}", "w"), .init("${E:+w}", ""), .init("${E+w}", "w"), .init("${U+w}", ""),
    .init("${A:?m}", "one/two/three.txt"), .init("${E?m}", ""), .init("${E:?m}", nil),
    .init("${U?m}", nil), .init("${U:?}", nil),
    .init("${A#*/}", "two/three.txt"), .init("${A##*/}", "three.txt"),
    .init("${A#x}", "one/two/three.txt"),
    .init("${A%/*}", "one/two"), .init("${A%%/*}", "one"), .init("${A%.txt}", "one/two/three"),
    .init("${A%.???}", "one/two/three"), .init("${A#}", "one/two/three.txt"),
    .init("${A/e/E}", "onE/two/three.txt"), .init("${A//e/E}", "onE/two/thrEE.txt"),
    .init("${A//\\//-}", "one-two-three.txt"), .init("${A/t*e/X}", "one/X.txt"),
    .init("${A//t??/X}", "one/X/Xee.X"), .init("${A//x}", nil), .init("${U//a/b}", ""),
    .init("${U:-${E:-${A#*/}}}", "two/three.txt"), .init("${A:+${U:-n}}", "n"),
    .init("${U:-a b}", "a b"), .init("${U:-'}'}", "}"),
    .init("'$A'", "$A"), .init("\"$A\"", "one/two/three.txt"), .init("\\$A", "$A"),
    .init("\"\\$A\"", "$A"), .init("\"a\\b\"", "a\\b"), .init("a\\b", "ab"), .init("a\\", "a"),
    .init("it's", nil), .init("\"open", nil), .init("${}", nil), .init("${A", nil),
    .init("${A:x}", nil), .init("${A^}", nil), .init("${A:#x}", nil), .init("${A#\\x}", nil),
    .init("${A#o\\*}", "one/two/three.txt"), .init("é$E漢", "é漢"),
  ]
}

@Suite("Variables are replaced as BuildKit does it")
struct ExpansionTests {
  let scope = Scope(entries: [
    "A": .value(.known(Array("one/two/three.txt".utf8)), defaults: []),
    "E": .value(.known([]), defaults: []),
  ])

  @Test(arguments: ExpansionCase.all)
  func expands(_ test: ExpansionCase) {
    var expander = Expander(scope: scope)
    let result = try? expander.expand(test.text.utf8).text.value
    #expect(result == test.expected)
  }

  @Test func theEscapeCharacterCanBeABacktick() throws {
    var expander = Expander(escape: ASCII.backtick, scope: scope)
    #expect(try expander.expand(#"c:\dir`$A"#.utf8).text == .known(#"c:\dir$A"#))
  }

  @Test func whatIsMissingSpoilsOnlyWhatNeedsIt() throws {
    var open = Scope()
    open.isOpen = true
    open.entries["K"] = .value(.known(Array("k".utf8)), defaults: [])
    open.entries["V"] = .valueless
    func text(_ expression: String) throws -> String {
      var expander = Expander(scope: open)
      return try expander.expand(expression.utf8).text.shown
    }
    #expect(try text("a/$K") == "a/k")
    #expect(try text("a/$M/b") == "?M")
    #expect(try text("${K:-$M}") == "k")
    #expect(try text("${K:+$M}") == "?M")
    #expect(try text("${M:-default}") == "?M")
    #expect(try text("${K#$M}") == "?M")
    #expect(try text("${M%/*}") == "?M")
    #expect(try text("$V") == "?V")
    #expect(try text("${V:-w}") == "w")
    #expect(try text("${V:+w}") == "")
    #expect(try text("${V#p}") == "?V")
    #expect(try text("$1") == "")
  }

  @Test func remembersTheTextBeforeWhatIsMissing() throws {
    var open = Scope()
    open.isOpen = true
    var expander = Expander(scope: open)
    #expect(try expander.expand("https://x/$V.tgz".utf8).knownPrefix.text == "https://x/")
  }

  @Test func manyWildcardsTakeNoTime() throws {
    let long = String(repeating: "a", count: 200)
    var scope = Scope()
    scope.entries["L"] = .value(.known(Array(long.utf8)), defaults: [])
    var expander = Expander(scope: scope)
    let pattern = String(repeating: "*a", count: 30) + "b"
    #expect(try expander.expand("${L#\(pattern)}".utf8).text == .known(long))
  }
}
