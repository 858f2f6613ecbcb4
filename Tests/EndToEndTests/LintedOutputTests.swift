import Fixtures
import FoundationEssentials
import Testing

/// What .ci/lint-generated starts. It looks at what is committed in `fixtures/` by itself.
private let linters = ["zizmor", "check-jsonschema", "yamllint", "shellcheck"]

@Suite(
  "What other linters say about generated workflows",
  .enabled(if: linters.allSatisfy { installed($0) != nil }, "not all of \(linters) are installed"))
struct LintedOutputTests {
  @Test(
    arguments: ["000-async-propagation", "001-workflow-chain", "002-image-tiers"],
    ["level", "image", "single"])
  func nothingInAnyLayout(_ fixture: String, _ layout: String) async throws {
    let manager = FileManager.default
    let root = manager.temporaryDirectory.appending(path: "wfgen-lint-\(UUID().uuidString)").path()
    defer { try? manager.removeItem(atPath: root) }
    try manager.copyItem(
      atPath: "\(Repositories.packageRoot)/fixtures/documents/\(fixture)", toPath: root)
    try manager.removeItem(atPath: root + "/.github")
    let manifest = try String(contentsOfFile: root + "/wfgen.yml", encoding: .utf8)
    try Data("\(manifest)\nlayout: \(layout)\n".utf8).write(to: URL(filePath: root + "/wfgen.yml"))

    let generated = try await run("wfgen", ["generate"], in: root)
    #expect(generated.status == 0, "\(generated.text)")
    let linted = try await run(
      "\(Repositories.packageRoot)/.ci/lint-generated", [root], in: root, ["HOME": root])
    #expect(linted.status == 0, "\(linted.text)")
  }
}
