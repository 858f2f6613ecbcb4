import BuildGraph
import Testing

/// Two stages: `base` builds base and tools, `ci` builds ci on base, dev on ci and docs on tools.
private struct Scene {
  static let data = PipelineData(
    repository: "o/r", branch: "main",
    stages: [
      .init(
        name: "root", workflow: "wfgen-root.yml", title: "Root",
        jobs: [.init(id: "build-1", images: ["root"])]),
      .init(
        name: "base", workflow: "wfgen-base.yml", title: "Base", upstream: ["root"],
        jobs: [.init(id: "build-1", images: ["base", "tools"])]),
      .init(
        name: "ci", workflow: "wfgen-ci.yml", title: "CI", upstream: ["base"],
        jobs: [
          .init(id: "build-1", images: ["docs", "ci"]), .init(id: "build-2", images: ["dev"]),
        ]
      ),
      .init(name: "test", workflow: "wfgen-test.yml", title: "Test", upstream: ["ci"]),
      .init(name: "app", workflow: "wfgen-app.yml", title: "App"),
      .init(name: "site", workflow: "wfgen-site.yml", title: "Site", upstream: ["app"]),
    ],
    images: [
      image("root", stage: "root"), image("base", stage: "base", .image("root")),
      image("tools", stage: "base", .image("root")),
      image("ci", stage: "ci", .image("base"), .external(reference: "python:3")),
      image("docs", stage: "ci", .image("tools")),
      image("dev", stage: "ci", .image("ci")),
      image("app", stage: "app", .builtBy(reference: "legacy:1", workflow: "legacy.yml")),
      image("site", stage: "site", .image("app")),
    ],
    tasks: [
      .init(name: "test", stage: "test", image: "ci"),
      .init(
        name: "lint", stage: "test", image: "ci", onPush: .atOnce, upstreamFailed: .usePrevious),
    ])

  private static func image(
    _ name: String, stage: String, _ parents: PipelineData.Parent.Source...
  ) -> PipelineData.Image {
    .init(
      name: name, stage: stage, level: 0, repository: "r/\(name)", dockerfile: name,
      parents: parents.map { .init($0, as: .argument("BASE")) })
  }

  /// Everything is there, each image built on what its parents are.
  var question: ReadinessQuestion

  init(_ stage: String, _ event: ReadinessQuestion.Event = .push, task: String? = nil) {
    var answers: [String: RegistryAnswer] = [
      "python:3": .present(.init(digest: "sha256:python")),
      "legacy:1": .present(.init(digest: "sha256:legacy")),
    ]
    for image in Self.data.images {
      var bases: [String: String] = [:]
      for parent in image.parents {
        switch parent.source {
        case .image(let name): bases["r/\(name):src-\(name)"] = "sha256:\(name)"
        case .external: bases["python:3"] = "sha256:python"
        case .builtBy: bases["legacy:1"] = "sha256:legacy"
        }
      }
      answers["r/\(image.name):src-\(image.name)"] = .present(
        .init(digest: "sha256:\(image.name)", bases: bases, run: "7.1"))
      answers["r/\(image.name):latest"] = .present(.init(digest: "sha256:old-\(image.name)"))
    }
    question = ReadinessQuestion(
      data: Self.data, stage: stage, task: task,
      tags: Dictionary(
        uniqueKeysWithValues: Self.data.images.map {
          ($0.name, ContentTag(rawValue: "src-\($0.name)"))
        }),
      answers: answers, event: event)
  }

  /// Replaces the answer about an image's content tag.
  mutating func set(_ image: String, _ answer: RegistryAnswer) {
    question.answers["r/\(image):src-\(image)"] = answer
  }

  /// Says that an image was built anew: the same content, another digest.
  mutating func rebuild(_ image: String) {
    guard case .present(var published)? = question.answers["r/\(image):src-\(image)"] else {
      return
    }
    published.digest += "-again"
    set(image, .present(published))
  }
}

extension Readiness {
  /// State and action of an image.
  fileprivate func verdict(_ name: String) -> String {
    image(named: name).map { "\($0.state) \($0.action)" } ?? "none"
  }

  fileprivate func reason(_ name: String) -> String { image(named: name)?.reason ?? "none" }
  fileprivate var built: [[String]] { jobs.map { $0.builds.map(\.image) } }
}

