import SourceText
import Testing

@testable import Linting

@Suite("Limits of time")
struct TimeoutTests {
  private func text(_ job: String, _ steps: String, runsOn: String = "ubuntu-24.04") -> String {
    """
    on: push
    jobs:
      a:
        runs-on: \(runsOn)
    \(indented(job, by: 4))
        steps:
    \(indented(steps, by: 6))
    """
  }

  @Test(arguments: [
    "- uses: docker/build-push-action@v7", "- uses: docker/bake-action@v7",
    "- run: docker build .", "- run: docker push ghcr.io/acme/a",
    "- run: docker buildx build --push -t ghcr.io/acme/a .",
  ])
  func areMissedOnJobsThatBuildImages(_ steps: String) {
    #expect(lintLines(of: text("", steps), rule: .imageJobWithoutLimit) == [3])
    #expect(lintLines(of: text("timeout-minutes: 9", steps), rule: .imageJobWithoutLimit) == [])
    #expect(
      lintLines(
        of: text("timeout-minutes: '${{ fromJSON(inputs.m) }}'", steps), rule: .imageJobWithoutLimit
      )
        == [])
  }

  @Test(arguments: ["- run: make", "- run: docker version", "- uses: docker/login-action@v4"])
  func areNotMissedElsewhere(_ steps: String) {
    #expect(lintLines(of: text("", steps), rule: .imageJobWithoutLimit) == [])
  }

  @Test(arguments: [
    "- {run: make, timeout-minutes: 31}",
    "- uses: nick-fields/retry@v3\n  with: {timeout_minutes: 11, max_attempts: 3, command: make}",
    "- uses: nick-fields/retry@v3\n  with: {timeout_seconds: 900, max_attempts: '3', command: make}",
    "- uses: nick-fields/retry@v3\n  with: {timeout_minutes: 11, command: make}",
    "- run: timeout 45m docker build .", "- run: timeout --signal INT 3000 make",
    "- run: |\n    for n in 1 2 3; do\n      timeout 12m docker pull x && break\n    done",
    "- run: for n in {1..4}; do timeout 10m make && break; done",
    "- run: for n in $(seq 1 4); do timeout 10m make && break; done",
    "- {run: timeout 20m make, timeout-minutes: 10}",
    "- uses: nick-fields/retry@v3\n  timeout-minutes: 20\n  with: {timeout_minutes: 9, max_attempts: 3, command: make}",
  ])
  func areForestalledByShorterOnes(_ steps: String) {
    #expect(lintLines(of: text("timeout-minutes: 30", steps), rule: .innerLimitTooLong).count == 1)
  }

  @Test(arguments: [
    "- {run: make, timeout-minutes: 30}",
    "- uses: nick-fields/retry@v3\n  with: {timeout_minutes: 9, max_attempts: 3, command: make}",
    "- uses: nick-fields/retry@v3\n  with: {timeout_minutes: '${{ inputs.t }}', command: make}",
    "- run: timeout 10m docker build .", "- run: timeout \"$LIMIT\" make",
    "- run: while true; do timeout 20m make && break; done",
    "- run: for n in $LIST; do timeout 20m make; done",
    "- run: for n in 1 2; do timeout 10m make && break; done",
    "- {run: timeout 20m make, timeout-minutes: '${{ fromJSON(inputs.m) }}'}",
    "- run: for n in $(seq 20); do docker pull a && break; sleep 30; done",
    "- run: until docker pull a; do sleep 3000; done", "- run: sleep 3000",
  ])
  func areKeptWhereThereIsTime(_ steps: String) {
    #expect(lintLines(of: text("timeout-minutes: 30", steps), rule: .innerLimitTooLong) == [])
  }

  @Test func ofStepsMayNotBeLongerThanTheJobTogether() {
    let two = "- {run: a, timeout-minutes: 20}\n- {run: b, timeout-minutes: 20}"
    #expect(lintLines(of: text("timeout-minutes: 30", two), rule: .stepsLongerThanJob) == [5])
    #expect(lintLines(of: text("timeout-minutes: 40", two), rule: .stepsLongerThanJob) == [])
    #expect(lintLines(of: text("", two), rule: .stepsLongerThanJob) == [])
    let always = "- {run: a, timeout-minutes: 20}\n- {run: b, if: always(), timeout-minutes: 20}"
    #expect(lintLines(of: text("timeout-minutes: 30", always), rule: .stepsLongerThanJob) == [5])
    let either = "- {run: a, timeout-minutes: 20}\n- {run: b, if: failure(), timeout-minutes: 20}"
    #expect(lintLines(of: text("timeout-minutes: 30", either), rule: .stepsLongerThanJob) == [])
    let maybe = "- {run: a, timeout-minutes: 20}\n- {run: b, if: inputs.b, timeout-minutes: 20}"
    #expect(lintLines(of: text("timeout-minutes: 30", maybe), rule: .stepsLongerThanJob) == [])
    let background =
      "- {run: a, timeout-minutes: 20}\n- {run: b, background: true, timeout-minutes: 20}"
    #expect(lintLines(of: text("timeout-minutes: 30", background), rule: .stepsLongerThanJob) == [])
  }

  @Test func ofFurtherAttemptsCountTogether() {
    let attempts = """
      - {id: one, run: make, timeout-minutes: 15, continue-on-error: true}
      - {run: make, if: steps.one.outcome == 'failure', timeout-minutes: 15}
      """
    #expect(lintLines(of: text("timeout-minutes: 20", attempts), rule: .stepsLongerThanJob) == [5])
    #expect(lintLines(of: text("timeout-minutes: 30", attempts), rule: .stepsLongerThanJob) == [])
    let other = """
      - {id: one, run: make, timeout-minutes: 15}
      - {run: make, if: steps.one.outcome == 'failure', timeout-minutes: 15}
      """
    #expect(lintLines(of: text("timeout-minutes: 20", other), rule: .stepsLongerThanJob) == [])
  }

  @Test func areComparedWithinACombination() {
    let job = """
      strategy: {matrix: {include: [{job: 10, step: 5}, {job: 60, step: 45}]}}
      timeout-minutes: ${{ matrix.job }}
      """
    let step = "- {run: make, timeout-minutes: '${{ matrix.step }}'}"
    #expect(lintLines(of: text(job, step), rule: .innerLimitTooLong) == [])
    #expect(
      lintLines(
        of: text(job.replacing("step: 45", with: "step: 90"), step), rule: .innerLimitTooLong
      )
      .count == 1)
  }

  @Test func includePausesOfALoop() {
    func found(_ loop: String) -> Int {
      let step = "- run: |\n    \(loop)\n      docker pull a && exit 0\n      sleep 30\n    done"
      return lintLines(of: text("timeout-minutes: 30", step), rule: .innerLimitTooLong).count
    }
    #expect(found("for n in $(seq 1 120); do") == 1)
    #expect(found("for n in {1..90}; do") == 1)
    #expect(found("for n in {1..50}; do") == 0)
  }

  @Test func areThoseThatACallerGives() {
    let called = """
      on: {workflow_call: {inputs: {minutes: {type: number, default: 60}}}}
      jobs:
        a:
          runs-on: ubuntu-24.04
          timeout-minutes: ${{ inputs.minutes }}
          steps: [{run: make, timeout-minutes: 30}]
      """
    func found(_ with: String) -> Int {
      lintLines(
        [
          ".github/workflows/a.yml": called,
          ".github/workflows/b.yml":
            "on: push\njobs:\n  b: {uses: ./.github/workflows/a.yml\(with)}\n",
        ], rules: [.innerLimitTooLong]
      ).count
    }
    #expect(found(", with: {minutes: 20}") == 1)
    #expect(found(", with: {minutes: 45}") == 0)
    #expect(found("") == 0)
    #expect(found(", with: {minutes: '${{ fromJSON(vars.M) }}'}") == 0)
  }

  @Test func areTheShortestOfAMatrix() {
    let job = """
      strategy: {matrix: {include: [{m: 10}, {m: 60}]}}
      timeout-minutes: ${{ matrix.m }}
      """
    let step = "- {run: make, timeout-minutes: 30}"
    #expect(lintLines(of: text(job, step), rule: .innerLimitTooLong).count == 1)
  }

  @Test(arguments: [
    ("ubuntu-24.04", "400", true), ("ubuntu-24.04", "360", false), ("ubuntu-slim", "16", true),
    ("ubuntu-slim", "15", false), ("[self-hosted]", "400", false), ("[self-hosted]", "8000", true),
    ("big-runner", "400", false), ("ubuntu-24.04", "0", true), ("ubuntu-24.04", "0.5", true),
    ("'${{ inputs.on }}'", "400", false),
  ])
  func areThoseOfTheRunner(_ runsOn: String, _ minutes: String, _ isFault: Bool) {
    let file = text("timeout-minutes: \(minutes)", "- run: make", runsOn: runsOn)
    #expect(lintLines(of: file, rule: .limitBeyondRunner) == (isFault ? [5] : []))
  }

  @Test(arguments: ["${{ !cancelled() }}", "failure() || success()", "'!cancelled()'"])
  func areNeededBeforeACleanUp(_ condition: String) {
    let cleanUp = "- run: docker builder prune -f\n  if: \(condition)"
    let own = "[self-hosted, linux]"
    func found(_ build: String, _ cleanUp: String, runsOn: String = own) -> [Int] {
      lintLines(
        of: text("timeout-minutes: 45", build + "\n" + cleanUp, runsOn: runsOn),
        rule: .cleanUpBehindJobLimit)
    }
    for build in [
      "- run: docker build .", "- uses: docker/build-push-action@v7",
      "- {run: docker build ., timeout-minutes: 45}",
    ] {
      #expect(found(build, cleanUp) == [7], "\(build)")
    }
    #expect(found("- {run: docker build ., timeout-minutes: 30}", cleanUp) == [])
    #expect(found("- run: timeout 30m docker build .", cleanUp) == [])
    #expect(found("- run: docker build .", "- run: docker builder prune -f\n  if: always()") == [])
    #expect(found("- run: docker build .", cleanUp, runsOn: "ubuntu-24.04") == [])
    #expect(found("- run: docker build .", "- run: make\n  if: \(condition)") == [])
  }
}
