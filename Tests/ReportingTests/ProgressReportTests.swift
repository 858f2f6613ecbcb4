import BuildGraph
import Reporting
import Testing

@Suite("The state of a commit as text and as JSON")
struct ProgressReportTests {
  /// base -> ci, and a task in each of ci and an image of another workflow.
  private static let data = PipelineData(
    repository: "o/r", branch: "main",
    stages: [
      .init(name: "base", workflow: "wfgen-base.yml", title: "Base"),
      .init(name: "ci", workflow: "wfgen-ci.yml", title: "CI", upstream: ["base"]),
      .init(name: "test", workflow: "wfgen-test.yml", title: "Test", upstream: ["ci"]),
    ],
    images: [
      .init(name: "base", stage: "base", level: 0, repository: "r/base", dockerfile: "b"),
      .init(
        name: "ci", stage: "ci", level: 1, repository: "r/ci", dockerfile: "c",
        parents: [.init(.image("base"), as: .argument("BASE"))]),
    ],
    tasks: [
      .init(name: "test", stage: "test", image: "ci"),
      .init(
        name: "old", stage: "test", image: "legacy",
        foreign: .init(repository: "legacy", reference: "legacy:1", workflow: "legacy.yml")),
    ])

  private func report(
    base: RegistryAnswer = .absent, _ verdict: ProgressReport.Verdict, for names: [String] = ["ci"],
    runs: [WorkflowRun]? = []
  ) -> ProgressReport {
    let status = CommitStatus(
      of: Self.data, tags: ["base": .init(rawValue: "src-1"), "ci": .init(rawValue: "src-2")],
      answers: ["r/base:src-1": base, "r/ci:src-2": .absent, "legacy:1": .absent])
    var report = ProgressReport(
      commit: "0123456789abcdef", repository: "o/r", status: status,
      selection: status.closure(of: names), runs: runs.map(RunHistory.init), silence: "no token",
      verdict: verdict, isSynchronous: true, waited: 65)
    report.hadWork = true
    return report
  }

  private let failed = WorkflowRun(
    id: 7, attempt: 2, workflow: "wfgen-base.yml", status: "completed", conclusion: "failure",
    commit: "0123456789abcdef", page: "https://x/7", started: "2026-01-01T08:00:00Z",
    updated: "2026-01-01T08:09:00Z")

  @Test func saysOnceWhatStandsInTheWayOfMany() {
    var report = report(.failed, runs: [failed])
    report.failures = [
      .init(image: "base", run: failed, workflow: "wfgen-base.yml"),
      .init(image: "ci", run: failed, workflow: "wfgen-base.yml"),
    ]
    report.total = TimeRange(minutes: 3, 4)
    #expect(
      ProgressFormat.text.render(report) == """
        0123456789ab of o/r: 0 of 2 images are fresh

        image  state    content tag  why                         run
        base   missing  src-1        its content tag is missing  wfgen-base.yml: failure, https://x/7
        ci     blocked  src-2        by base                     wfgen-base.yml: failure, https://x/7

        task  state    why           latest run
        test  blocked  by ci ← base
        old   blocked  by legacy

        latest runs     state    since                 of
        wfgen-base.yml  failure  2026-01-01T08:00:00Z  0123456789ab  https://x/7

        base, ci: the run that should have led to it has failed (wfgen-base.yml: failure, https://x/7). \
        To try again, start wfgen-base.yml by hand.
        Your wait: 01:05. What was to be built takes 03:00–04:00 in all by its minutes.

        """)
  }

  @Test func showsNoRunsWhereNobodyTellsOfThem() {
    let text = ProgressFormat.text.render(report(.timedOut, for: ["base"], runs: nil))
    #expect(
      text == """
        0123456789ab of o/r: 0 of 1 image is fresh

        image  state    content tag  why
        base   missing  src-1        its content tag is missing

        The time was up before everything was there; 'wfgen wait' waits on.
        Your wait: 01:05. How long everything takes is not known: an image states no minutes.

        """)
  }

  @Test func tellsProgramsEverything() {
    var report = report(base: .unknown("HTTP 500"), .unknown, for: ["base"], runs: nil)
    report.total = TimeRange(seconds: 60)
    #expect(
      ProgressFormat.json.render(report) == """
        {
          "version": 1,
          "commit": "0123456789abcdef",
          "repository": "o/r",
          "verdict": "unknown",
          "images": [
            {
              "name": "base",
              "state": "unknown",
              "reason": "r/base:src-1 is unknown: HTTP 500",
              "reference": "r/base:src-1",
              "digest": null,
              "blockedBy": [],
              "workflow": "wfgen-base.yml",
              "run": null
            }
          ],
          "tasks": [],
          "runsUnknown": "no token",
          "latestRuns": [],
          "failures": [],
          "wait": { "synchronous": true, "seconds": 65, "total": { "low": 60, "high": 60 } }
        }

        """)
  }

  @Test func tellsProgramsOfRuns() {
    let json = ProgressFormat.json.render(report(.open, runs: [failed]))
    #expect(
      json.contains(
        """
              "run": {
                "id": 7,
                "attempt": 2,
                "workflow": "wfgen-base.yml",
                "status": "completed",
                "conclusion": "failure",
                "commit": "0123456789abcdef",
                "url": "https://x/7",
                "started": "2026-01-01T08:00:00Z",
                "updated": "2026-01-01T08:09:00Z"
              }
        """))
    #expect(json.contains("\"runsUnknown\": null"))
  }

  @Test func saysOnTheWayOnlyWhatIsNew() {
    let first = report(.open).progress(since: [:])
    #expect(first.new == ["01:05  base: missing", "01:05  ci: blocked by base"])
    #expect(report(.open).progress(since: first.all).new == [])
    let second = report(base: .unknown("HTTP 500"), .open).progress(since: first.all)
    #expect(
      second.new == [
        "01:05  base: unknown, r/base:src-1 is unknown: HTTP 500", "01:05  ci: missing",
      ])
  }
}