@Suite("The readiness contract, row by row")
struct ReadinessTests {
  @Test func freshImagesAreLeftAlone() {
    let decision = decide(Scene("ci").question)
    #expect(decision.images.map(\.action) == [.none, .none, .none])
    #expect(decision.images.map(\.state) == [.fresh, .fresh, .fresh])
    #expect(decision.built == [[], []])
    #expect(decision.errors == [] && decision.promotes && !decision.dependsOnActive)
  }

  @Test func freshImagesAreBuiltWhenAllAreToBe() {
    var scene = Scene("ci", .dispatch)
    scene.question.rebuild = .all
    let decision = decide(scene.question)
    #expect(decision.built == [["docs", "ci"], ["dev"]])
    #expect(decision.jobs[0].builds[0].seen == "sha256:docs")
    #expect(decision.jobs[0].builds[0].tag == "src-docs")
    #expect(decision.images.allSatisfy { $0.isForced })
    #expect(decision.reason("docs") == "everything is to be rebuilt")
    #expect(decision.reason("dev") == "parent ci is rebuilt")
  }

  @Test func outdatedImagesAreBuiltAndTheirChildrenToo() {
    var scene = Scene("ci")
    scene.rebuild("base")
    let decision = decide(scene.question)
    #expect(decision.verdict("ci") == "outdated build")
    #expect(decision.reason("ci") == "parent r/base:src-base has changed")
    #expect(decision.verdict("dev") == "fresh build")
    #expect(decision.reason("dev") == "parent ci is rebuilt")
    #expect(decision.verdict("docs") == "fresh none")
    #expect(decision.built == [["ci"], ["dev"]])
    #expect(decision.images.allSatisfy { !$0.isForced && $0.seen == "" })
  }

  @Test func missingImagesAreBuilt() {
    var scene = Scene("ci")
    scene.set("ci", .absent)
    let decision = decide(scene.question)
    #expect(decision.verdict("ci") == "missing build")
    #expect(decision.reason("ci") == "its content tag is missing")
  }

  @Test func otherRecordsThanTheExpectedOnesAreOutdated() {
    var scene = Scene("ci")
    scene.set("ci", .present(.init(digest: "sha256:ci")))
    #expect(decide(scene.question).reason("ci") == "it does not record what it was built on")
    scene.set(
      "ci", .present(.init(digest: "sha256:ci", bases: ["r/base:src-base": "sha256:base"])))
    #expect(decide(scene.question).reason("ci") == "it was not built on python:3")
    scene = Scene("ci")
    scene.set(
      "docs",
      .present(
        .init(
          digest: "sha256:docs",
          bases: ["r/tools:src-tools": "sha256:tools", "r/old:1": "x", "r/a:1": "x"])))
    let decision = decide(scene.question)
    #expect(decision.reason("docs") == "it was built on r/a:1, which is no parent now")
    #expect(decision.verdict("docs") == "outdated build")
  }

