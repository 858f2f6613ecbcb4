import SourceText
import Testing

@Suite("Lines and columns")
struct SourceLinesTests {
  @Test func countsColumnsInScalarsNotBytes() {
    let lines = SourceLines(SourceFile(name: "a", text: "é: b\n日本 x"))
    #expect(lines.position(at: 4) == SourcePosition(line: 1, column: 4))
    #expect(lines.position(at: 13) == SourcePosition(line: 2, column: 4))
  }

  @Test(arguments: ["a\nb\n", "a\r\nb\r\n", "a\rb\r"])
  func endsLinesWithEveryLineBreak(_ text: String) {
    let file = SourceFile(name: "a", text: text)
    let lines = SourceLines(file)
    #expect(lines.count == 3)
    #expect(file[lines.range(ofLine: 1)] == "a")
    #expect(file[lines.range(ofLine: 2)] == "b")
    #expect(lines.range(ofLine: 3).isEmpty)
  }

  @Test func placesAnOffsetBeyondTheEndOnTheLastLine() {
    let lines = SourceLines(SourceFile(name: "a", text: "a\nbc"))
    #expect(lines.position(at: 99) == SourcePosition(line: 2, column: 3))
    #expect(SourceLines(SourceFile(name: "a", text: "")).position(at: 0).line == 1)
  }
}

@Suite("Fixes")
struct FixTests {
  private let file = SourceFile(name: "a", text: "one two three")

  @Test func appliesEditsByOffset() {
    let fix = Fix(
      "Swap", .safe, [Edit(SourceRange(8, 13), "3"), Edit(SourceRange(0, 3), "1")])
    #expect(file.applying([fix], atLeast: .safe).text == "1 two 3")
  }

  @Test func leavesAnOverlappingFixForTheNextRound() {
    let first = Fix("First", .safe, [Edit(SourceRange(0, 7), "x")])
    let second = Fix("Second", .safe, [Edit(SourceRange(4, 13), "y")])
    #expect(file.applying([first, second], atLeast: .safe).text == "x three")
  }

  @Test func leavesOutWhatIsNotSafeEnough() {
    let fix = Fix("Cut", .unsafe, [Edit(SourceRange(0, 4), "")])
    #expect(file.applying([fix], atLeast: .safe) == file)
    #expect(file.applying([fix], atLeast: .unsafe).text == "two three")
  }
}

@Suite("Spelling")
struct SpellingTests {
  @Test(arguments: [
    ("dockerfil", "dockerfile"), ("tire", "tier"), ("Platform", "platforms"),
    ("contxet", "context"),
  ])
  func findsTheWordThatWasMeant(_ word: String, _ meant: String) {
    let words = ["context", "dockerfile", "platforms", "tier"]
    #expect(closestSpelling(of: word, among: words) == meant)
  }

  @Test func staysSilentWhenNothingIsClose() {
    #expect(closestSpelling(of: "zebra", among: ["tier", "images"]) == nil)
    #expect(closestSpelling(of: "", among: ["a", ""]) == "")
  }
}
