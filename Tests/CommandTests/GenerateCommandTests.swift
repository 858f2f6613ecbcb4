import FoundationEssentials
import Testing

@Suite("wfgen generate")
struct GenerateCommandTests {
  private let manifest = """
    version: 1
    repository: o/r
    registry: ghcr.io/o/r
    images: {app: {}}

    """

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(manifest, to: "wfgen.yml")
    try scratch.write("FROM alpine:3.22\n", to: "Dockerfile")
    return scratch
  }

  @Test func writesOnceAndThenLeavesEverything() async throws {
    let scratch = try scratch()
    let first = try await scratch.wfgen("generate")
    #expect(first.status == 0)
    #expect(first.output.contains("added      .github/workflows/wfgen-images.yml"))
    let second = try await scratch.wfgen("generate")
    #expect(second.status == 0)
    #expect(!second.output.contains("added"))
    #expect(try await scratch.wfgen("check").status == 0)
  }

  @Test(arguments: [["--dry-run"], ["--diff"], ["--stdout"]])
  func writesNothingWhenOnlyAsked(_ options: [String]) async throws {
    let scratch = try scratch()
    let result = try await scratch.wfgen("generate", options[0])
    #expect(result.status == 0)
    #expect(result.output.contains("wfgen-images.yml"))
    #expect(scratch.read(".github/workflows/wfgen-images.yml") == nil)
  }

  @Test func neverOverwritesWhatItDidNotMake() async throws {
    let scratch = try scratch()
    try scratch.write("name: mine\n", to: ".github/workflows/wfgen-images.yml")
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 2)
    #expect(result.errors.contains(".github/workflows/wfgen-images.yml exists"))
    #expect(scratch.read(".github/workflows/wfgen-images.yml") == "name: mine\n")
    #expect(scratch.read(".github/wfgen/plan.sh") == nil)
  }

  @Test(arguments: [
    ("name: Images", "taken-workflow-name"),
    ("concurrency: wfgen-images", "taken-concurrency-group"),
  ])
  func writesNothingBesideAWorkflowThatItClashesWith(_ text: String, _ rule: String) async throws {
    let scratch = try scratch()
    try scratch.write("\(text)\non: push\n", to: ".github/workflows/mine.yml")
    try scratch.write(
      "on: {workflow_run: {workflows: [Images], types: [completed]}}\n",
      to: ".github/workflows/others.yml")
    let check = try await scratch.wfgen("check", "--format", "oneline")
    #expect(check.status == 1)
    #expect(check.output.hasPrefix(".github/workflows/mine.yml:1:"))
    #expect(check.output.contains("[\(rule)]"))
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 2)
    #expect(result.errors.contains("error[\(rule)]"))
    #expect(scratch.read(".github/workflows/wfgen-images.yml") == nil)
    #expect(scratch.read(".github/wfgen/plan.sh") == nil)
  }

  @Test func speaksOnceOfANameThatAGeneratedWorkflowShares() async throws {
    let scratch = try scratch()
    _ = try await scratch.wfgen("generate")
    for (file, name) in [("mine", "Images"), ("one", "Other"), ("two", "Other")] {
      try scratch.write("name: \(name)\non: push\n", to: ".github/workflows/\(file).yml")
    }
    try scratch.write(
      "on: {workflow_run: {workflows: [Images, Other], types: [completed]}}\n",
      to: ".github/workflows/others.yml")
    let check = try await scratch.wfgen("check", "--format", "oneline")
    let lines = check.output.split(separator: "\n")
    #expect(lines.filter { $0.contains("[taken-workflow-name]") }.count == 1)
    // What two files of other hands share is still the lint's.
    let duplicates = lines.filter { $0.contains("[duplicate-workflow-name]") }
    #expect(duplicates.map { $0.hasPrefix(".github/workflows/two.yml:") } == [true])
  }

  @Test func removesItsOwnLeftovers() async throws {
    let scratch = try scratch()
    _ = try await scratch.wfgen("generate")
    let tiers = "tiers: {base: {}}\nimages: {app: {tier: base}}\n"
    try scratch.write(
      manifest.split(separator: "\n").dropLast().map { $0 + "\n" }.joined() + tiers,
      to: "wfgen.yml")
    #expect(try await scratch.wfgen("check").status == 1)
    let result = try await scratch.wfgen("generate")
    #expect(result.output.contains("removed    .github/workflows/wfgen-images.yml"))
    #expect(scratch.read(".github/workflows/wfgen-images.yml") == nil)
    #expect(try await scratch.wfgen("check").status == 0)
  }

  @Test func removesWhatAKilledRunLeft() async throws {
    let scratch = try scratch()
    _ = try await scratch.wfgen("generate")
    try scratch.write("half a", to: ".github/workflows/.wfgen-0123456789abcdef.tmp")
    #expect(try await scratch.wfgen("check").status == 1)
    let result = try await scratch.wfgen("generate")
    #expect(result.output.contains("removed    .github/workflows/.wfgen-0123456789abcdef.tmp"))
    #expect(try await scratch.wfgen("check").status == 0)
  }

  @Test func writesNothingThroughALink() async throws {
    let scratch = try scratch()
    let elsewhere = try Scratch()
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.root)/.github", withDestinationPath: elsewhere.root)
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 2)
    #expect(result.errors.contains(".github is a symbolic link"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.root) == [])
  }

  @Test(arguments: [
    ".github", ".github/workflows", ".github/wfgen", ".github/wfgen/plan.sh",
    ".github/workflows/wfgen-images.yml",
  ])
  func followsNoLinkThatTakesThePlaceOfItsOwn(_ path: String) async throws {
    let scratch = try scratch()
    _ = try await scratch.wfgen("generate")
    let elsewhere = try Scratch()
    let victim = "\(elsewhere.root)/victim"
    try FileManager.default.moveItem(atPath: "\(scratch.root)/\(path)", toPath: victim)
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.root)/\(path)", withDestinationPath: victim)
    let check = try await scratch.wfgen("check", "--format", "oneline")
    #expect(check.status == 1)
    let line = "\(path):1:1: error: \(path) is a symbolic link, and wfgen writes nothing"
    #expect(check.output.hasPrefix(line))
    #expect(check.output.split(separator: "\n").count == 1)
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 2)
    #expect(result.errors.contains("\(path) is a symbolic link"))
  }

  @Test func overwritesNothingElsewhereByAPlantedScratchFile() async throws {
    let scratch = try scratch()
    _ = try await scratch.wfgen("generate")
    let elsewhere = try Scratch()
    try elsewhere.write("precious\n", to: "victim")
    try FileManager.default.removeItem(atPath: "\(scratch.root)/.github/wfgen/plan.sh")
    for name in [".wfgen.tmp", ".wfgen-0123456789abcdef.tmp"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(scratch.root)/.github/wfgen/\(name)",
        withDestinationPath: "\(elsewhere.root)/victim")
    }
    #expect(try await scratch.wfgen("generate").status == 0)
    #expect(elsewhere.read("victim") == "precious\n")
    let type = try FileManager.default.attributesOfItem(
      atPath: "\(scratch.root)/.github/wfgen/plan.sh")[.type]
    #expect(type as? FileAttributeType == .typeRegular)
  }

  @Test func removesNothingThatSomebodyElseWrote() async throws {
    let scratch = try scratch()
    _ = try await scratch.wfgen("generate")
    let texts = [
      ".github/workflows/README.md": "Written by wfgen: all but release.yml.\n",
      ".github/workflows/release.yml": "# Written by wfgen once, now kept by hand\nname: Release\n",
    ]
    for (path, text) in texts { try scratch.write(text, to: path) }
    #expect(try await scratch.wfgen("generate").status == 0)
    for (path, text) in texts { #expect(scratch.read(path) == text) }
  }

  @Test(arguments: ["my repository", "100%25", "a+b", "größe"])
  func worksInADirectoryOfAnyName(_ name: String) async throws {
    let scratch = try Scratch()
    try scratch.write(manifest, to: "\(name)/wfgen.yml")
    try scratch.write("FROM alpine:3.22\n", to: "\(name)/Dockerfile")
    #expect(try await scratch.wfgen("generate", "-C", name).status == 0)
    #expect(scratch.read("\(name)/.github/workflows/wfgen-images.yml") != nil)
    #expect(try await scratch.wfgen("check", "-C", "\(scratch.root)/\(name)").status == 0)
  }

  @Test func writesNothingAtAllWhenAnyPlaceIsTaken() async throws {
    let scratch = try scratch()
    try scratch.write("", to: ".github/workflows/wfgen-images.yml/notes.txt")
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 2)
    #expect(result.errors.contains(".github/workflows/wfgen-images.yml is a directory"))
    #expect(scratch.read(".github/wfgen/plan.sh") == nil)
  }

  @Test func verifiesPushesToTheBranchThatIsPublished() async throws {
    let scratch = try scratch()
    #expect(try await scratch.wfgen("generate", "--ci").output.contains("branches: [main]"))
    try scratch.write("branch: trunk\n" + manifest, to: "wfgen.yml")
    #expect(try await scratch.wfgen("generate", "--ci").output.contains("branches: [trunk]"))
  }

  @Test func verifiesWithAWfgenThatIsBuiltFromTheSourceThatIsNamed() async throws {
    let scratch = try scratch()
    let source = "o/wfgen@0123456789abcdef0123456789abcdef01234567"
    let result = try await scratch.wfgen("generate", "--ci", "--ci-ref", source)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("        uses: \(source)\n"))
    #expect(!result.output.contains("run:"))
  }

  @Test func saysThatAJobWithoutASourceNeedsWfgenOnThePath() async throws {
    let scratch = try scratch()
    let result = try await scratch.wfgen("generate", "--ci")
    #expect(result.status == 0)
    #expect(result.output.contains("::error::there is no wfgen on the path of this runner"))
    #expect(result.errors.hasPrefix("note: this job runs the wfgen that is on the runner's path"))
  }

  @Test(arguments: [
    "main", "o/wfgen", "o/wfgen@main", "o/wfgen@v1", "o/wfgen@", "wfgen@%", "o/w f@%", "../x@%",
    "o/wfgen/x@%", "o/wfgen@%0", "o/wfgen@0123456789ABCDEF0123456789ABCDEF01234567",
  ])
  func takesNoSourceThatIsNoPin(_ source: String) async throws {
    let scratch = try scratch()
    let commit = "0123456789abcdef0123456789abcdef01234567"
    let result = try await scratch.wfgen(
      "generate", "--ci", "--ci-ref", source.replacing("%", with: commit))
    #expect(result.status == 2)
    #expect(result.errors.contains("OWNER/NAME@COMMIT"))
    #expect(result.output == "")
  }

  @Test func refusesAPlannedRepository() async throws {
    let scratch = try Scratch(copying: "documents/002-as-written")
    let text = try #require(scratch.read("wfgen.yml"))
    let end = try #require(text.firstRange(of: "\nexpect:"))
    try scratch.write(
      text[..<end.lowerBound].split(separator: "\n").filter { !$0.contains("job-timeout") }
        .map { $0 + "\n" }.joined(), to: "wfgen.yml")
    let result = try await scratch.wfgen("generate")
    #expect(result.status == 2)
    #expect(result.errors.contains("no image has a Dockerfile"))
    #expect(try await scratch.wfgen("graph").status == 0)
    #expect(try await scratch.wfgen("check").status == 0)
  }

  @Test func saysWhatItHadWrittenWhenItCannotGoOn() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    try FileManager.default.removeItem(atPath: scratch.root + "/.github")
    // No file may be larger than 4 KiB; a write beyond that is an error and no signal.
    let result = try await scratch.bash("trap '' XFSZ; ulimit -f 4; exec \"$WFGEN\" generate")
    #expect(result.status == 2)
    #expect(result.errors.contains("error: cannot write .github/wfgen/"), "\(result.errors)")
    #expect(result.errors.contains("these were written or removed before"))
    #expect(result.errors.contains("\n      .github/wfgen/active.jq\n"))
    #expect(scratch.read(".github/wfgen/active.jq") != nil)
    #expect(try await scratch.wfgen("generate").status == 0)
    #expect(try await scratch.wfgen("check").status == 0)
  }
}
