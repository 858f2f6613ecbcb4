import FoundationEssentials
import Testing

@Suite("wfgen plan")
struct PlanCommandTests {
  private func repository() async throws -> Scratch {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    try await scratch.git("init", "--quiet", "--initial-branch", "main")
    try await scratch.git("add", "--all")
    try await scratch.git("commit", "--quiet", "--message", "first")
    return scratch
  }

  @Test func showsOldAndNewTagAndTheReason() async throws {
    let scratch = try await repository()
    try scratch.write("torch==3.0\n", to: "torch.requirements.txt")
    let plan = try await scratch.wfgen("plan")
    #expect(plan.status == 0)
    #expect(plan.output.hasPrefix("torch.requirements.txt affects 3 images and 2 tasks:\n"))
    #expect(plan.output.contains("ci ← base ← torch.requirements.txt"))
  }

  @Test func givesTheTagsThatACommitThenHas() async throws {
    let scratch = try await repository()
    try scratch.write("torch==3.0\n", to: "torch.requirements.txt")
    try scratch.write("print()\n", to: "src/täglich, \"neu\".py")
    let before = try await scratch.wfgen("plan", "--tags")
    try await scratch.git("add", "--all")
    try await scratch.git("commit", "--quiet", "--message", "second")
    let after = try await scratch.wfgen("plan", "--tags")
    #expect(before.output == after.output)
    #expect(try await scratch.wfgen("plan").output.contains("affect no image and no task"))
    let since = try await scratch.wfgen("plan", "--since", "HEAD~1", "--format", "json")
    #expect(since.output.contains("\"images\": 3"))
  }

  @Test func givesTheSameTagsOutsideOfGitAndInAShallowClone() async throws {
    let scratch = try await repository()
    let tags = try await scratch.wfgen("plan", "--tags")
    #expect(tags.output.split(separator: "\n").count == 3)
    try await scratch.git("clone", "--quiet", "--depth", "1", "file://\(scratch.root)", "shallow")
    let shallow = try await scratch.wfgen("plan", "--tags", "--directory", "shallow")
    #expect(shallow.output == tags.output)
    try FileManager.default.removeItem(atPath: "\(scratch.root)/shallow")
    try FileManager.default.removeItem(atPath: "\(scratch.root)/.git")
    #expect(try await scratch.wfgen("plan", "--tags").output == tags.output)
  }

  @Test func needsNoPlainNameOfTheDirectoryForTemporaryFiles() async throws {
    let scratch = try await repository()
    try scratch.write("", to: ".git/a b/keep")
    let plain = try await scratch.wfgen("plan", "--tags")
    let spaced = try await scratch.wfgen(
      "plan", "--tags", environment: ["TMPDIR": "\(scratch.root)/.git/a b"])
    #expect(spaced.status == 0)
    #expect(spaced.output == plain.output)
  }

  @Test func namesTheCommitThatGitDoesNotKnow() async throws {
    let scratch = try await repository()
    let result = try await scratch.wfgen("plan", "--since", "nowhere")
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: git rev-parse: "))
  }

  @Test func leavesTheRepositoryAsItWas() async throws {
    let scratch = try await repository()
    try scratch.write("new\n", to: "untracked.txt")
    let before = try await scratch.git("status", "--porcelain")
    let objects = try await scratch.git("count-objects")
    _ = try await scratch.wfgen("plan")
    #expect(try await scratch.git("status", "--porcelain").output == before.output)
    #expect(try await scratch.git("count-objects").output == objects.output)
  }
}
