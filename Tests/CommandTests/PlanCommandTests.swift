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

  @Test func tellsWhatThePushStartsFromWhatTheChainFollowsWith() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let root = try await scratch.wfgen("plan", "--changed", "docker/Dockerfile.base")
    #expect(
      root.output.hasSuffix(
        "\nA push of it starts 'Base', 'Test' and 'Lint'; the chain then follows with 'CI image', "
          + "'Deploy'.\n"))
    let json = try await scratch.wfgen(
      "plan", "--changed", "docker/Dockerfile.base", "--format", "json")
    #expect(json.output.contains("\"started\": [\"Base\""))
    let task = try await scratch.wfgen("plan", "--changed", "tests/test_bot.py")
    #expect(task.output.hasSuffix("\nA push of it starts 'Test' and 'Lint'.\n"))
  }

  @Test func namesAnImageThatIsGoneFromTheManifest() async throws {
    let scratch = try await repository()
    let manifest = try #require(scratch.read("wfgen.yml"))
    let entry = """
        production:
          dockerfile: docker/Dockerfile.production
          tier: deploy
          minutes: 8

      """
    #expect(manifest.contains(entry))
    try scratch.write(manifest.replacing(entry, with: ""), to: "wfgen.yml")
    let plan = try await scratch.wfgen("plan")
    #expect(
      plan.output.contains("\n'production' is gone from wfgen.yml: nothing builds it any more"))
    let json = try await scratch.wfgen("plan", "--format", "json")
    #expect(json.output.contains("\"removed\": [\"production\"]"))
  }

  @Test func saysThatThereIsNoCommitYet() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    try await scratch.git("init", "--quiet", "--initial-branch", "main")
    let plan = try await scratch.wfgen("plan")
    #expect(plan.status == 2)
    #expect(plan.errors.contains("the repository has no commit yet"))
    #expect(!plan.errors.contains("shallow"))
  }

  @Test func leavesOpenWhatAChangeOfTheManifestAffects() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let one = try await scratch.wfgen("plan", "--changed", "wfgen.yml")
    #expect(one.output.hasPrefix("What a change of wfgen.yml affects, depends on the change"))
    let two = try await scratch.wfgen("plan", "--changed", "wfgen.yml", "docker/Dockerfile.ci")
    #expect(two.output.contains("2 changed files affect 1 image"))
    #expect(two.output.contains("What a change of wfgen.yml affects"))
    let json = try await scratch.wfgen("plan", "--changed", "wfgen.yml", "--format", "json")
    #expect(json.output.contains("\"open\": true"))
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

  @Test func seesAnEditOfTheSecondInWhichTheIndexWasWritten() async throws {
    let scratch = try await repository()
    let manager = FileManager.default
    let second = Date(timeIntervalSince1970: 1_700_000_000)
    func write(_ text: String) throws {
      try scratch.write(text, to: "torch.requirements.txt")
      try manager.setAttributes(
        [.modificationDate: second], ofItemAtPath: "\(scratch.root)/torch.requirements.txt")
    }
    try await scratch.git("config", "core.trustctime", "false")
    try write("torch==1\n")
    try await scratch.git("add", "--all")
    try await scratch.git("commit", "--quiet", "--message", "second")
    try manager.setAttributes(
      [.modificationDate: second], ofItemAtPath: "\(scratch.root)/.git/index")
    try write("torch==2\n")
    let plan = try await scratch.wfgen("plan")
    #expect(plan.output.hasPrefix("torch.requirements.txt affects 3 images"))
  }

  @Test func doesNotGuessWhenGitFails() async throws {
    let scratch = try await repository()
    let foreign = try await scratch.wfgen(
      "plan", "--tags", environment: ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"])
    #expect(foreign.status == 2 && foreign.output.isEmpty)
    #expect(foreign.errors.contains("dubious ownership"))
    #expect(foreign.errors.contains("git config --global --add safe.directory"))
    let without = try await scratch.wfgen("plan", "--tags", environment: ["PATH": scratch.root])
    #expect(without.status == 2 && without.output.isEmpty)
    #expect(without.errors.contains("'git' cannot be run"))
    try FileManager.default.removeItem(atPath: "\(scratch.root)/.git")
    let plain = try await scratch.wfgen("plan", "--tags", environment: ["PATH": scratch.root])
    #expect(plain.status == 0 && plain.errors.contains("note: this is no git repository"))
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
    #expect(result.errors.hasPrefix("error: git knows no commit 'nowhere'"))
  }

  @Test func seesAChangeOfTheManifest() async throws {
    let scratch = try await repository()
    let text = try #require(scratch.read("wfgen.yml"))
    try scratch.write(
      text.replacing("    minutes: 15\n", with: "    minutes: 15\n    build-args: {V: '2'}\n"),
      to: "wfgen.yml")
    let plan = try await scratch.wfgen("plan")
    #expect(plan.output.hasPrefix("wfgen.yml affects 3 images and 2 tasks:\n"))
    #expect(plan.output.contains("ci ← base ← wfgen.yml"))
  }

  @Test func seesAChangeOfAnIgnoreFile() async throws {
    let scratch = try await repository()
    try scratch.write("src\n", to: ".dockerignore")
    let plan = try await scratch.wfgen("plan")
    #expect(plan.output.hasPrefix(".dockerignore affects 1 image:\n"))
    #expect(plan.output.contains("production ← .dockerignore"))
  }

  @Test func readsAnIgnoreFileThroughALink() async throws {
    let scratch = try await repository()
    let path = "\(scratch.root)/.dockerignore"
    try FileManager.default.moveItem(atPath: path, toPath: "\(scratch.root)/rules")
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "rules")
    #expect(try await scratch.wfgen("generate").status == 0)
    try await scratch.git("add", "--all")
    try await scratch.git("commit", "--quiet", "--message", "second")
    // Git alone says what the commit had, and finds the same.
    #expect(try await scratch.wfgen("plan").output.contains("affect no image and no task"))
    let base = scratch.read(".github/workflows/wfgen-base.yml") ?? ""
    #expect(base.contains("      - .dockerignore\n") && base.contains("      - rules\n"))
    try scratch.write("src\n", to: "rules")
    #expect(try await scratch.wfgen("plan").output.contains("production ← rules"))
    let check = try await scratch.wfgen("check", "--format", "oneline")
    #expect(check.output.contains(".github/wfgen/images.json"))
  }

  @Test func startsARunForASubmodule() async throws {
    let scratch = try await repository()
    try scratch.write("[submodule \"lib\"]\n\tpath = src/lib\n\turl = ../l\n", to: ".gitmodules")
    let path = "docker/Dockerfile.production"
    let text = try #require(scratch.read(path))
    try scratch.write(text.replacing("COPY src ./src", with: "COPY src/lib/in ./src"), to: path)
    let plan = try await scratch.wfgen("plan", "--changed", "src/lib")
    #expect(plan.output.contains("production ← src/lib\n"))
    #expect(plan.output.contains("'Deploy'"))
  }

  @Test func showsTheTagThatTheCommitReallyHad() async throws {
    let scratch = try await repository()
    let before = try await scratch.wfgen("plan", "--tags")
    let path = "docker/Dockerfile.production"
    let text = try #require(scratch.read(path))
    try scratch.write(text.replacing("COPY src ./src", with: "COPY tests ./src"), to: path)
    let old = before.output.split(separator: "\n").first { $0.hasPrefix("production\t") }
    let tag = try #require(old?.split(separator: "\t").last)
    #expect(try await scratch.wfgen("plan").output.contains("production  \(tag) → src-"))
  }

  @Test func marksOnlyANewImageAsNew() async throws {
    let scratch = try await repository()
    let text = try #require(scratch.read("wfgen.yml"))
    try scratch.write("FROM alpine:3.22\n", to: "docker/Dockerfile.extra")
    let image = "images:\n  extra: {dockerfile: docker/Dockerfile.extra, tier: base}\n"
    try scratch.write(text.replacing("images:\n", with: image), to: "wfgen.yml")
    let plan = try await scratch.wfgen("plan")
    #expect(plan.output.contains("affect 1 image:\n"))
    #expect(plan.output.contains("extra  (new)"))
  }

  @Test func tellsWhatAPushStartsEvenWhenNoImageIsAffected() async throws {
    let scratch = try await repository()
    let plan = try await scratch.wfgen("plan", "--changed", ".github/wfgen/plan.sh")
    #expect(plan.output.contains("affects no image and no task"))
    #expect(plan.output.contains("'Base'"))
  }

  @Test func takesADirectoryForAllThatIsInIt() async throws {
    let scratch = try await repository()
    let plan = try await scratch.wfgen("plan", "--changed", "src")
    #expect(plan.output.contains("production ← src/bot.py"))
    #expect(plan.output.contains("'Deploy'"))
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

  @Test func followsTheLinkThatASourceIs() async throws {
    let scratch = try await repository()
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.root)/linked", withDestinationPath: "tests")
    let path = "docker/Dockerfile.production"
    let text = try #require(scratch.read(path))
    try scratch.write(text.replacing("COPY src ./src", with: "COPY linked ./src"), to: path)
    #expect(try await scratch.wfgen("generate").status == 0)
    try await scratch.git("add", "--all")
    try await scratch.git("commit", "--quiet", "--message", "second")

    try scratch.write("print()\n", to: "tests/test_bot.py")
    let plan = try await scratch.wfgen("plan")
    #expect(plan.output.contains("production ← tests/test_bot.py"))
    #expect(plan.output.contains("'Deploy'"))
    let changed = try await scratch.wfgen("plan", "--changed", "tests/test_bot.py")
    #expect(changed.output.contains("production ← tests/test_bot.py"))
    // The commit was read from git alone, the work tree from the disk.
    try await scratch.git("checkout", "--quiet", "--", "tests")
    #expect(try await scratch.wfgen("plan").output.contains("affect no image and no task"))
    #expect(scratch.read(".github/workflows/wfgen-base.yml")?.contains("- tests/**") == true)
    #expect(try await scratch.wfgen("check").status == 0)

    try FileManager.default.removeItem(atPath: "\(scratch.root)/linked")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.root)/linked", withDestinationPath: "src")
    let check = try await scratch.wfgen("check", "--format", "oneline")
    #expect(check.status == 1)
    #expect(check.output.contains(".github/wfgen/images.json"))
  }
}
