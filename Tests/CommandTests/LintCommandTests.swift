import FoundationEssentials
import Testing

@Suite("wfgen lint")
struct LintCommandTests {
  private static let job = "jobs:\n  a: {runs-on: ubuntu-24.04, steps: [{run: make}]}\n"
  private static let path = ".github/workflows/a.yml"

  private func scratch(_ files: KeyValuePairs<String, String>) throws -> Scratch {
    let scratch = try Scratch()
    for (path, text) in files { try scratch.write(text, to: path) }
    return scratch
  }

  private func lines(_ result: Scratch.Result) -> [String] {
    result.output.split(separator: "\n").map { line in
      let parts = line.split(separator: ":", maxSplits: 2)
      return "\(parts.prefix(2).joined(separator: ":")) \(line.split(separator: " ").last ?? "")"
    }
  }

  @Test func needsNeitherManifestNorGit() async throws {
    let scratch = try scratch([Self.path: "on: pusch\n" + Self.job])
    let result = try await scratch.wfgen("lint", "--format", "oneline")
    #expect(lines(result) == ["\(Self.path):1 [unexpected-value]"])
    #expect(result.status == 1)
    #expect(result.errors == "")
    let below = try await scratch.wfgen("lint", "--format", "oneline", in: ".github")
    #expect(below.output == result.output)
  }

  @Test func endsWithZeroWhereNothingIsFound() async throws {
    let scratch = try scratch([Self.path: "on: push\n" + Self.job])
    let result = try await scratch.wfgen("lint")
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(result.errors == "no findings\n")
  }

