import SourceText
import Testing
import YAML

@Suite("Places")
struct PlacesTests {
  /// The marks stand around every node but the root: what ends first is marked first.
  @Test(arguments: [
    "⟦a⟧: ⟦b⟧\n",
    "⟦é⟧: ⟦日本⟧\n⟦😀⟧: ⟦'ü'⟧ # ä\n",
    "\u{FEFF}⟦a⟧: ⟦é⟧\n⟦b⟧: ⟦c⟧\n",
    "⟦a⟧: ⟦b⟧\r\n⟦é⟧: ⟦\"x\"⟧\r\n⟦c⟧: ⟦|\r\n  x⟧\r\n",
    "⟦a⟧:\n  ⟦⟦b⟧: ⟦c⟧\n  ⟦d⟧:⟦⟧⟧\n\n  # no part\n\n⟦e⟧: ⟦1⟧\n",
    "⟦a⟧:\n⟦- ⟦b⟧\n-⟦⟧\n- ⟦c d⟧⟧ # x\n\n\n⟦b⟧:⟦⟧\n",
    "⟦a⟧: ⟦[⟦b⟧, ⟦{⟦c⟧: ⟦'d'⟧, ⟦e⟧:⟦⟧ }⟧, ⟦⟦f⟧: ⟦g⟧⟧ ]⟧ # x\n",
    "⟦run⟧: ⟦| # why\n  one\n\n  two  ⟧\n\n# after\n⟦b⟧: ⟦>-\n  c⟧\n",
    "⟦a⟧: ⟦|+⟧\n\n\n⟦b⟧: ⟦|⟧\n",
    "⟦a⟧: &x !!str ⟦b⟧\n⟦c⟧: !!map &y\n  ⟦⟦d⟧: ⟦e⟧⟧\n⟦f⟧: &z # why\n  ⟦- ⟦1⟧⟧\n⟦g⟧: !<tag:x,y> ⟦[]⟧\n",
    "⟦a⟧: &x⟦⟧\n⟦b⟧: !!null⟦⟧\n⟦c⟧: ⟦d⟧\n",
    "⟦a⟧: ⟦one\n  two⟧\n⟦b⟧: ⟦'it''s\n  so'⟧\n",
    "? ⟦a⟧\n: ⟦b⟧\n? ⟦c⟧⟦⟧\n\n# end\n",
    "⟦⟦- ⟦a⟧\n- ⟦⟦b⟧: ⟦c⟧⟧⟧⟧\n",
    "{⟦a⟧⟦⟧ , ⟦b⟧:⟦⟧ }",
  ])
  func areExact(_ marked: String) throws {
    let (text, ranges) = unmark(marked)
    let root = try #require(parse(text).root)
    var nodes = allNodes(root).map(\.range)
    // The last fixture but one marks its root too, since it is a sequence.
    if root.kind == .mapping { nodes.removeFirst() } else { nodes.append(root.range) }
    #expect(nodes.sorted() == ranges.sorted(), "\(text)")
  }

  @Test func theRootsRangeLeavesOutWhatSurroundsIt() {
    let (text, ranges) = unmark("# one\n---\n\n⟦a: 1\nb:\n  - c⟧ # d\n\n# e\n...\n")
    #expect(parse(text).root?.range == ranges[0])
  }

  @Test func ofAnAliasAreItsOwnAndItsAnchors() throws {
    let (text, ranges) = unmark("é: &x ⟦b⟧\nc: ⟦*x⟧ # d\n")
    let node = try #require(parse(text).root?["c"])
    #expect(node.range == ranges[0])
    #expect(node.alias == ranges[1])
    #expect(parse(text).root?.range.end == ranges[1].end)
  }

  @Test func stayExactInALongFileOfWideCharacters() throws {
    let line = "ключ日😀: 'значение' # комментарий\n"
    let text = (0..<1000).map { "k\($0)\(line)" }.joined()
    let document = parse(text)
    let root = try #require(document.root)
    #expect(root.entries.count == 1000)
    for (number, entry) in root.entries.enumerated() {
      #expect(document.file[entry.key.range] == "k\(number)ключ日😀")
      #expect(document.file[entry.value.range] == "'значение'")
    }
    #expect(document.comments.count == 1000)
    #expect(document.comments.allSatisfy { $0.text == "комментарий" })
  }
}

@Suite("Comments")
struct CommentTests {
  @Test(arguments: [
    "⟦# one⟧\na: b ⟦# two⟧\n  ⟦#⟧\n⟦#three⟧  \n",
    "a: b#c\nd: 'e # f' ⟦# g⟧\nh: \"# i\"\nj: k ⟦# l⟧",
    "a: |  ⟦# head⟧\n  # text\n  x\n ⟦# after⟧\n⟦# more⟧\nb: >\n  # text\n",
    "a: [ ⟦# one⟧\n  b, ⟦# two⟧\n  c ] ⟦# three⟧\n",
    "a: &x ⟦# one⟧\n  ⟦# two⟧\n  b: c\nd: *x ⟦# three⟧\n",
    "a: one\n  two ⟦# three⟧\n",
    "a:  ⟦# one⟧\r\n  b: é ⟦# zwö⟧\r\n",
    "⟦# a⟧\n---\na ⟦# b⟧\n... ⟦# c⟧\n",
    "%YAML 1.1 ⟦# v⟧\n---\na: b\n",
    "⟦# nothing else⟧",
    "run: |+\n  a\n\n⟦# b⟧\n",
    "- |\n # text\n- ⟦# none⟧\n",
  ])
  func areFoundOutsideOfScalars(_ marked: String) {
    let (text, ranges) = unmark(marked)
    let document = parse(text)
    #expect(document.diagnostics.isEmpty)
    #expect(document.comments.map(\.range) == ranges, "\(text)")
  }

  @Test func knowWhetherTheyStandAlone() {
    let comments = parse("\u{FEFF}# a\nb: c # d\n   \n  # e\n  # f\n").comments
    #expect(comments.map(\.isAlone) == [true, false, true, true])
    #expect(comments.map(\.text) == ["a", "d", "e", "f"])
  }
}
