import SourceText
import Testing
import YAML

@Suite("Layout")
struct LayoutTests {
  @Test(arguments: [
    ("a\nb\n", "|\n  a\n  b\n"), ("a\nb", "|-\n  a\n  b\n"),
    ("a\n\nb\n\n", "|+\n  a\n\n  b\n\n"), ("  a\nb\n", "|2\n    a\n  b\n"),
    ("\ta\nb", "|2-\n  \ta\n  b\n"), ("\n\na\n", "|\n\n\n  a\n"), ("a\n\tb\n", "|\n  a\n  \tb\n"),
    ("# a\n", "|\n  # a\n"),
  ])
  func putsSeveralLinesIntoALiteralBlock(_ text: String, _ written: String) {
    #expect(YAMLWriter.write(["k": .string(text)]) == "k: \(written)")
  }

  @Test func keepsABlockThatEndsInEmptyLinesApartFromWhatFollows() {
    let value: YAMLValue = [
      "a": ["b": "c\n\n"], "d": YAMLValue("e").preceded(by: "f").afterBlankLine(),
    ]
    #expect(YAMLWriter.write(value) == "a:\n  b: |+\n    c\n\n# f\nd: e\n")
  }

  @Test func nestsListsAndMovesTheLayoutOfAnItemAboveItsHyphen() {
    let value: YAMLValue = [
      [["a", "b"], "c"],
      YAMLValue.mapping([("d", YAMLValue(1).preceded(by: "inner").afterBlankLine())])
        .preceded(by: "outer").commented("behind"),
      [:], .null,
    ]
    #expect(
      YAMLWriter.write(value) == """
        - - - a
            - b
          - c

        # outer
        # behind
        # inner
        - d: 1
        - {}
        -

        """)
  }

  @Test(
    arguments: [
      (.null, "null\n"), ("a", "a\n"), ("a\nb\n", "|\n  a\n  b\n"), (" a\nb", "\" a\\nb\"\n"),
      ([], "[]\n"), (.float(1e20), "1.0e+20\n"), (.float(0.25), "0.25\n"),
      (.bool(false), "false\n"),
    ] as [(YAMLValue, String)])
  func holdsForAFileOfASingleValue(_ value: YAMLValue, _ written: String) {
    #expect(YAMLWriter.write(value) == written)
  }

  @Test func keepsCommentsOnTheirLines() {
    let value: YAMLValue = ["a": YAMLValue(1).commented("b\nc").preceded(by: "d\r\n\u{85}e", "")]
    #expect(
      YAMLWriter.write(value, header: ["one", "two"]) == """
        # one
        # two
        # d
        # e
        #
        a: 1  # b c

        """)
  }

  @Test func introducesALongKey() {
    let key = String(repeating: "k", count: 1200)
    let text = YAMLWriter.write([key: ["a": 1]])
    #expect(text == "? \(key)\n:\n  a: 1\n")
    #expect(parse(text).root?[key]?["a"]?.value == .int(1))
  }
}
