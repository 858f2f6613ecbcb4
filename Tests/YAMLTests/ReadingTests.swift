import SourceText
import Testing
import YAML

@Suite("Reading")
struct ReadingTests {
  @Test func readsAWorkflow() throws {
    let document = parse(
      """
      # Builds it
      on:
        push: {branches: [main, 'x y']} # lines
      jobs:
        build:
          timeout-minutes: 30
          steps:
            - run: |
                make
                make test
      """)
    #expect(document.diagnostics.isEmpty)
    let root = try #require(document.root)
    #expect(root.entries.map(\.key.text) == ["on", "jobs"])
    #expect(root["on"]?["push"]?["branches"]?.items.map(\.text) == ["main", "x y"])
    let build = try #require(root["jobs"]?["build"])
    #expect(build["timeout-minutes"]?.value == .int(30))
    #expect(build["steps"]?.items[0]["run"]?.text == "make\nmake test")
    #expect(build["steps"]?.items[0]["run"]?.style == .literal)
    #expect(document.comments.map(\.text) == ["Builds it", "lines"])
    #expect(document.comments.map(\.isAlone) == [true, false])
  }

  @Test(arguments: [
    "", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\u{FEFF}", "\u{FEFF}\n",
  ])
  func findsNothingInAnEmptyFile(_ text: String) {
    let document = parse(text)
    #expect(document.root == nil)
    #expect(document.diagnostics.isEmpty)
  }

  @Test func keepsDuplicateKeysAndReportsThem() {
    let (text, ranges) = unmark("⟦a⟧: 1\nb: 2\n⟦'a'⟧: 3\n")
    let document = parse(text)
    #expect(document.root?.entries.count == 3)
    #expect(document.root?["a"]?.value == .int(1))
    #expect(document.diagnostics.map(\.rule) == ["duplicate-key"])
    #expect(document.diagnostics.map(\.location.range) == [ranges[1]])
    #expect(document.diagnostics.flatMap(\.labels).map(\.location.range) == [ranges[0]])
  }

  @Test func followsAliases() throws {
    let (text, ranges) = unmark("a: &x ⟦[1, &y ⟦2⟧]⟧\nb: ⟦*x⟧\nc: *y\n")
    let root = try #require(parse(text).root)
    let b = try #require(root["b"])
    #expect(b.items.map(\.value) == [.int(1), .int(2)])
    #expect(b.range == ranges[1])
    #expect(b.alias == ranges[2])
    #expect(b.items[1].range == ranges[0])
    #expect(b.items[1].alias == ranges[2])
    #expect(root["a"]?.alias == nil)
    #expect(root["a"]?.anchor == "x")
    #expect(root["c"]?.value == .int(2))
  }
}
