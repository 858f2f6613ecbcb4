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

  @Test func judgesWhatIsStagedAndNotWhatLiesOnTheDisk() async throws {
    let repository = try await PreCommitRepository(copying: Self.chain)
    try repository.edit("wfgen.yml") {
      $0.replacing("build-timeout: 15", with: "build-timeout: 16")
    }
    try await repository.stage("wfgen.yml")
    try repository.edit("wfgen.yml") {
      $0.replacing("build-timeout: 16", with: "build-timeout: 15")
    }
    #expect(try await repository.commitStaged().status == 1)
    try await repository.stage("wfgen.yml")

    // An untracked workflow stays where it is while pre-commit runs.
    try repository.add(
      "name: Test\non: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n",
      at: ".github/workflows/mine.yml")
    try repository.add(
      "on: {workflow_run: {workflows: [Test]}}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: a}]}}\n",
      at: ".github/workflows/next.yml")
    try repository.edit("src/bot.py") { $0 + "# one\n" }
    try await repository.stage("src/bot.py")
    let clean = try await repository.commitStaged()
    #expect(clean.status == 0, "\(clean.text)")
    #expect(try await repository.commits() == "2")
  }

  @Test func judgesTheFilesThatACommitNames() async throws {
    let repository = try await PreCommitRepository(copying: Self.chain)
    try repository.edit("wfgen.yml") {
      $0.replacing("build-timeout: 15", with: "build-timeout: 16")
    }
    try repository.edit("src/bot.py") { $0 + "# one\n" }
    let other = try await repository.commitStaged("src/bot.py")
    #expect(other.status == 0, "\(other.text)")
    #expect(try await repository.commitStaged("wfgen.yml").status == 1)
  }

  @Test func showsWarningsOfACommitThatItLetsThrough() async throws {
    let repository = try await PreCommitRepository(copying: Self.chain)
    for name in ["release", "weekly"] {
      let text = """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build -t example/app -f docker/Dockerfile.base --push .

        """
      try repository.add(text, at: ".github/workflows/\(name).yml")
      try await repository.stage(".github/workflows/\(name).yml")
    }
    let result = try await repository.commitStaged()
    #expect(result.status == 0)
    #expect(result.text.contains("warning[two-writers]"), "\(result.text)")
  }

  @Test func lintsTheWorkflowsThatAreStaged() async throws {
    let repository = try await PreCommitRepository(copying: Self.chain, hook: "wfgen-lint-system")
    let path = ".github/workflows/next.yml"
    let listener = "jobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n"
    try repository.add("on: {workflow_run: {workflows: [Gone]}}\n" + listener, at: path)
    try await repository.stage(path)
    let stopped = try await repository.commitStaged()
    #expect(stopped.status == 1)
    #expect(stopped.text.contains("error[unknown-upstream]"), "\(stopped.text)")
    try repository.edit(path) { $0.replacing("Gone", with: "CI image") }
    try await repository.stage(path)
    let clean = try await repository.commitStaged()
    #expect(clean.status == 0, "\(clean.text)")
  }
}

/// Takes minutes: the image is built from what is committed.
@Suite(
  "The hook that pre-commit runs in Docker",
  .enabled(
    if: PreCommitRepository.preCommit != nil && wantsDocker,
    "WFGEN_DOCKER is not 1, or pre-commit is not installed"))
struct DockerHookTests {
  @Test func judgesWhatIsStaged() async throws {
    let repository = try await PreCommitRepository(
      copying: "documents/001-workflow-chain", hook: "wfgen-check-docker", isBuilt: true)
    try repository.edit("src/bot.py") { $0 + "# one\n" }
    try await repository.stage("src/bot.py")
    let clean = try await repository.commitStaged()
    #expect(clean.status == 0, "\(clean.text)")
    try repository.edit("wfgen.yml") {
      $0.replacing("build-timeout: 15", with: "build-timeout: 16")
    }
    try await repository.stage("wfgen.yml")
    let stale = try await repository.commitStaged()
    #expect(stale.status == 1)
    #expect(stale.text.contains("error[out-of-date]"), "\(stale.text)")
  }
}
