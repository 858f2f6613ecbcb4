import Dockerfiles
import SourceText
import Testing

@Suite("Lines become instructions as BuildKit joins them")
struct LineTests {
  /// Every instruction as keyword and arguments.
  private func words(_ text: String) -> [[String]] {
    let file = dockerfile(text)
    let all = file.globals + file.stages.flatMap(\.instructions)
    return all.map { [$0.keyword.rawValue] + $0.arguments.map(\.text) }
  }

  @Test func continuationsSkipCommentsAndBlankLines() {
    let lines = words(
      """
      FROM scratch
      COPY one \\
        # a comment
      \t
        two\\
      three \\  \t
        /dest/
      """)
    #expect(lines == [["COPY", "one", "twothree", "/dest/"]])
  }

  @Test func anEscapedEscapeDoesNotContinue() {
    #expect(words("FROM scratch\nARG A=x\\\\\nARG B") == [["ARG", "A=x\\\\"], ["ARG", "B"]])
  }

  @Test func keywordsHaveAnyCase() {
    let file = dockerfile("from scratch aS Name\ncOpY a b\n  ArG x")
    #expect(file.diagnostics.isEmpty)
    #expect(file.stages[0].name?.text == "name")
    #expect(file.stages[0].instructions.map(\.keyword) == [.copy, .arg])
  }

  @Test func windowsLineEndsAndAMarkAtTheStartChangeNothing() {
    let file = dockerfile("\u{FEFF}FROM a:1\r\nCOPY x \\\r\n\r\n  # no\r\n y\r\n")
    #expect(file.diagnostics.isEmpty)
    #expect(file.stages[0].base.text == "a:1")
    #expect(file.stages[0].instructions.map { $0.arguments.map(\.text) } == [["x", "y"]])
  }

  @Test func wordsKeepTheirPlaceAcrossContinuations() {
    let text = "FROM a\nCOPY --from=b\\\nc one \\\n# no\n two /\n"
    let copy = dockerfile(text).stages[0].instructions[0]
    let file = SourceFile(name: "", text: text)
    #expect(copy.arguments.map { file[$0.range] } == ["one", "two", "/"])
    #expect(copy.flags[0].value?.text == "bc")
    #expect(copy.flags[0].value.map { file[$0.range] } == "b\\\nc")
    #expect(file[copy.range] == "COPY --from=b\\\nc one \\\n# no\n two /")
  }

  @Test func theEscapeDirectiveChangesTheCharacter() {
    let text = "# syntax=docker/dockerfile:1\n# ESCAPE = `\nFROM scratch\nCOPY a `\n b c:\\\n"
    let file = dockerfile(text)
    #expect(file.diagnostics.isEmpty)
    #expect(file.syntax?.text == "docker/dockerfile:1")
    #expect(file.stages[0].instructions.map { $0.arguments.map(\.text) } == [["a", "b", "c:\\"]])
  }

  @Test func aDirectiveBehindAnythingElseIsAComment() {
    for top in ["# a comment\n", "\n", "FROM scratch\n"] {
      let file = dockerfile(top + "# escape=`\nFROM scratch\nCOPY a `\n")
      #expect(file.stages.last?.instructions.first?.arguments.map(\.text) == ["a", "`"])
    }
  }

  @Test func wrongDirectivesAreErrors() {
    #expect(dockerfile("# escape=x\nFROM a").rules == ["dockerfile-syntax"])
    #expect(dockerfile("# escape=`\n# escape=`\nFROM a").rules == ["dockerfile-syntax"])
  }

  @Test func flagsLoseTheirQuotes() {
    let copy = dockerfile("FROM a\nCOPY --from=\"x y\" --chown='a' -- --b /c").stages[0]
      .instructions[0]
    #expect(copy.flags.map(\.value?.text) == ["x y", "a"])
    #expect(copy.arguments.map(\.text) == ["--b", "/c"])
  }

  @Test func jsonIsDecoded() {
    let lines = words(
      #"""
      FROM scratch
      COPY ["a b", "c\"d", "\u00e9\ud83d\ude00", "/"]
      COPY [a, b] /
      ADD [] x
      """#)
    #expect(
      lines == [
        ["COPY", "a b", "c\"d", "é😀", "/"], ["COPY", "[a,", "b]", "/"], ["ADD", "[]", "x"],
      ])
    #expect(dockerfile("FROM a\nCOPY [\"a\", 1]").rules == ["dockerfile-syntax"])
  }

  @Test func envTakesBothForms() {
    #expect(
      words("FROM a\nENV A=1 B=\"x y\" C=a\\ b\nENV OLD some words ") == [
        ["ENV", "A", "1", "B", "\"x y\"", "C", "a\\ b"], ["ENV", "OLD", "some words"],
      ])
  }

  @Test func unknownInstructionsAreErrorsUnlessAnotherFrontendReadsTheFile() {
    let plain = dockerfile("FROM a\nFORM b")
    #expect(plain.diagnostics.map(\.severity) == [.error])
    #expect(plain.diagnostics[0].help == "did you mean 'FROM'?")
    let other = dockerfile("# syntax=example.com/frontend\nFROM a\nINCLUDE b")
    #expect(other.diagnostics.map(\.severity) == [.info])
    #expect(dockerfile("# syntax=docker/dockerfile:1-labs\nFROM a\nX").rules.count == 1)
  }

  @Test(arguments: [
    "", "# only a comment\n", "RUN x\nFROM a", "FROM", "FROM a b", "FROM a as", "FROM a as 1b",
    "FROM a\nCOPY x", "FROM a\nARG", "FROM a\nENV X", "FROM a\nENV A=1 b", "FROM a\nONBUILD FROM b",
    "FROM a\nONBUILD", "FROM a\nONBUILD ONBUILD RUN x", "FROM a\nCOPY --from a b",
    "FROM a\nCOPY --link=x a b", "FROM a\nCOPY --from=a --from=b c d", "FROM a\nRUN <<EOF\nx",
    "FROM a\nCOPY --fron=a b c", "FROM a\nRUN --mount=typo=bind x", "FROM a\nCOPY --from=1 b c",
    "FROM a\nCOPY --from=$X b c", "FROM a\nRUN --mount=from=$X x", "FROM a\nUSER --x=y z",
  ])
  func whatBuildKitRefusesIsAnError(_ text: String) {
    #expect(dockerfile(text).diagnostics.contains { $0.severity == .error })
  }

  @Test(arguments: [
    "FROM a\nRUN --mount=type=cache,id=x,target=/y,sharing=locked --network=none x",
    "FROM a\nADD --keep-git-dir --checksum=sha256:aa --unpack=false https://x/y /",
    "FROM a\nHEALTHCHECK --interval=5s --start-interval=1s CMD x", "FROM a\nARG --x Y",
    "FROM --platform=$BUILDPLATFORM a AS b-1_x.y", "FROM a\nRUN [\"x\", \"<<EOF\"]",
    "FROM a\nRUN cat <<< word", "FROM a\nCOPY --parents --exclude=a --exclude=b --link c d",
    "FROM a\nLABEL a=b \\\n  c=\"d e\"\nEXPOSE 80\nSTOPSIGNAL 9\nSHELL [\"sh\"]\nMAINTAINER x",
    "FROM a\nRUN --mount=type=bind,readonly,from=b,target=/c --mount=rw,target=/d x",
  ])
  func whatBuildKitAcceptsIsSilent(_ text: String) {
    #expect(dockerfile(text).rules == [])
  }
}
