import Testing
import Workflows

@Suite("Filter patterns")
struct FilterPatternTests {
  /// From the cheat sheet of the docs "Workflow syntax", and what follows from its words.
  @Test(arguments: [
    ("*", "README.md"), ("*.js", "app.js"), ("**.js", "src/app.js"), ("docs/*", "docs/a.md"),
    ("docs/**", "docs/a/b.md"), ("docs/**/*.md", "docs/README.md"), ("docs/**/*.md", "docs/a/b.md"),
    ("**/docs/**", "docs/a.md"), ("**/docs/**", "x/y/docs/a"), ("**/README.md", "README.md"),
    ("**/README.md", "js/README.md"), ("*.jsx?", "page.js"), ("*.jsx?", "page.jsx"),
    ("v[12].[0-9]+.[0-9]+", "v1.10.1"), ("a+b", "aaab"), (#"a\+b"#, "a+b"), ("**", "a/b/c"),
    ("**/*-post.md", "my-post.md"), ("**/*src/**", "a/src/b.js"),
    ("**/migrate-*.sql", "migrate-1.sql"),
  ])
  func match(_ pattern: String, _ path: String) {
    #expect(FilterPattern(pattern).matches(path))
  }

  @Test(arguments: [
    ("*", "a/b"), ("*.js", "src/app.js"), ("docs/*", "docs/a/b.md"), ("docs/**", "docs"),
    ("a+b", "b"), (#"a\+b"#, "aab"), ("docs", "docs/a"), ("v[12]", "v3"),
    ("**/README.md", "XREADME.md"),
  ])
  func doNotMatch(_ pattern: String, _ path: String) {
    #expect(!FilterPattern(pattern).matches(path))
  }

  @Test(arguments: ["C++ [base]", "a*b?", "what!", #"back\slash"#, "plain"])
  func matchOnlyTheNameThatTheyEscape(_ name: String) {
    let pattern = FilterPattern(name.asFilterPattern)
    #expect(pattern.matches(name))
    #expect(!pattern.matches(name + "x"))
    #expect(!pattern.isNegative)
  }

  @Test func theLastOneThatMatchesDecides() {
    let filter = PathFilter(["src/**", "!src/docs/**", "src/docs/api.md"])
    #expect(filter.matches("src/a.swift"))
    #expect(!filter.matches("src/docs/a.md"))
    #expect(filter.matches("src/docs/api.md"))
    #expect(!filter.matches("other"))
  }

  @Test func manyWildcardsTakeNoTime() {
    let pattern = FilterPattern(String(repeating: "**/*a", count: 40) + "b")
    #expect(!pattern.matches(String(repeating: "a/", count: 400)))
  }
}
