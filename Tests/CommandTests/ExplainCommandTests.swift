import Testing

@Suite("wfgen explain")
struct ExplainCommandTests {
  @Test func showsTheWholeOfARule() async throws {
    let result = try await Scratch().wfgen("explain", "duplicate-key")
    #expect(result.status == 0)
    #expect(
      result.output == """
        duplicate-key: A mapping has the same key twice.

        Category syntax, error, on by default, without a fix.

        YAML forbids it, and GitHub refuses the whole file: no event starts it.

        Source: https://yaml.org/spec/1.2.2/#3213-node-comparison

        Wrong: two names
          .github/workflows/workflow.yml
            name: Build
            name: Test
            ^^^^
            on: push
            jobs:
              a: {runs-on: ubuntu-24.04, steps: [{run: make}]}

        Right:
          .github/workflows/workflow.yml
            name: Build
            on: push
            jobs:
              a: {runs-on: ubuntu-24.04, steps: [{run: make}]}

        To silence it in one place: # wfgen: ignore[duplicate-key] why

        """)
  }

  @Test func knowsWhatWasMeant() async throws {
    let result = try await Scratch().wfgen("explain", "two-writer")
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(
      result.errors == """
        error: wfgen has no rule and no category 'two-writer'
          = help: did you mean 'two-writers'?

        """)
  }

  @Test func listsAllRulesOrThoseOfACategory() async throws {
    let all = try await Scratch().wfgen("explain").output
    #expect(all.contains("two-writers") && all.contains("absent-key"))
    let graph = try await Scratch().wfgen("explain", "graph").output
    #expect(graph.contains("two-writers") && !graph.contains("absent-key"))
  }

  @Test func writesPages() async throws {
    let table = try await Scratch().wfgen("explain", "--format", "markdown").output
    #expect(table.hasPrefix("| rule "))
    let pages = try await Scratch().wfgen("explain", "--all", "--format", "markdown").output
    #expect(pages.hasPrefix("## absent-key\n\n"))
    #expect(pages.contains("\n\n## two-writers\n\n"))
    let json = try await Scratch().wfgen("explain", "two-writers", "--format", "json").output
    #expect(json.contains("\"rationale\": "))
  }

  /// The examples of GitHub's limits are as large as these.
  @Test(arguments: ["oversized-file", "oversized-expression"])
  func cutsVeryLongLines(_ rule: String) async throws {
    for format in ["text", "markdown", "json"] {
      let page = try await Scratch().wfgen("explain", rule, "--format", format).output
      #expect(page.utf8.count < 8000)
      #expect(page.contains(" characters more)"))
    }
  }
}
