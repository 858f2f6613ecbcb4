import FoundationEssentials
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

  @Test func changesNothingTheSecondTime() async throws {
    let scratch = try await repository()
    _ = try await scratch.wfgen("init", in: "own")
    let text = try #require(scratch.read("own/wfgen.yml"))
    let again = try await scratch.wfgen("init", in: "own")
    #expect(again.status == 0 && again.output.contains("nothing was written"))
    #expect(scratch.read("own/wfgen.yml") == text)
    _ = try await scratch.wfgen("init", "--force", in: "own")
    #expect(scratch.read("own/wfgen.yml") == text)

    try scratch.write(text + "# mine\n", to: "own/wfgen.yml")
    let refused = try await scratch.wfgen("init", in: "own")
    #expect(refused.status == 2 && refused.errors.contains("there is a wfgen.yml already"))
    #expect(scratch.read("own/wfgen.yml") == text + "# mine\n")
    _ = try await scratch.wfgen("init", "--force", in: "own")
    #expect(scratch.read("own/wfgen.yml") == text)
  }

  @Test func neverWritesThroughALink() async throws {
    let scratch = try await repository()
    try scratch.write("mine\n", to: "outside.yml")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.root + "/own/wfgen.yml", withDestinationPath: "../outside.yml")
    #expect(try await scratch.wfgen("init", in: "own").status == 2)
    let forced = try await scratch.wfgen("init", "--force", in: "own")
    #expect(forced.errors.contains("is a symbolic link"))
    #expect(scratch.read("outside.yml") == "mine\n")
  }

  /// The Dockerfiles of a fixture alone, and what a check of the proposal for them says.
  @Test(arguments: ["000-async-propagation", "001-workflow-chain", "002-image-tiers"])
  func proposesWhatCheckAccepts(_ name: String) async throws {
    let scratch = try Scratch(copying: "documents/\(name)")
    try FileManager.default.removeItem(atPath: scratch.root + "/.github")
    try FileManager.default.removeItem(atPath: scratch.root + "/wfgen.yml")
    try await scratch.git("init", "--quiet", "--initial-branch=main")
    try await scratch.git("remote", "add", "origin", "https://github.com/example/project.git")
    #expect(try await scratch.wfgen("init").status == 0)
    let generated = try await scratch.wfgen("generate")
    #expect(generated.status == 0, "\(generated.errors)")
    let checked = try await scratch.wfgen("check", "--fail-on=warning")
    #expect(checked.status == 0, "\(checked.output)")
    // What was generated is not taken for builds of other hands.
    let again = try await scratch.wfgen("init")
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func takesOverWhatAWorkflowBuilds() async throws {
    let scratch = try await repository()
    let workflow = """
      on: push
      jobs:
        app:
          runs-on: ubuntu-24.04
          steps:
            - uses: docker/build-push-action@v7
              with:
                push: true
                tags: registry.example.org/${{ github.repository }}/front:latest

      """
    try scratch.write(workflow, to: "own/.github/workflows/build.yml")
    let text = try await scratch.wfgen("init", "--stdout", in: "own").output
    #expect(text.contains("registry: registry.example.org/acme/shop\n"))
    #expect(text.contains("  front:  # as in .github/workflows/build.yml\n"))
    #expect(text.contains("push the same images:\n# .github/workflows/build.yml\n"))
  }

  /// What a proposal cannot state is said, so that nobody believes that it is whole.
  @Test func saysWhatItLeavesOut() async throws {
    let scratch = try await repository()
    let workflow = """
      on: push
      jobs:
        app:
          runs-on: ubuntu-24.04
          steps:
            - uses: docker/build-push-action@v7
              with:
                push: true
                tags: ghcr.io/acme/front
                build-args: |
                  VERSION=${{ github.ref_name }}
                  UNDECLARED=${{ github.sha }}
                secrets: token=${{ secrets.TOKEN }}
                ssh: default

      """
    try scratch.write("FROM alpine:3.22\nARG VERSION\n", to: "own/Dockerfile")
    try scratch.write(workflow, to: "own/.github/workflows/build.yml")
    try scratch.write("on: [push\njobs: {}\n", to: "own/.github/workflows/broken.yml")
    try scratch.write("services: [\n", to: "own/compose.yml")
    let result = try await scratch.wfgen("init", "--stdout", in: "own")
    #expect(result.status == 0 && !result.output.contains("note: "))
    let lines = result.errors.split(separator: "\n").map(String.init)
    let build = ".github/workflows/build.yml"
    #expect(lines.count == 5)
    #expect(lines[0].hasPrefix("note: what .github/workflows/broken.yml builds is left out: "))
    #expect(lines[1].hasPrefix("note: what compose.yml builds is left out: "))
    #expect(
      Array(lines.dropFirst(2)) == [
        "note: 'front' is proposed without 'VERSION', whose value is not stated in \(build): "
          + "'build-args' and 'volatile-args' take it",
        "note: 'front' is proposed without what \(build) gives its build as a secret, 'token': "
          + "'secrets' takes it",
        "note: 'front' is proposed without what \(build) gives its build for SSH, 'default': "
          + "'ssh' takes it, and a step of 'before' starts the agent",
      ])
  }
}
