import FoundationEssentials
import Testing

@Suite("A task whose workflow stays")
struct ExistingWorkflowCommandTests {
  private static let path = ".github/workflows/tests.yml"
  private static let workflow = """
    name: Tests
    on:
      # wfgen:begin trigger
      # wfgen:end
      pull_request:
    jobs:
      test:
        # wfgen:begin gate
        # wfgen:end
        runs-on: ubuntu-24.04
        steps: [{run: make test}]
    """

  /// The fixture with a third task, whose workflow is there.
  private func scratch(_ workflow: String = workflow) throws -> Scratch {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let task = "  mine:\n    uses: ci\n    workflow: tests.yml\n    paths: [src/**]\n"
    try scratch.write(try #require(scratch.read("wfgen.yml")) + task, to: "wfgen.yml")
    try scratch.write(workflow, to: Self.path)
    return scratch
  }

  @Test func isStaleUntilGenerateHasWrittenIntoIt() async throws {
    let scratch = try scratch()
    let stale = try await scratch.wfgen("check")
    #expect(stale.status == 1)
    #expect(stale.output.contains("what stands between wfgen's marks in \(Self.path)"))
    #expect(stale.output.contains("+    workflows: [CI image]\n"))
    let dry = try await scratch.wfgen("generate", "--dry-run")
    #expect(dry.output.contains("would edit \(Self.path)\n"))
    #expect(scratch.read(Self.path) == Self.workflow)
    let written = try await scratch.wfgen("generate")
    #expect(written.output.contains("updated    \(Self.path)\n"), "\(written.output)")
    #expect(!written.output.contains("wfgen-mine"))
    #expect(try await scratch.wfgen("check").output == "")
    #expect(try await scratch.wfgen("generate").output.hasPrefix("  unchanged  "))
  }

  @Test func holdsUpEverythingWhenItsMarksMakeNoSense() async throws {
    let scratch = try scratch(Self.workflow.replacing("  # wfgen:end\n  pull", with: "  pull"))
    let manifest = try #require(scratch.read("wfgen.yml"))
    try scratch.write(
      manifest.replacing("build-timeout: 15", with: "build-timeout: 16"), to: "wfgen.yml")
    let before = scratch.read(".github/workflows/wfgen-ci.yml")
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 2)
    #expect(result.errors.contains("error[misplaced-mark]"))
    #expect(scratch.read(".github/workflows/wfgen-ci.yml") == before)
    #expect(try await scratch.wfgen("check").status == 1)
  }

  @Test func staysWhenTheManifestNoLongerNamesIt() async throws {
    let scratch = try scratch()
    _ = try await scratch.wfgen("generate")
    let text = scratch.read(Self.path)
    let manifest = try #require(scratch.read("wfgen.yml"))
    let end = try #require(manifest.firstRange(of: "  mine:"))
    try scratch.write(String(manifest[..<end.lowerBound]), to: "wfgen.yml")
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 0 && scratch.read(Self.path) == text)
  }

  @Test func keepsItsPermissions() async throws {
    let scratch = try scratch()
    let file = "\(scratch.root)/\(Self.path)"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    _ = try await scratch.wfgen("generate")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o755)
    #expect(scratch.read(Self.path) != Self.workflow)
  }
}