  /// Silence would be taken for praise.
  @Test func saysWhereThereIsNothingToLookAt() async throws {
    let scratch = try scratch(["wfgen.yml": "lint: {}\n"])
    let none = try await scratch.wfgen("lint")
    #expect(none.status == 0)
    #expect(none.errors.hasPrefix("note: there is no workflow in /"))
    #expect(none.errors.hasSuffix("/.github/workflows\nno findings\n"))
    try scratch.write("on: push\n" + Self.job, to: Self.path)
    let directory = scratch.root + "/.github/workflows"
    try FileManager.default.createSymbolicLink(
      atPath: directory + "/link.yml", withDestinationPath: "nowhere.yml")
    let link = try await scratch.wfgen("lint")
    #expect(
      link.errors == """
        note: .github/workflows/link.yml cannot be read, so it was left out
        no findings

        """)
  }

  @Test func refusesADirectoryThatHoldsNothingToLookAt() async throws {
    let scratch = try scratch(["notes.txt": ""])
    for result in [try await scratch.wfgen("lint"), try await scratch.wfgen("lint", ".")] {
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix("error: there is no repository around '.'"))
    }
  }

  @Test func failsOnWhatItIsToldTo() async throws {
    let scratch = try scratch([
      Self.path: "on: push # wfgen: ignore[two-writers] both build the same\n" + Self.job
    ])
    #expect(try await scratch.wfgen("lint").status == 0)
    #expect(try await scratch.wfgen("lint", "--fail-on", "warning").status == 1)
  }

  @Test(arguments: ["documents/000-async-propagation", "documents/002-image-tiers"])
  func findsNothingInWhatIsGenerated(_ fixture: String) async throws {
    let scratch = try Scratch(copying: fixture)
    let result = try await scratch.wfgen("lint", "--fail-on", "warning")
    #expect(result.status == 0, "\(result.output)")
  }

  @Test func showsTheFindingsOfThePathsAlone() async throws {
    let scratch = try scratch([
      Self.path: "on: pusch\n" + Self.job, ".github/workflows/b.yml": "on: push\n",
      "tools/make/action.yml": "runs: {using: make}\n", "other/c.yml": "name: C\n" + Self.job,
    ])
    func found(_ path: String) async throws -> [String] {
      lines(try await scratch.wfgen("lint", "--format", "oneline", path))
    }
    #expect(try await found(Self.path) == ["\(Self.path):1 [unexpected-value]"])
    #expect(try await found(".github/workflows").count == 2)
    #expect(try await found(".").count == 2)
    #expect(
      try await found("tools/make/action.yml") == ["tools/make/action.yml:1 [unexpected-value]"])
    #expect(try await found("other/c.yml") == ["other/c.yml:1 [absent-key]"])
    #expect(try await found(scratch.root + "/" + Self.path).count == 1)
    #expect(try await found("tools").isEmpty)
  }

  @Test func takesAnotherRepositoryByItsPath() async throws {
    let scratch = try scratch([
      "one/\(Self.path)": "on: pusch\n" + Self.job, "two/\(Self.path)": "on: push\n",
      "three/a.yaml": "on: push\n",
    ])
    let one = try await scratch.wfgen("lint", "--format", "oneline", "one")
    #expect(lines(one) == ["\(Self.path):1 [unexpected-value]"])
    let two = try await scratch.wfgen("lint", "--format", "oneline", "-C", "two")
    #expect(lines(two) == ["\(Self.path):1 [absent-key]"])
    let three = try await scratch.wfgen("lint", "--format", "oneline", "three")
    #expect(lines(three) == ["a.yaml:1 [absent-key]"])
    #expect(try await scratch.wfgen("lint", "one", "two").status == 2)
  }

  @Test(arguments: [
    ["nowhere"], ["--select", "unexpected"], ["--ignore", "two-writer"],
    ["--list", "--format", "sarif"],
    ["--select", ","], ["--staged", "--fix"], ["--fail-on", "never"],
  ])
  func endsWithTwoWhenItIsCalledWrongly(_ arguments: [String]) async throws {
    let scratch = try scratch([Self.path: "on: push\n" + Self.job])
    let rest = arguments + Array(repeating: ".", count: 4 - min(4, arguments.count))
    let result = try await scratch.wfgen("lint", rest[0], rest[1], rest[2], rest[3])
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(!result.errors.isEmpty)
  }

  @Test func selectsAndIgnores() async throws {
    let scratch = try scratch([Self.path: "on: pusch\njobs: {a: {}}\n"])
    func ids(_ option: String, _ value: String) async throws -> [String] {
      lines(try await scratch.wfgen("lint", "--format", "oneline", option, value)).compactMap {
        $0.split(separator: " ").last.map(String.init)
      }
    }
    #expect(try await ids("--select", "syntax") == ["[unexpected-value]", "[absent-key]"])
    #expect(try await ids("--select", "graph,absent-key") == ["[absent-key]"])
    #expect(try await ids("--ignore", "absent-key") == ["[unexpected-value]"])
    #expect(try await ids("--ignore", "syntax, graph").isEmpty)
  }

  @Test func obeysTheManifestThoughItHoldsNothingElse() async throws {
    let scratch = try scratch([
      Self.path: "on: pusch\njobs: {a: {}}\n",
      "wfgen.yml": "lint: {ignore: [absent-key], severity: {unexpected-value: info}}\n",
    ])
    let result = try await scratch.wfgen("lint", "--format", "oneline")
    #expect(result.status == 0)
    #expect(result.output.contains(": info: "))
    #expect(lines(result) == ["\(Self.path):1 [unexpected-value]"])
    let selected = try await scratch.wfgen(
      "lint", "--format", "oneline", "--select", "absent-key")
    #expect(lines(selected) == ["\(Self.path):2 [absent-key]"])
  }

  @Test(arguments: [
    "lint: {severity: {absent-keys: off}}", "lint: {select: [grahp]}", "lint: {selected: []}",
    "lint: {severity: {absent-key: loud}}", "lint: [",
  ])
  func refusesAManifestThatItCannotFollow(_ text: String) async throws {
    let scratch = try scratch([Self.path: "on: push\n" + Self.job, "wfgen.yml": text + "\n"])
    let result = try await scratch.wfgen("lint")
    #expect(result.status == 2)
    #expect(result.errors.contains("wfgen.yml:"))
    #expect(result.output == "")
  }

  @Test func checkObeysTheSamePolicy() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    try scratch.write("on: pusch\n" + Self.job, to: ".github/workflows/other.yml")
    #expect(try await scratch.wfgen("check").output.contains("error[unexpected-value]"))
    let manifest = try #require(scratch.read("wfgen.yml"))
    try scratch.write(
      manifest + "lint: {severity: {unexpected-value: off}}\n", to: "wfgen.yml")
    let quiet = try await scratch.wfgen("check")
    #expect(!quiet.output.contains("unexpected-value"))
    try scratch.write(manifest + "lint: {ignore: [unexpected-values]}\n", to: "wfgen.yml")
    #expect(try await scratch.wfgen("check").output.contains("error[unknown-rule]"))
  }

  @Test func listsTheRules() async throws {
    let scratch = try Scratch()
    let text = try await scratch.wfgen("lint", "--list")
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("rule "))
    #expect(text.output.contains("\ntwo-writers "))
    let json = try await scratch.wfgen("lint", "--list", "--format", "json")
    #expect(json.output.contains("\"id\": \"two-writers\""))
    #expect(json.output.contains("\"category\": \"graph\""))
  }

  @Test func judgesWhatIsStaged() async throws {
    let scratch = try scratch([Self.path: "on: pusch\n" + Self.job])
    try await scratch.git("init", "--quiet")
    try await scratch.git("add", "--all")
    try scratch.write("on: push\n" + Self.job, to: Self.path)
    #expect(try await scratch.wfgen("lint").status == 0)
    #expect(try await scratch.wfgen("lint", "--staged").status == 1)
    try await scratch.git("add", "--all")
    #expect(try await scratch.wfgen("lint", "--staged").status == 0)
  }

  @Test(arguments: ["text", "oneline", "json", "sarif", "github"])
  func writesEveryFormatToStandardOutput(_ format: String) async throws {
    let scratch = try scratch([Self.path: "on: pusch\n" + Self.job])
    let result = try await scratch.wfgen("lint", "--format", format)
    #expect(result.output.contains("unexpected-value") || format == "github")
    #expect(result.output.contains("pusch"))
    #expect(result.errors == (format == "text" ? "1 error in 1 file\n" : ""))
  }
}