  @Test func anUnknownAnswerStopsEverything() {
    var scene = Scene("ci")
    scene.set("ci", .absent)
    scene.set("tools", .unknown("HTTP 500 from r"))
    scene.question.answers["r/dev:src-dev"] = nil
    let decision = decide(scene.question)
    #expect(decision.halts && !decision.promotes)
    #expect(decision.built == [[], []])
    #expect(
      decision.errors == [
        "r/tools:src-tools is unknown: HTTP 500 from r",
        "r/dev:src-dev is unknown: it was not asked for",
      ])
    #expect(decision.verdict("docs") == "unknown fail")
    #expect(decision.verdict("dev") == "unknown fail")
    #expect(decision.verdict("ci") == "missing none")
    #expect(decision.reason("ci") == "another answer is unknown")
    #expect(decision.waits == [] && decision.fails == [])
  }

  @Test(arguments: ["wfgen-base.yml", "wfgen-root.yml"])
  func aMissingParentIsWaitedFor(_ workflow: String) {
    var scene = Scene("ci")
    scene.set("base", .absent)
    scene.set("ci", .absent)
    scene.set("dev", .absent)
    scene.rebuild("tools")
    scene.question.active = [workflow, "wfgen-test.yml"]
    let decision = decide(scene.question)
    #expect(decision.verdict("ci") == "missing leave")
    #expect(decision.reason("ci") == "waits for \(workflow), which leads to parent base")
    #expect(decision.verdict("dev") == "missing leave")
    #expect(decision.reason("dev") == "waits with parent ci")
    #expect(decision.waits.map(\.workflow) == [workflow, workflow])
    #expect(decision.built == [["docs"], []])
    #expect(decision.errors == [] && decision.dependsOnActive)
  }

  @Test func aMissingParentThatNobodyBuildsFailsAndSparesSiblings() {
    var scene = Scene("ci")
    scene.set("base", .absent)
    scene.set("ci", .absent)
    scene.set("dev", .absent)
    scene.rebuild("tools")
    scene.question.active = ["wfgen-test.yml", "wfgen-ci.yml"]
    let decision = decide(scene.question)
    #expect(decision.verdict("ci") == "missing fail")
    #expect(decision.reason("ci") == "parent base is missing: run wfgen-base.yml")
    #expect(decision.reason("dev") == "parent ci cannot be built")
    #expect(
      decision.errors == [
        "r/base:src-base is missing and no run will build it: run wfgen-base.yml (needed by ci)"
      ])
    #expect(decision.fails.map(\.image) == ["ci", "dev"])
    #expect(decision.built == [["docs"], []])
    #expect(decision.promotes && !decision.halts)
  }

  @Test func oneMissingParentIsOneError() {
    var scene = Scene("base")
    scene.set("root", .absent)
    let decision = decide(scene.question)
    #expect(
      decision.errors == [
        "r/root:src-root is missing and no run will build it: run wfgen-root.yml"
          + " (needed by base, tools)"
      ])
    #expect(decision.verdict("base") == "outdated fail")
  }

  @Test func anOutdatedParentDoesNotBlock() {
    var scene = Scene("ci")
    // base is gone, so ci, which is there, cannot be brought up to date; dev is built on it now.
    scene.set("base", .absent)
    scene.set("dev", .absent)
    let decision = decide(scene.question)
    #expect(decision.verdict("ci") == "outdated fail")
    #expect(decision.verdict("dev") == "missing build")
  }

  @Test func aParentThatWillNeverComeGoesBeforeOneThatWill() {
    var scene = Scene("ci", .schedule)
    scene.set("base", .absent)
    scene.question.answers["python:3"] = .absent
    scene.question.active = ["wfgen-base.yml"]
    let decision = decide(scene.question)
    #expect(decision.verdict("ci") == "outdated fail")
    #expect(decision.reason("ci") == "parent python:3 does not exist")
    #expect(decision.errors == ["python:3 does not exist (needed by ci)"])
    #expect(decision.fails == [.init(image: "ci", workflow: "")])
  }

  @Test func aPublishedParentStandsInForAMissingOne() {
    var scene = Scene("ci")
    scene.set("base", .absent)
    scene.question.parents = .published
    var decision = decide(scene.question)
    #expect(decision.verdict("ci") == "outdated build")
    #expect(decision.reason("ci") == "it was not built on r/base:latest")
    // Once built so, it stays.
    scene.set(
      "ci",
      .present(
        .init(
          digest: "sha256:ci2",
          bases: ["r/base:latest": "sha256:old-base", "python:3": "sha256:python"])))
    scene.set("dev", .absent)
    decision = decide(scene.question)
    #expect(decision.verdict("ci") == "fresh none")
    // And it is built on the exact one as soon as that is there.
    scene.set("base", .present(.init(digest: "sha256:base", bases: [:])))
    #expect(decide(scene.question).verdict("ci") == "outdated build")
    // Without a published one it fails as ever.
    scene.set("base", .absent)
    scene.question.answers["r/base:latest"] = .absent
    #expect(decide(scene.question).verdict("ci") == "outdated fail")
    scene.question.answers["r/base:latest"] = .unknown("no answer")
    #expect(decide(scene.question).halts)
  }

  @Test(arguments: ReadinessQuestion.Event.allCases)
  func publicBasesCountInSchedulesAndDispatchesOnly(_ event: ReadinessQuestion.Event) {
    var scene = Scene("ci", event)
    scene.question.answers["python:3"] = .present(.init(digest: "sha256:newer"))
    let counts = event == .schedule || event == .dispatch
    #expect(decide(scene.question).verdict("ci") == (counts ? "outdated build" : "fresh none"))
    scene.question.answers["python:3"] = nil
    #expect(decide(scene.question).halts == counts)
  }

  @Test func whatAnExistingWorkflowPublishesIsWaitedForToo() {
    var scene = Scene("app")
    scene.question.answers["legacy:1"] = .absent
    #expect(decide(scene.question).reason("app") == "parent legacy:1 is missing: run legacy.yml")
    scene.question.active = ["legacy.yml"]
    let decision = decide(scene.question)
    #expect(decision.verdict("app") == "outdated leave")
    #expect(decision.waits == [.init(image: "app", workflow: "legacy.yml")])
  }

  /// The end of that workflow starts the one between, and that one ends in ours.
  @Test func whatAnExistingWorkflowPublishesIsWaitedForByGrandchildren() {
    var scene = Scene("site")
    scene.question.answers["r/app:src-app"] = .absent
    #expect(decide(scene.question).reason("site") == "parent app is missing: run wfgen-app.yml")
    scene.question.active = ["legacy.yml"]
    #expect(
      decide(scene.question).reason("site") == "waits for legacy.yml, which leads to parent app")
  }
}

