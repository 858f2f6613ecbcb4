import SourceText
import Testing
import YAML

@Suite("Quoting")
struct QuotingTests {
  @Test(arguments: [
    "main", "actions/checkout@v5", "${{ matrix.os }}", "${{ a && 'b' }}", "1.2.3", "v1", "a:b",
    "https://a.b/c?d#e", "ghcr.io/a/b:latest", "it's", "-x", "--flag", ".", "..", "a - b", "a#b",
    "tRUE", "onward", "null!", "日本", "C:\\x", "say \"x\"", "/etc", "$HOME", "2024-13-x",
    "linux/amd64", "a, b", "a [b]", "a {b}", "e3", "_1", "a=b", "0 3 * * 1",
  ])
  func leavesATextPlainWhereReadersAgree(_ text: String) {
    #expect(YAMLWriter.write(["k": .string(text)]) == "k: \(text)\n")
  }

  @Test(arguments: [
    "", " ", " a", "a ", "on", "Yes", "n", "off", "TRUE", "null", "~", "1", "-1", "+1", "1_0",
    "010", "0x1F", "0b1", "0o7", "1.", ".5", "1.5", "1e3", "123e456", "12:30", "1:2:3.4", ".inf",
    "-.inf", ".nan", "2024-01-01", "2024-1-1 10:00:00", "<<", "=", "-", "- a", "---", "...",
    "a: b", "a:", "a #b", "#a", "*", "&a", "!a", "|", ">", "%a", "@a", "`a", "[a]", "{a}",
    "\"a\"", "? a", ": a", ",", "False", "FALSE", ".NAN", "+.inf", "-0x1F", "____-1-1",
    "- \u{301}", "---\u{301}",
  ])
  func quotesATextThatAReaderWouldTakeForSomethingElse(_ text: String) {
    #expect(YAMLWriter.write(["k": .string(text)]) == "k: '\(text)'\n")
    #expect(
      YAMLWriter.write([text: 1]) == (text == "on" ? "on: 1\n" : "'\(text)': 1\n"))
  }

  @Test(arguments: [
    ("a\tb", #""a\tb""#), ("\n", #""\n""#), ("a\r\nb", #""a\r\nb""#), ("\u{0}", #""\x00""#),
    ("\u{85}\"", #""\x85\"""#), ("\u{FEFF}", #""\uFEFF""#), ("\u{2028}\\", #""\u2028\\""#),
    (" \n\t\n", #"" \n\t\n""#), ("'it", "'''it'"),
  ])
  func escapesOnlyWhatItMust(_ text: String, _ written: String) {
    #expect(YAMLWriter.write(["k": .string(text)]) == "k: \(written)\n")
  }

  @Test func quotesMoreInBrackets() {
    let value = YAMLValue.strings(["a, b", "a[0]", "x", "why?", "on"]).flow()
    #expect(YAMLWriter.write(["k": value]) == "k: ['a, b', 'a[0]', x, 'why?', 'on']\n")
    let mapping: YAMLValue = ["a": .null, "b": ["c"], "d": [:], "on": 1]
    #expect(YAMLWriter.write(["k": mapping.flow()]) == "k: {a: null, b: [c], d: {}, on: 1}\n")
  }
}
