import Reporting
import SourceText
import Testing

@Suite("Findings as text for people")
struct TextFormatTests {
  private func render(
    _ text: String, marking marked: String, width: Int = 100, labels: [(String, String)] = [],
    fixes: [Fix] = []
  ) -> String {
    let file = SourceFile(name: "a.yml", text: text)
    let diagnostic = Diagnostic(
      "r", .warning, "m", at: SourceLocation(file, range(of: marked, in: file)),
      labels: labels.map { .init($0.1, at: SourceLocation(file, range(of: $0.0, in: file))) },
      fixes: fixes)
    return DiagnosticFormat.text.render([diagnostic], options: ReportOptions(width: width))
  }

  @Test func showsSourceLabelsHelpAndFixes() {
    #expect(
      DiagnosticFormat.text.render([Sample.contradiction]) == """
        error[edge-contradicts-dockerfile]: the Dockerfile builds on 'base', not on 'other'
         --> images/a b/Dockerfile:2:6
          |
        1 | ARG TAG
          |     --- declared here
        2 | FROM base:${TAG} AS x
          |      ^^^^^^^^^^^
         ::: wfgen.yml:3:15
          |
        3 |     parents: [other]
          |               ----- stated here
          = help: remove 'parents', or change the FROM
          = fix: Build on 'other' (unsafe)
        2 - FROM base:${TAG} AS x
        2 + FROM other:${TAG} AS x

        """)
  }

  @Test func showsTheFirstAndTheLastLineOfALongRange() {
    let text = (1...12).map { "  line \($0)\n" }.joined()
    let marked = (3...11).map { "line \($0)\n" }.joined(separator: "  ")
    #expect(
      render(text, marking: marked) == """
        warning[r]: m
          --> a.yml:3:3
           |
         3 |   line 3
           |   ^^^^^^
        ...
        11 |   line 11
           |   ^^^^^^^

        """)
  }

  @Test func showsASingleLineBetweenInsteadOfAGap() {
    #expect(
      render("a\nb\nc\n", marking: "a\nb\nc") == """
        warning[r]: m
         --> a.yml:1:1
          |
        1 | a
          | ^
        2 | b
        3 | c
          | ^

        """)
  }

  @Test func keepsTabsSoThatCaretsAlign() {
    #expect(
      render("\tkey:\tvalue x\n", marking: "value") == """
        warning[r]: m
         --> a.yml:1:7
          |
        1 | \tkey:\tvalue x
          | \t    \t^^^^^

        """)
    #expect(render("a\tb\n", marking: "\t").hasSuffix("1 | a\tb\n  |  ^\n"))
    #expect(render("\tb\n", marking: "\tb").hasSuffix("1 | \tb\n  | \t^\n"))
  }

  @Test func countsColumnsOfCombiningAndWideCharacters() {
    #expect(render("e\u{301}x日本: ok\n", marking: "日本").hasSuffix("  |   ^^^^\n"))
    #expect(render("e\u{301}x日本: ok\n", marking: "ok").hasSuffix("  |         ^^\n"))
    #expect(render("e\u{301}x日本: ok\n", marking: "ok").contains(":1:8\n"))
  }

  @Test func marksAnEmptyRangeAndTheEndOfALine() {
    let file = SourceFile(name: "a", text: "ab\r\ncd")
    for (offset, caret) in [(1, "  |  ^\n"), (2, "  |   ^\n"), (3, "  |   ^\n"), (6, "  |   ^\n")] {
      let diagnostic = Diagnostic("r", .info, "m", at: SourceLocation(file, .at(offset)))
      #expect(DiagnosticFormat.text.render([diagnostic]).hasSuffix(caret))
    }
  }

  @Test func cutsALongLineAroundTheRange() {
    let left = String(repeating: "left ", count: 40)
    let text = left + "HERE" + String(repeating: " right", count: 40)
    let lines = render(text, marking: "HERE", width: 44).split(separator: "\n")
    #expect(lines[3] == "1 | …t left left left HERE right right righ…")
    #expect(lines[4] == "  |                   ^^^^")
    #expect(lines[3].count == 44)
    let atStart = render("HERE" + text, marking: "HERE", width: 44).split(separator: "\n")
    #expect(atStart[3] == "1 | HEREleft left left left left left left …")
    let atEnd = render(text + "THERE", marking: "THERE", width: 44).split(separator: "\n")
    #expect(atEnd[3].hasSuffix(" rightTHERE"))
    #expect(atEnd[3].count == 44)
    #expect(atEnd[4].hasSuffix("^^^^^") && atEnd[4].count == 44)
  }

  @Test func neverSendsControlCharactersToTheTerminal() {
    let output = render("a\u{1B}[31mb\u{202E}c\u{7F}: x\n", marking: "x")
    #expect(output.contains("1 | a␛[31mb\u{FFFD}c␡: x\n"))
    let file = SourceFile(name: "e\u{1B}.yml", text: "")
    let bad = Diagnostic("r", .error, "a\u{1B}b\nc", at: SourceLocation(file, .at(0)))
    #expect(DiagnosticFormat.text.render([bad]) == "error[r]: a␛b c\n --> e␛.yml:1:1\n")
  }

  @Test func showsAFixThatOnlyInserts() {
    let fix = Fix("Limit it", .safe, [Edit(.at(8), "    timeout-minutes: 30\n")])
    #expect(
      render("a:\n  b:\n    c\n", marking: "b", fixes: [fix]).hasSuffix(
        """
          = fix: Limit it
        3 +     timeout-minutes: 30

        """))
  }

  @Test func showsOnlyTheTitleOfALargeFix() {
    let fix = Fix("Add much", .safe, [Edit(.at(0), String(repeating: "x\n", count: 9))])
    #expect(render("a\n", marking: "a", fixes: [fix]).hasSuffix("  | ^\n  = fix: Add much\n"))
  }

  @Test func ignoresAByteOrderMark() {
    let output = render("\u{FEFF}name: x\n", marking: "x")
    #expect(output.hasSuffix(" --> a.yml:1:7\n  |\n1 | name: x\n  |       ^\n"))
  }

  @Test func survivesInvalidBytesAndRangesBeyondTheEnd() {
    let file = SourceFile(name: "a", bytes: [0x61, 0xFF, 0xC3, 0x62, 0x0A])
    let diagnostic = Diagnostic(
      "r", .error, "m", at: SourceLocation(file, SourceRange(3, 99)),
      fixes: [Fix("f", .safe, [Edit(SourceRange(4, 99), "z")])])
    for format in DiagnosticFormat.allCases {
      #expect(!format.render([diagnostic]).isEmpty)
    }
    #expect(DiagnosticFormat.text.render([diagnostic]).contains("1 | a\u{FFFD}\u{FFFD}b\n"))
  }

  @Test func coloursOnlyWhenAsked() {
    let plain = DiagnosticFormat.text.render([Sample.contradiction])
    let coloured = DiagnosticFormat.text.render(
      [Sample.contradiction], options: ReportOptions(palette: .ansi))
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.contains("\u{1B}[1;31merror[edge-contradicts-dockerfile]\u{1B}[0m"))
    var stripped = ""
    var inEscape = false
    for scalar in coloured.unicodeScalars {
      if scalar == "\u{1B}" { inEscape = true }
      if !inEscape { stripped.unicodeScalars.append(scalar) }
      if inEscape, scalar == "m" { inEscape = false }
    }
    #expect(stripped == plain)
  }
}