@Suite("The gate of a task")
struct TaskReadinessTests {
  @Test(arguments: ReadinessQuestion.Event.allCases)
  func runsOnTheExactImage(_ event: ReadinessQuestion.Event) {
    var scene = Scene("test", event, task: "test")
    #expect(
      (decide(scene.question).task.image == "r/ci@sha256:ci") == (event != .workflowRun))
    scene.question.upstreamRun = "7.1"
    #expect(decide(scene.question).task.image == "r/ci@sha256:ci")
    scene.question.upstreamRun = "7.2"
    #expect((decide(scene.question).task.image != nil) == (event != .workflowRun))
    #expect(!decide(scene.question).promotes)
  }

  @Test func aRunThatIsNotRecordedMatchesNone() {
    var scene = Scene("test", .workflowRun, task: "test")
    scene.set("ci", .present(.init(digest: "sha256:ci")))
    #expect(decide(scene.question).task.image == nil)
  }

  @Test func waitsForAMissingImage() {
    var scene = Scene("test", task: "test")
    scene.set("ci", .absent)
    scene.question.active = ["wfgen-root.yml"]
    var decision = decide(scene.question)
    #expect(decision.task.image == nil && decision.warnings == [])
    #expect(decision.waits == [.init(image: "ci", workflow: "wfgen-root.yml")])
    scene.question.active = []
    decision = decide(scene.question)
    #expect(
      decision.warnings == [
        "test does not run: image ci is missing and no run will build it: run wfgen-ci.yml"
      ])
    #expect(decision.errors == [] && decision.dependsOnActive)
  }

  @Test func runsOnThePreviousImageWhereItMay() {
    var scene = Scene("test", task: "lint")
    scene.set("ci", .absent)
    scene.question.active = ["wfgen-ci.yml"]
    // At once, whatever is running.
    #expect(decide(scene.question).task.image == "r/ci@sha256:old-ci")
    #expect(!decide(scene.question).dependsOnActive)
    // After an upstream it is the last resort.
    scene.question.event = .workflowRun
    #expect(decide(scene.question).task.image == nil)
    scene.question.active = []
    #expect(decide(scene.question).task.image == "r/ci@sha256:old-ci")
    #expect(decide(scene.question).dependsOnActive)
    scene.question.answers["r/ci:latest"] = .absent
    #expect(decide(scene.question).warnings.count == 1)
  }

  @Test func anUnknownAnswerStopsIt() {
    var scene = Scene("test", task: "lint")
    scene.set("ci", .unknown("HTTP 500 from r"))
    #expect(decide(scene.question).halts)
    #expect(decide(scene.question).task.reason == "r/ci:src-ci is unknown: HTTP 500 from r")
    scene.set("ci", .absent)
    scene.question.answers["r/ci:latest"] = .unknown("no answer")
    #expect(decide(scene.question).errors == ["r/ci:latest is unknown: no answer"])
  }
}
