import SourceText
import Testing

@Suite("Paths as git prints them")
struct GitQuotingTests {
  @Test(arguments: [
    ("a b/c-d.txt", "a b/c-d.txt"), ("ä", #"\303\244"#), ("a\"b\\c", #"a\"b\\c"#),
    ("\u{7}\u{8}\t\n\u{b}\u{c}\r", #"\a\b\t\n\v\f\r"#), ("\u{1}\u{7f}", #"\001\177"#),
  ])
  func pathsAreQuotedAsGitDoes(_ path: String, _ quoted: String) {
    #expect(gitQuoted(path.utf8) == quoted)
  }

  @Test func pathsNeedNotBeUTF8() { #expect(gitQuoted([0xFF, 0x61]) == #"\377a"#) }
}
