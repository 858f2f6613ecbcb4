import Dockerfiles
import SourceText
import Testing

@Suite("A .dockerignore leaves out what BuildKit leaves out")
struct IgnoreFileTests {
  private func ignore(_ text: String) -> IgnoreFile {
    IgnoreFile(parsing: SourceFile(name: ".dockerignore", text: text))
  }

  @Test(arguments: [
    ("*.md", "a.md", true), ("*.md", "dir/a.md", false), ("**/*.md", "dir/sub/a.md", true),
    ("**/*.md", "a.md", true), ("docs", "docs/a/b", true), ("docs/", "docs/a", true),
    ("/docs", "docs/a", true), ("./docs//x/../y", "docs/y", true), ("docs", "other/docs", false),
    ("docs/**", "docs/a/b", true), ("docs/**", "docs", false), ("**", "a/b", true),
    ("**/tmp", "a/b/tmp/c", true), ("**tmp", "a/btmp", true), ("**tmp*", "a/btmp1", false),
    ("a**b", "a/x/b", true), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
    ("a?c", "abc", true), ("a?c", "a/c", false), ("a[b-d]", "ac", true), ("a[^b]", "ab", false),
    ("a\\*", "a*", true), ("a\\*", "ab", false), ("a.c", "abc", false),
    ("a+(b)|c", "a+(b)|c", true),
    ("# no", "# no", false), (" # yes", "# yes", true), (".", "a", false), ("..", "a", false),
    ("/", "a", false), ("*", "a/b", true),
  ])
  func onePattern(_ pattern: String, _ path: String, _ expected: Bool) {
    #expect(ignore(pattern).ignores(path) == expected)
  }

  @Test func theLastPatternThatMatchesWins() {
    let file = ignore("*\n!src\n! docs/*.md \nsrc/secret\n!src/secret/ok\n")
    #expect(file.patterns.map(\.isException) == [false, true, true, false, true])
    #expect(file.ignores("a"))
    #expect(!file.ignores("src/x/y"))
    #expect(!file.ignores("docs/a.md"))
    #expect(file.ignores("docs/a.txt"))
    #expect(file.ignores("src/secret/key"))
    #expect(!file.ignores("src/secret/ok"))
  }

  @Test func marksCommentsBlankLinesAndWindowsLineEndsAreSkipped() {
    let file = ignore("\u{FEFF}# comment\r\n\r\n  a  \r\n\t\r\nb")
    #expect(file.patterns.map(\.glob.description) == ["a", "b"])
    #expect(file.patterns.map { file.file[$0.range] } == ["a", "b"])
    #expect(ignore("\u{FEFF}a").ignores("a"))
  }

  @Test(arguments: ["!", "!/", "[", "[]a]", "a[", "[a-]", "x\\"])
  func whatBuildKitRefusesIsAnError(_ pattern: String) {
    let file = ignore("ok\n\(pattern)\n")
    #expect(file.diagnostics.map(\.rule) == ["ignore-syntax"])
    #expect(file.patterns.count == 1)
  }

  @Test func theFileBesideTheDockerfileComesFirst() {
    #expect(
      IgnoreFile.candidates(dockerfile: "docker/app.Dockerfile", context: ".") == [
        "docker/app.Dockerfile.dockerignore", ".dockerignore",
      ])
    #expect(
      IgnoreFile.candidates(dockerfile: "a/Dockerfile", context: "./a/") == [
        "a/Dockerfile.dockerignore", "a/.dockerignore",
      ])
  }
}
