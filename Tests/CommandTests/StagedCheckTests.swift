import FoundationEssentials
import Testing

@Suite("wfgen check --staged")
struct StagedCheckTests {
  /// A committed repository in which everything is as it should be.
  private func repository(_ fixture: String = "documents/001-workflow-chain") async throws
    -> Scratch
  {
    let scratch = try Scratch(copying: fixture)
    try await scratch.git("init", "--quiet", "--initial-branch=main")
    try await scratch.git("add", "--all")
    try await scratch.git("commit", "--quiet", "--message=first")
    return scratch
  }

  /// What is found, as paths and rules.
  private func findings(_ scratch: Scratch, _ options: String...) async throws -> Set<String> {
    let result = try await scratch.wfgen("check", "--staged", "--format=oneline")
    #expect(result.status == (result.output.isEmpty ? 0 : 1), "\(result.errors)")
    return Set(
      result.output.split(separator: "\n").map { line in
        let rule = line.split(separator: "[").last.map { $0.dropLast() } ?? ""
        return "\(line.prefix { $0 != ":" }) \(rule)"
      })
  }

  private func edit(_ scratch: Scratch, _ path: String, _ old: String, _ new: String) throws {
    let text = try #require(scratch.read(path))
    #expect(text.contains(old))
    try scratch.write(text.replacing(old, with: new), to: path)
  }

  @Test(arguments: ["000-async-propagation", "001-workflow-chain", "002-image-tiers"])
  func findsNothingInWhatIsUpToDate(_ name: String) async throws {
    let scratch = try await repository("documents/\(name)")
    #expect(try await findings(scratch) == [])
    for path in try FileManager.default.contentsOfDirectory(atPath: scratch.root)
    where path != ".git" {
      try FileManager.default.removeItem(atPath: "\(scratch.root)/\(path)")
    }
    // Nothing of it has to lie on the disk.
    #expect(try await findings(scratch) == [])
  }

  @Test func findsADefectThatIsMendedOnTheDiskAlone() async throws {
    let scratch = try await repository()
    try edit(scratch, "wfgen.yml", "build-timeout: 15", "build-timeout: 16")
    try await scratch.git("add", "wfgen.yml")
    try edit(scratch, "wfgen.yml", "build-timeout: 16", "build-timeout: 15")
    #expect(try await scratch.wfgen("check").status == 0)
    #expect(try await findings(scratch) == [".github/workflows/wfgen-ci.yml out-of-date"])
    let text = try await scratch.wfgen("check", "--staged").output
    #expect(text.contains("run 'wfgen generate', and stage what it did: git add .github"))
  }

  @Test func isSilentAboutAMessThatIsNotStaged() async throws {
    let scratch = try await repository()
    try scratch.write("images: [\n", to: "wfgen.yml")
    try scratch.write("name: [\n", to: ".github/workflows/other.yml")
    try scratch.write("FROM absent\n", to: "docker/Dockerfile.ci")
    try FileManager.default.removeItem(atPath: scratch.root + "/.github/workflows/wfgen-ci.yml")
    #expect(try await findings(scratch) == [])
    #expect(try await scratch.wfgen("check").status != 0)
  }

