import BuildGraph

/// A commit of three workflows and a task: base -> ci -> dev, and app on what another workflow
/// publishes. At first everything is there.
struct CommitScene {
  static let commit = "1111111111111111111111111111111111111111"

  static let data = PipelineData(
    repository: "o/r", branch: "main",
    stages: [
      .init(name: "base", workflow: "wfgen-base.yml", title: "Base"),
      .init(name: "ci", workflow: "wfgen-ci.yml", title: "CI", upstream: ["base"]),
      .init(name: "app", workflow: "wfgen-app.yml", title: "App"),
      .init(name: "test", workflow: "wfgen-test.yml", title: "Test", upstream: ["ci"]),
    ],
    images: [
      image("base", "base", .external(reference: "python:3")), image("ci", "ci", .image("base")),
      image("dev", "ci", .image("ci")),
      image("app", "app", .builtBy(reference: "legacy:1", workflow: "legacy.yml")),
    ],
    tasks: [
      .init(name: "test", stage: "test", image: "ci"),
      .init(
        name: "old", stage: "test", image: "legacy",
        foreign: .init(repository: "legacy", reference: "legacy:1", workflow: "legacy.yml")),
    ])

  static let tags = Dictionary(
    data.images.map { ($0.name, ContentTag(rawValue: "src-\($0.name)")) },
    uniquingKeysWith: { $1 })

  private static func image(
    _ name: String, _ stage: String, _ parents: PipelineData.Parent.Source...
  ) -> PipelineData.Image {
    .init(
      name: name, stage: stage, level: 0, repository: "r/\(name)", dockerfile: name,
      parents: parents.map { .init($0, as: .argument("BASE")) })
  }

  var answers: [String: RegistryAnswer] = [
    "legacy:1": .present(.init(digest: "sha256:legacy")),
    "r/base:src-base": .present(.init(digest: "sha256:base", bases: ["python:3": "sha256:py"])),
    "r/ci:src-ci": .present(.init(digest: "sha256:ci", bases: ["r/base:src-base": "sha256:base"])),
    "r/dev:src-dev": .present(.init(digest: "sha256:dev", bases: ["r/ci:src-ci": "sha256:ci"])),
    "r/app:src-app": .present(.init(digest: "sha256:app", bases: ["legacy:1": "sha256:legacy"])),
  ]

  /// Takes images away.
  init(without names: String...) {
    for name in names { answers["r/\(name):src-\(name)"] = .absent }
  }

  var status: CommitStatus { CommitStatus(of: Self.data, tags: Self.tags, answers: answers) }
}

extension WorkflowRun {
  /// A run of the scene's commit, unless another one is given; times are minutes.
  init(
    _ id: Int, of workflow: String, _ status: String, commit: String = CommitScene.commit,
    attempt: Int = 1, from start: Int = 0, to end: Int? = nil
  ) {
    let isOver = !["queued", "in_progress", "pending", "waiting", "requested"].contains(status)
    func time(_ minute: Int) -> String { "2026-01-01T10:\(minute < 10 ? "0" : "")\(minute):00Z" }
    self.init(
      id: id, attempt: attempt, workflow: "wfgen-\(workflow).yml",
      status: isOver ? "completed" : status, conclusion: isOver ? status : nil, commit: commit,
      page: "https://example.org/\(id)", started: time(start), updated: time(end ?? start))
  }
}
