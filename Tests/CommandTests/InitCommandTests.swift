import Testing

@Suite("wfgen init")
struct InitCommandTests {
  /// A repository with a remote, of which nothing has been fetched.
  private func repository(branch: String = "main") async throws -> Scratch {
    let scratch = try Scratch()
    try await scratch.git("init", "--quiet", "--initial-branch", branch, "own")
    try scratch.write("FROM alpine:3.22\n", to: "own/Dockerfile")
    try await scratch.git("-C", "own", "remote", "add", "origin", "git@github.com:acme/shop.git")
    try await scratch.git("-C", "own", "add", "--all")
    try await scratch.git("-C", "own", "commit", "--quiet", "--message", "first")
    return scratch
  }

  @Test func findsTheRemoteOfALinkedWorkTree() async throws {
    let scratch = try await repository()
    try await scratch.git("-C", "own", "worktree", "add", "--quiet", "../linked")
    let result = try await scratch.wfgen("init", "--stdout", in: "linked")
    #expect(result.output.contains("repository: acme/shop\n"))
    #expect(!result.output.contains("branch:"))
  }

  @Test func findsTheRemoteOfASubmodule() async throws {
    let scratch = try await repository()
    try scratch.write("gitdir: ../own/.git\n", to: "module/.git")
    try scratch.write("FROM alpine:3.22\n", to: "module/Dockerfile")
    let result = try await scratch.wfgen("init", "--stdout", in: "module")
    #expect(result.output.contains("repository: acme/shop\n"))
  }

  @Test func saysWhereItWroteAndWhatIsLeftToFillIn() async throws {
    let scratch = try await repository()
    try scratch.write("", to: "own/src/main.py")
    let below = try await scratch.wfgen("init", in: "own/src")
    #expect(below.output.hasPrefix("Wrote /"))
    #expect(below.output.contains("/own/wfgen.yml with 1 image.\n"))
    #expect(!below.output.contains("placeholders"))
    try await scratch.git("-C", "own", "remote", "remove", "origin")
    let here = try await scratch.wfgen("init", "--force", in: "own")
    #expect(here.output.hasPrefix("Wrote wfgen.yml with 1 image.\n"))
    #expect(here.output.contains("'repository' and 'registry' are placeholders to fill in.\n"))
  }

  @Test(arguments: [("feature/x", nil), ("master", "master"), ("main", nil)])
  func statesNoBranchThatIsBeingWorkedOn(_ branch: String, _ stated: String?) async throws {
    let scratch = try await repository(branch: branch)
    let result = try await scratch.wfgen("init", "--stdout", in: "own")
    #expect(result.output.contains("branch:") == (stated != nil))
    let head = "refs/remotes/origin/HEAD"
    try await scratch.git("-C", "own", "symbolic-ref", head, "refs/remotes/origin/trunk")
    let known = try await scratch.wfgen("init", "--stdout", in: "own")
    #expect(known.output.contains("branch: trunk\n"))
  }
}
