import Generation
import Testing
import YAML

@Suite("Time limits of jobs")
struct TimeoutTests {
  private func findings(_ tier: String, image: String = "") throws -> [String] {
    try pipeline(manifest: "tiers: {t: {\(tier)}}\nimages: {a: {\(image)}}\n").findings
  }

  private func limit(_ tier: String, image: String = "") throws -> Int {
    let pipeline = try pipeline(manifest: "tiers: {t: {\(tier)}}\nimages: {a: {\(image)}}\n")
    let text = try pipeline.workflow("t")["jobs"]?["build"]?["timeout-minutes"]?.text
    return try #require(text.flatMap { Int($0) })
  }

  @Test func mayBeAsShortAsTheStepsTogether() throws {
    let least = try limit("build-timeout: 45, cleanup: prune")
    let tier = "build-timeout: 45, cleanup: prune, job-timeout: "
    #expect(try findings(tier + "\(least)") == [])
    #expect(try findings(tier + "\(least - 1)") == ["warning tight-job-timeout: \(least - 1)"])
    #expect(try findings(tier + "50") == ["warning tight-job-timeout: 50"])
    #expect(try findings(tier + "49") == ["error short-job-timeout: 49"])
  }

  @Test func areComparedWithTheLongestJobOfTheTier() throws {
    let least = try limit("")
    let image = "before: [{run: make, timeout-minutes: 20}]"
    #expect(
      try findings("job-timeout: \(least)", image: image)
        == ["warning tight-job-timeout: \(least)"])
  }

  @Test func areRefusedAboveWhatARunnerGives() throws {
    #expect(try findings("build-timeout: 355") == ["error long-job: 355"])
    #expect(
      try findings("", image: "after: [{run: make, timeout-minutes: 330}]")
        == ["error long-job: 330"])
  }

  @Test func mayBeAllThatARunnerOfGitHubGives() throws {
    #expect(try findings("build-timeout: 355, job-timeout: 360") == [])
    #expect(
      try findings("build-timeout: 355, job-timeout: 360", image: "runner: big")
        == ["warning tight-job-timeout: 360"])
  }

  @Test(arguments: ["big", "self-hosted", "ubuntu-big", "${{ vars.RUNNER }}"])
  func areNotComparedWithWhatAnUnknownRunnerGives(_ label: String) throws {
    #expect(try findings("build-timeout: 355", image: "runner: '\(label)'") == [])
  }

  @Test(arguments: ["ubuntu-24.04-arm", "Ubuntu-latest", "windows-2025", "macos-15-xlarge"])
  func areComparedWithWhatARunnerOfGitHubGives(_ label: String) throws {
    #expect(
      try findings("build-timeout: 355", image: "runner: \(label)") == ["error long-job: 355"])
  }

  @Test func fillWhatARunnerGivesToTheLastMinute() throws {
    let around = try limit("build-timeout: 100") - 100
    #expect(try findings("build-timeout: \(360 - around)") == [])
    #expect(try findings("build-timeout: \(361 - around)") == ["error long-job: \(361 - around)"])
  }

  @Test func countOfStepsInParallelTheLongestAndNoneInTheBackground() throws {
    let without = try limit("")
    let parallel = "parallel: [{run: a, timeout-minutes: 20}, {run: b, timeout-minutes: 30}]"
    #expect(try limit("", image: "before: [{\(parallel)}]") == without + 30)
    let background = "{run: a, background: true, timeout-minutes: 20}"
    #expect(try limit("", image: "before: [\(background)]") == without)
  }

  @Test func ofTasksAreComparedWithTheirSteps() throws {
    func task(_ more: String) throws -> Pipeline {
      try pipeline(
        manifest: """
          images: {a: {}}
          tasks: {test: {uses: a, steps: [{run: make, timeout-minutes: 60}]\(more)}}
          """)
    }
    #expect(try task("").findings == [])
    #expect(try task(", timeout: 60").findings == [])
    #expect(try task(", timeout: 59").findings == ["warning tight-job-timeout: 59"])
    let job = try task("").workflow("test")["jobs"]?["test"]
    // Two checkouts, the refusal, and what a job needs beside its steps.
    #expect(job?["timeout-minutes"]?.text == "77")
  }
}
