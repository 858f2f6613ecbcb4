import FoundationEssentials
import Testing

@Suite("wfgen lint --fix")
struct LintFixTests {
  private static let path = ".github/workflows/a.yml"
  private static let mended =
    "on: push\njobs:\n  a: {runs-on: ubuntu-24.04, steps: [{run: make}]}\n"
  private static let idle = "# wfgen: ignore[absent-key] old\n" + mended

  @Test func mendsTheFileAndSaysWhat() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.idle, to: Self.path)
    let result = try await scratch.wfgen("lint", "--fix", "--fail-on", "warning")
    #expect(result.status == 0)
    #expect(scratch.read(Self.path) == Self.mended)
    #expect(
      result.errors == """
        mended 1 finding in 1 file:
          \(Self.path):1  Remove the comment [unused-ignore]
        no findings

        """)
  }

  private static let listener = """
    name: A
    on:
      workflow_run: # always
        workflows: [A]
    jobs:
      a: {runs-on: ubuntu-24.04, steps: [{run: make}]}

    """

  @Test func endsNewLinesAsTheFileDoes() async throws {
    let scratch = try Scratch()
    for end in ["\n", "\r\n"] {
      try scratch.write(Self.listener.replacing("\n", with: end), to: Self.path)
      _ = try await scratch.wfgen("lint", "--select", "missing-types", "--unsafe-fixes")
      let mended = Self.listener.replacing(
        "always\n", with: "always\n    types: [completed]\n")
      #expect(scratch.read(Self.path) == mended.replacing("\n", with: end))
    }
  }

  @Test func saysWhichOptionMends() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.idle, to: Self.path)
    let safe = try await scratch.wfgen("lint", "--select", "syntax")
    #expect(safe.errors == "1 warning in 1 file\n--fix mends 1 of them\n")
    try scratch.write(Self.listener, to: Self.path)
    let unsafe = try await scratch.wfgen("lint", "--select", "missing-types")
    #expect(unsafe.errors == "1 warning in 1 file\n--unsafe-fixes mends 1 of them\n")
  }

  @Test func saysWhatRemains() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.idle.replacing("runs-on", with: "runs_on"), to: Self.path)
    let result = try await scratch.wfgen("lint", "--fix")
    #expect(result.status == 1)
    #expect(result.output.contains("error[unexpected-key]"))
    #expect(scratch.read(Self.path)?.hasPrefix("on: push\n") == true)
  }

  @Test func goesOnUntilNothingChanges() async throws {
    let scratch = try Scratch()
    // Both comments silence nothing; the second one stands where the first one was.
    try scratch.write("# wfgen: ignore[absent-key] old\n" + Self.idle, to: Self.path)
    let result = try await scratch.wfgen("lint", "--fix", "--fail-on", "warning")
    #expect(result.status == 0)
    #expect(scratch.read(Self.path) == Self.mended)
  }

  @Test func showsTheDifferenceAndWritesNothing() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.idle, to: Self.path)
    let result = try await scratch.wfgen("lint", "--diff", "--fail-on", "warning")
    #expect(result.status == 1)
    #expect(result.output.contains("\n-# wfgen: ignore[absent-key] old\n on: push\n"))
    #expect(result.errors.hasPrefix("would mend 1 finding in 1 file:\n"))
    #expect(scratch.read(Self.path) == Self.idle)
  }

  @Test func leavesGeneratedFilesAlone() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let path = ".github/workflows/wfgen-ci.yml"
    let text = try #require(scratch.read(path)) + "# wfgen: ignore[absent-key] old\n"
    try scratch.write(text, to: path)
    let result = try await scratch.wfgen("lint", "--fix")
    #expect(scratch.read(path) == text)
    #expect(result.errors.contains("note: \(path) is generated"))
    #expect(result.output.contains("warning[unused-ignore]"))
  }

  @Test func writesNothingThroughALink() async throws {
    let scratch = try Scratch()
    let elsewhere = try Scratch()
    try elsewhere.write(Self.idle, to: "a.yml")
    try scratch.write(Self.mended, to: ".github/workflows/b.yml")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.root)/\(Self.path)", withDestinationPath: "\(elsewhere.root)/a.yml")
    let result = try await scratch.wfgen("lint", "--fix")
    #expect(elsewhere.read("a.yml") == Self.idle)
    #expect(result.errors.contains("symbolic link"))
  }

  @Test func keepsEveryOtherByte() async throws {
    let scratch = try Scratch()
    let rest = Self.mended.replacing("\n", with: "\r\n") + "# end  \r\n\r\n"
    try scratch.write("# wfgen: ignore[absent-key] old\r\n" + rest, to: Self.path)
    _ = try await scratch.wfgen("lint", "--fix")
    #expect(scratch.read(Self.path) == rest)
  }
}
