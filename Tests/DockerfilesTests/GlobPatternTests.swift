import Dockerfiles
import Testing

@Suite("Sources of COPY match as in BuildKit")
struct GlobPatternTests {
  private func source(_ text: String) -> GlobPattern { GlobPattern(copySource: Array(text.utf8)) }

  @Test(arguments: [
    (".", "any/thing", true), ("a", "a", true), ("a", "a/b/c", true), ("a", "ab", false),
    ("*.txt", "a.txt", true), ("*.txt", "d/a.txt", false), ("*", "d/a", true),
    ("d/*/x", "d/e/x/y", true), ("d/*/x", "d/e/f/x", false), ("a?", "aé", true),
    ("a?", "a/", false), ("[à-ü]x", "éx", true), ("[^é]x", "éx", false), ("[^é]x", "漢x", true),
    ("**/x", "a/x", true), ("**/x", "a/b/x", false), ("**/x", "x", false), ("[[]a]", "[a]", true),
    ("*\\*", "a*", true), ("a\\*", "a\\*", true), ("a\\*", "a*", false), ("x\\y/*", "x\\y/z", true),
    ("[", "[", false), ("*a*b*c", "xaxbxc", true), ("a*/../b", "b", true),
  ])
  func matches(_ pattern: String, _ path: String, _ expected: Bool) {
    #expect(source(pattern).matches(path) == expected)
  }

  @Test func tellsWhatIsLiteral() {
    #expect(source("a/b").isLiteral)
    #expect(source(".").isLiteral)
    #expect(!source("a/*").isLiteral)
    #expect(source("a/b*/c").literalPrefix == Array("a/b".utf8))
    #expect(source("./a//b/").description == "a/b")
    #expect(source("..").description == ".")
    #expect(source("[").isMalformed)
  }

  @Test func manyWildcardsTakeNoTime() {
    let pattern = String(repeating: "*a", count: 30) + "b"
    #expect(!source(pattern).matches(String(repeating: "a", count: 300)))
  }

  @Test func expressionsAreAnchoredAndReadDirectories() {
    #expect(source("a.b").posixERE == #"^a\.b(/.*)?$"#)
    #expect(source(".").posixERE == "^.*$")
    #expect(source("[").posixERE == "^$")
    #expect(source("é").posixERE == #"^\\303\\251(/.*)?$"#)
    #expect(source("{[a-c]").posixERE == #"^[{]([a-c])(/.*)?$"#)
  }

  @Test(arguments: [
    ("a/b", "a/b", "c", "c", "c/x"), ("a/b", "a", "c/d", "c/d/b", "c/d/b"),
    ("a/*.txt", "a", "", "*.txt", "x.txt"), ("a/*.txt", "a", "c", "c/*.txt", "c/x.txt"),
    ("a/b", "a/b", "", ".", "anything"),
  ])
  func movesToAnotherDirectory(
    _ pattern: String, _ old: String, _ new: String, _ description: String, _ match: String
  ) {
    let moved = source(pattern).moved(from: Array(old.utf8), to: Array(new.utf8))
    #expect(moved.description == description)
    #expect(moved.matches(match))
  }

  @Test func knowsTheDirectoryOfAllMatches() {
    #expect(source("a/b/c*/d").literalDirectory == Array("a/b".utf8))
    #expect(source("a/b").literalDirectory == Array("a".utf8))
    #expect(source("*").literalDirectory == [])
    #expect(source("a/[").literalDirectory == [])
  }
}
