import Reporting
import SourceText
import Testing

@Suite("Unified differences")
struct UnifiedDiffTests {
  private func diff(_ old: String, _ new: String, context: Int = 3) -> UnifiedDiff {
    UnifiedDiff(
      from: SourceFile(name: "f", text: old), to: SourceFile(name: "f", text: new),
      context: context)
  }

  @Test func saysNothingOfEqualFiles() {
    #expect(diff("a\n", "a\n").isEmpty)
    #expect(diff("", "").text().isEmpty)
  }

  @Test func showsThreeLinesAroundEachChange() {
    let old = (1...20).map { "line \($0)\n" }.joined()
    let new = old.replacing("line 10\n", with: "line ten\nand more\n").replacing(
      "line 20\n", with: "")
    #expect(
      diff(old, new).text() == """
        --- a/f
        +++ b/f
        @@ -7,7 +7,8 @@
         line 7
         line 8
         line 9
        -line 10
        +line ten
        +and more
         line 11
         line 12
         line 13
        @@ -17,4 +18,3 @@
         line 17
         line 18
         line 19
        -line 20

        """)
  }

  @Test func joinsHunksThatTouch() {
    let old = (1...9).map { "\($0)\n" }.joined()
    let near = old.replacing("1\n", with: "x\n").replacing("8\n", with: "y\n")
    let far = old.replacing("1\n", with: "x\n").replacing("9\n", with: "y\n")
    #expect(diff(old, near).text().split(separator: "\n").count { $0.hasPrefix("@@") } == 1)
    #expect(diff(old, far).text().split(separator: "\n").count { $0.hasPrefix("@@") } == 2)
  }

  @Test func tellsOfAMissingLineFeedAtTheEnd() {
    #expect(
      diff("a\nb", "a\nb\n").text() == """
        --- a/f
        +++ b/f
        @@ -1,2 +1,2 @@
         a
        -b
        \\ No newline at end of file
        +b

        """)
    #expect(
      diff("a\nb", "x\nb").text() == """
        --- a/f
        +++ b/f
        @@ -1,2 +1,2 @@
        -a
        +x
         b
        \\ No newline at end of file

        """)
  }

  @Test func showsFilesThatComeAndGo() {
    let file = SourceFile(name: "a b", text: "x\n")
    #expect(
      UnifiedDiff(from: nil, to: file).text()
        == "--- /dev/null\n+++ b/a b\t\n@@ -0,0 +1 @@\n+x\n")
    #expect(
      UnifiedDiff(from: file, to: nil).text()
        == "--- a/a b\t\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n")
    #expect(!UnifiedDiff(from: nil, to: SourceFile(name: "e", text: "")).isEmpty)
  }

  @Test func countsTheLinesBeyondTheLimit() {
    let new = (1...130).map { "\($0)\n" }.joined()
    let text = diff("", new).text(limit: 8)
    #expect(text.hasSuffix("+6\n+7\n… 123 more lines\n"))
    #expect(diff("", new).text(limit: 130).hasSuffix("… 1 more line\n"))
    #expect(diff("", new).text(limit: 131).hasSuffix("+130\n"))
    #expect(diff("a\nb\n", "a\nc\nd\n").counts == (1, 2))
  }

  @Test(arguments: 0..<300)
  func givesTheNewTextWhenApplied(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let old = Self.text(&random, lines: Int.random(in: 0...40, using: &random), of: 4)
    let new =
      seed.isMultiple(of: 3)
      ? Self.text(&random, lines: Int.random(in: 0...40, using: &random), of: 4)
      : Self.edited(old, &random)
    for context in [0, 1, 3] {
      let patch = diff(old, new, context: context).text()
      #expect(try applied(patch, to: old) == new)
    }
  }

  @Test(arguments: 0..<40)
  func isAsShortAsPossible(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let old = Self.text(&random, lines: 30, of: 5, openEnd: false)
    let new = Self.text(&random, lines: 30, of: 5, openEnd: false)
    let counts = diff(old, new).counts
    let common = longestCommonLength(
      old.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init),
      new.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    #expect(counts.removed == 30 - common)
    #expect(counts.added == 30 - common)
  }

  @Test func isQuickOnLargeFilesWhateverTheyHold() throws {
    var random = SplitMix(state: 7)
    let lines = (0..<10_000).map { "\($0 % 300)" }
    var near = lines
    for _ in 0..<20 { near[Int.random(in: 0..<10_000, using: &random)] = "changed" }
    let shuffled = lines.shuffled(using: &random)
    for new in [near, shuffled, lines.map { $0 + "x" }] {
      let (old, new) = (lines.joined(separator: "\n"), new.joined(separator: "\n"))
      let clock = ContinuousClock()
      var patch = ""
      let time = clock.measure { patch = diff(old, new).text() }
      #expect(try applied(patch, to: old) == new)
      // Far above what it takes without optimization on a busy machine.
      #expect(time < .seconds(60), "\(time)")
    }
  }

  private static func text(
    _ random: inout SplitMix, lines: Int, of words: Int, openEnd: Bool = true
  ) -> String {
    var text = (0..<lines).map { _ in
      let ending = Int.random(in: 0..<8, using: &random) == 0 && openEnd ? "\r\n" : "\n"
      return "\(Int.random(in: 0..<words, using: &random))" + ending
    }.joined()
    if openEnd, Bool.random(using: &random), !text.isEmpty { text.unicodeScalars.removeLast() }
    return text
  }

  private static func edited(_ text: String, _ random: inout SplitMix) -> String {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = Int.random(in: 0..<lines.count, using: &random)
      if Bool.random(using: &random) { lines.insert("new", at: place) } else { lines[place] = "x" }
    }
    return lines.joined(separator: "\n")
  }
}

/// The old text after a unified difference. Throws when a line that should be there is not.
private func applied(_ patch: String, to old: String) throws -> String {
  struct DoesNotApply: Error {}
  func lines(_ text: String) -> [String] {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) + "\n" }
    let last = lines.removeLast().unicodeScalars.dropLast()
    return last.isEmpty ? lines : lines + [String(last)]
  }
  let old = lines(old)
  var new: [String] = []
  var place = 0
  var removes = false
  for line in lines(patch).dropFirst(2) {
    let text = String(line.unicodeScalars.dropFirst())
    switch line.unicodeScalars.first {
    case "@":
      let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
      let isEmpty = text.split(separator: " ")[1].hasSuffix(",0")
      guard let first = numbers.first else { throw DoesNotApply() }
      let start = isEmpty ? first : first - 1
      guard start >= place, start <= old.count else { throw DoesNotApply() }
      new += old[place..<start]
      place = start
    case " ", "-":
      guard place < old.count, old[place] == text || old[place] + "\n" == text else {
        throw DoesNotApply()
      }
      removes = line.unicodeScalars.first == "-"
      if !removes { new.append(text) }
      place += 1
    case "+":
      removes = false
      new.append(text)
    case "\\":
      if !removes { new.append(String(new.removeLast().unicodeScalars.dropLast())) }
    default: throw DoesNotApply()
    }
  }
  return (new + old[place...]).joined()
}

/// The length of a longest common subsequence, by the table of all prefixes.
private func longestCommonLength(_ left: [String], _ right: [String]) -> Int {
  var last = [Int](repeating: 0, count: right.count + 1)
  for word in left {
    var row = [0]
    for (index, other) in right.enumerated() {
      row.append(word == other ? last[index] + 1 : max(last[index + 1], row[index]))
    }
    last = row
  }
  return last[right.count]
}
