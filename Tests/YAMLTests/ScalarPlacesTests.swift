import SourceText
import Testing
import YAML

@Suite("Parts of scalars")
struct ScalarPlacesTests {
  /// The marked place is where the text `here` of the value stands.
  @Test(arguments: [
    "a: one ⟦here⟧ two\n", "a: 'one ⟦here⟧'\n", "a: \"one ⟦here⟧\"\n",
    "a: \"\\t\\\"é ⟦here⟧\\n\"\n",
    "a: 'it''s ⟦here⟧ '''\n", "a: one\n  two ⟦here⟧\n  three\n", "a: 'one  \n\n\n  two ⟦here⟧'\n",
    "a: \"one \\\n    two \\x41\\u00e9 ⟦here⟧\"\n", "a: |\n  one\n\n  two ⟦here⟧\n",
    "a: >\n  one\n  two ⟦here⟧\n", "a: >-\n  one\n\n\n  two\n    more\n\n  ⟦here⟧ three\n\n",
    "a: >+ # why\n\n   one\n     two ⟦here⟧\n   three\n\n\nb: c\n",
    "a: |-\r\n  one\r\n  ⟦here⟧\r\n",
    "a: >\r\n  one\r\n  two ⟦here⟧\r\n\r\n  x\r\n", "a:\n  - >-\n    one ⟦here⟧", "a: ⟦here⟧",
    "a: >\n  ⟦here⟧",
  ])
  func areFoundInEveryStyle(_ marked: String) throws {
    let (text, ranges) = unmark(marked)
    let document = parse(text)
    let root = try #require(document.root)
    let value = try #require(root["a"]?.items.first ?? root["a"])
    let words = try #require(value.text)
    let place = try #require(words.firstRange(of: "here"))
    let start = words.utf8.distance(from: words.startIndex, to: place.lowerBound)
    #expect(
      ScalarPlaces(of: value, in: document.file).exactRange(start..<start + 4) == ranges[0])
  }

  @Test(arguments: [
    ("a: one\n  two\n", 0..<7, "one"), ("a: >\n  one\n  two\n", 0..<7, "one"),
    ("a: |\n  one\n  two\n", 1..<7, "ne"), ("a: \"x\\x41y\"\n", 1..<2, "\\x41"),
    ("a: b\n", 1..<1, ""),
    ("a: \"\"\n", 0..<0, ""),
  ])
  func endWithTheirFirstLine(_ text: String, _ part: Range<Int>, _ expected: String) throws {
    let document = parse(text)
    let value = try #require(document.root?["a"])
    let range = try #require(ScalarPlaces(of: value, in: document.file).exactRange(part))
    #expect(document.file[range] == expected)
  }

  /// Whatever a scalar looks like, its text read anew is the same, byte for byte, or is not used.
  @Test func areWithinTheScalar() {
    let pieces = ["a", " ", "\n", "\n  ", "'", "\"", "\\", "é", "\\n", "  b", "\t", "#", "\r\n  "]
    var state: UInt64 = 7
    for _ in 0..<1000 {
      var text = "a: "
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += ["", "'", "\"", "|\n  ", ">\n  ", ">-\n  "][Int(state >> 33) % 6]
      let end = text.hasSuffix("'") ? "'" : text.hasSuffix("\"") ? "\"" : ""
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      let document = parse(text + end + "\n")
      guard let value = document.root?["a"], let words = value.utf8 else { continue }
      for start in 0...words.count {
        let places = ScalarPlaces(of: value, in: document.file)
        guard let range = places.exactRange(start..<min(start + 3, words.count)) else { continue }
        #expect(range.start >= value.range.start && range.end <= document.file.bytes.count)
      }
    }
  }
}
