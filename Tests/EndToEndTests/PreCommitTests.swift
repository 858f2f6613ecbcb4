import Testing

@Suite(
  "The hook that pre-commit runs",
  .enabled(if: PreCommitRepository.preCommit != nil, "pre-commit is not installed"))
struct PreCommitTests {
  private static let chain = "documents/001-workflow-chain"

  @Test func letsACleanCommitThrough() async throws {
    let repository = try await PreCommitRepository(copying: Self.chain)
    try repository.edit("src/bot.py") { $0 + "\n# A change that no workflow depends on.\n" }
    let result = try await repository.commit()
    #expect(result.status == 0, "\(result.text)")
    #expect(result.text.contains("Passed"))
    #expect(try await repository.commits() == "2")
  }

  @Test func stopsACommitThatLeavesAWorkflowBehind() async throws {
    let repository = try await PreCommitRepository(copying: Self.chain)
    try repository.edit("wfgen.yml") {
      $0.replacing("build-timeout: 15", with: "build-timeout: 16")
    }
    let result = try await repository.commit()
    #expect(result.status == 1)
    #expect(result.text.contains("error[out-of-date]: .github/workflows/wfgen-ci.yml"))
    #expect(result.text.contains("exit code: 1"), "\(result.text)")
    #expect(try await repository.commits() == "1")
  }

  @Test func stopsACommitOfABrokenManifest() async throws {
    let repository = try await PreCommitRepository(copying: Self.chain)
    try repository.edit("wfgen.yml") { $0.replacing("images:", with: "image:") }
    let result = try await repository.commit()
    #expect(result.status == 1)
    #expect(result.text.contains("error[unknown-key]"), "\(result.text)")
    #expect(result.text.contains("wfgen.yml:"))
    #expect(try await repository.commits() == "1")
  }
}
