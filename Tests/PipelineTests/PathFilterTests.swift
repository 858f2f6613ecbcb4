import PipelineDriver
import Testing

@Suite("Patterns choose paths as on GitHub")
struct PathFilterTests {
  @Test(arguments: [
    (["src/**"], "src/a/b.py", true), (["src/**"], "src", false), (["src/*"], "src/a/b", false),
    (["**/x.md"], "x.md", true), (["**/x.md"], "a/b/x.md", true), (["*.md"], "a/x.md", false),
    (["**"], "a/b", true), (["src/**", "!src/old/**"], "src/old/a", false),
    (["src/**", "!src/old/**", "src/old/keep"], "src/old/keep", true), (["main"], "main", true),
    (["main"], "maintenance", false),
  ])
  func thePatternMatchesOrNot(_ patterns: [String], _ path: String, _ expected: Bool) throws {
    #expect(try PathFilter(patterns).matches(path) == expected)
  }

  @Test func onlyTheFirstFilesOfAPushAreCompared() throws {
    let filter = try PathFilter(["src/**"])
    let others = (0..<PathFilter.comparedFiles).map { "other/\($0)" }
    #expect(filter.matches(anyOf: others.dropLast() + ["src/a"]))
    #expect(!filter.matches(anyOf: others + ["src/a"]))
    #expect(!filter.matches(anyOf: []))
  }

  @Test(arguments: ["a?", "a+", "[ab]", "a\\*"])
  func signsThatAreNotModelledEndTheTest(_ pattern: String) {
    #expect(throws: Unsupported.self) { try PathFilter([pattern]) }
  }
}