  @Test func readsDockerfilesIgnoreFilesAndWorkflowsAsTheyAreStaged() async throws {
    let scratch = try await repository()
    let old = [".dockerignore", "docker/Dockerfile.ci"].map { ($0, scratch.read($0) ?? "") }
    try scratch.write("src\nrequirements.txt\n", to: ".dockerignore")
    try await scratch.git("add", "--all")
    for (path, text) in old { try scratch.write(text, to: path) }
    #expect(try await findings(scratch).contains(".github/wfgen/images.json out-of-date"))
    try await scratch.git("add", "--all")
    try scratch.write(
      "name: Test\non: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n",
      to: ".github/workflows/mine.yml")
    try await scratch.git("add", "--all")
    try FileManager.default.removeItem(atPath: scratch.root + "/.github/workflows/mine.yml")
    try scratch.write(
      "on: {workflow_run: {workflows: [Test], types: [completed]}}\n"
        + "jobs: {a: {runs-on: ubuntu-24.04, steps: [{run: a}]}}\n",
      to: ".github/workflows/unstaged.yml")
    #expect(try await findings(scratch) == [])
    try await scratch.git("add", ".github/workflows/unstaged.yml")
    #expect(
      try await findings(scratch) == [".github/workflows/mine.yml taken-workflow-name"])
  }

  @Test func looksAtFilesThatOnlyWorkflowsName() async throws {
    let scratch = try await repository()
    let steps = ["base", "app"].map { name in
      "- run: docker build -t ghcr.io/a/\(name) -f \(name).image --push .\n"
    }
    let jobs = zip(["base", "app"], steps).map { name, step in
      "  \(name):\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v7\n      \(step)"
    }
    try scratch.write("on: push\njobs:\n" + jobs.joined(), to: ".github/workflows/b.yml")
    try scratch.write("FROM alpine\n", to: "base.image")
    try scratch.write("FROM ghcr.io/a/base\n", to: "app.image")
    try await scratch.git("add", "--all")
    try FileManager.default.removeItem(atPath: scratch.root + "/app.image")
    #expect(
      try await findings(scratch).contains(".github/workflows/b.yml image-beside-its-parent"))
  }

  @Test func doesNotCountWhatIsOnlyMeantToBeAdded() async throws {
    let scratch = try await repository()
    try scratch.write(
      "name: Test\non: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n",
      to: ".github/workflows/mine.yml")
    try scratch.write(
      "on: {workflow_run: {workflows: [Test], types: [completed]}}\n"
        + "jobs: {a: {runs-on: ubuntu-24.04, steps: [{run: a}]}}\n",
      to: ".github/workflows/next.yml")
    try await scratch.git("add", "--intent-to-add", ".github/workflows/mine.yml")
    try await scratch.git("add", ".github/workflows/next.yml")
    #expect(try await findings(scratch) == [])
  }

  @Test func followsStagedLinks() async throws {
    let scratch = try await repository()
    let path = ".github/workflows/wfgen-ci.yml"
    try FileManager.default.moveItem(
      atPath: "\(scratch.root)/\(path)", toPath: "\(scratch.root)/elsewhere.yml")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.root)/\(path)", withDestinationPath: "../../elsewhere.yml")
    try await scratch.git("add", "--all")
    let staged = try await scratch.wfgen("check", "--staged").output
    #expect(staged == (try await scratch.wfgen("check").output))
    #expect(staged.contains("foreign-file"))
  }

  @Test func takesTheFilesOfASubmoduleFromTheDisk() async throws {
    let library = try await repository("invalid/unknown-key")
    let scratch = try await repository()
    try await scratch.git(
      "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", library.root, "lib")
    let path = "docker/Dockerfile.ci"
    try scratch.write(try #require(scratch.read(path)) + "COPY lib/Dockerfile /x\n", to: path)
    #expect(try await scratch.wfgen("generate").status == 0)
    try await scratch.git("add", "--all")
    let disk = try await scratch.wfgen("check", "--format=oneline")
    let staged = try await scratch.wfgen("check", "--staged", "--format=oneline")
    #expect(staged.output == disk.output)
    #expect(staged.status == 0, "\(staged.output)")
  }

  @Test func looksAtTheIndexThatTheHookIsGiven() async throws {
    let scratch = try await repository()
    try edit(scratch, "wfgen.yml", "build-timeout: 15", "build-timeout: 16")
    // What `git commit --all` shows its hooks.
    try FileManager.default.copyItem(
      atPath: scratch.root + "/.git/index", toPath: scratch.root + "/.git/other")
    try await scratch.git("add", "wfgen.yml")
    let result = try await scratch.wfgen(
      "check", "--staged", environment: ["GIT_INDEX_FILE": scratch.root + "/.git/other"])
    #expect(result.status == 0)
    #expect(try await scratch.wfgen("check", "--staged").status == 1)
  }

  @Test func hasNothingToSayInAMergeThatIsNotResolved() async throws {
    let scratch = try await repository()
    for (branch, minutes) in [("one", "16"), ("main", "17")] {
      try await scratch.git("checkout", "--quiet", branch == "main" ? "main" : "-b\(branch)")
      try edit(scratch, "wfgen.yml", "build-timeout: 15", "build-timeout: \(minutes)")
      try await scratch.git("commit", "--quiet", "--all", "--message=change")
    }
    try await scratch.git("merge", "one")
    let result = try await scratch.wfgen("check", "--staged")
    #expect(result.status == 2)
    #expect(result.errors.contains("error: the merge of wfgen.yml is not resolved"))
  }

  @Test func asksForAManifestThatIsStaged() async throws {
    let scratch = try await repository()
    try await scratch.git("rm", "--quiet", "--cached", "wfgen.yml")
    let result = try await scratch.wfgen("check", "--staged")
    #expect(result.status == 2)
    #expect(result.errors.contains("wfgen.yml is not staged"))
    #expect(result.errors.contains("git add wfgen.yml"))
  }

  @Test func needsGit() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let result = try await scratch.wfgen("check", "--staged")
    #expect(result.status == 2)
    #expect(result.errors.contains("this is no git repository"))
  }

  @Test func leavesTheIndexAndTheObjectsAlone() async throws {
    let scratch = try await repository()
    try edit(scratch, "wfgen.yml", "build-timeout: 15", "build-timeout: 16")
    try await scratch.git("add", "wfgen.yml")
    func objects() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: scratch.root + "/.git/objects").sorted()
    }
    let index = FileManager.default.contents(atPath: scratch.root + "/.git/index")
    let before = try objects()
    _ = try await scratch.wfgen("check", "--staged")
    #expect(FileManager.default.contents(atPath: scratch.root + "/.git/index") == index)
    #expect(try objects() == before)
  }
}
