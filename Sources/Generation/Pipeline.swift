public import BuildGraph
public import Manifest
public import SourceText

/// The workflows that a project gets: stages, chained along the true graph.
public struct Pipeline: Sendable {
  /// What they are made from.
  public let project: Project
  /// The stages; each after the stages that start it.
  public let stages: [Stage]
  /// The tasks whose work workflows of other hands do, as stages.
  public let existing: [Stage]
  /// What the layout had to change, and what it cannot do.
  public private(set) var diagnostics: [Diagnostic]
  private let stageOfImage: [NodeID: Int]

  /// How many hops of `workflow_run` GitHub makes: docs "Events that trigger workflows",
  /// `workflow_run`, "chain together more than three levels".
  public static let maximumHops = 3
  /// How many jobs one matrix may make in a run: docs "Actions limits", "Workflow syntax" on
  /// `strategy.matrix`.
  public static let maximumMatrixJobs = 256
  /// Above this number of images a push is not filtered by paths: GitHub looks at the first 300
  /// changed files alone.
  public static let maximumImagesWithPaths = 100

  /// Arranges the images of a project in stages.
  ///
  /// A single workflow follows the edges as closely as the size of its file allows.
  public init(_ project: Project) {
    guard project.manifest.layout == .single else {
      self.init(project, .byLevel)
      return
    }
    self.init(project, .byEdges)
    guard let reason = tooLarge else { return }
    for (division, sharing) in [
      (JobDivision.byParents, "with the same parents"), (.byLevel, "of one level"),
    ] where tooLarge != nil {
      self.init(project, division)
      guard tooLarge == nil else { continue }
      diagnostics.append(
        Diagnostic(
          "shared-jobs", .info,
          "\(reason.message): images \(sharing) share a job, and what is built on one of them "
            + "waits for all",
          at: reason.location))
      diagnostics.sort()
    }
  }

  private var tooLarge: Diagnostic? { diagnostics.first { $0.rule == Self.tooLargeRule } }

  private init(_ project: Project, _ division: JobDivision) {
    var planner = StagePlanner(project, division)
    self.project = project
    let planned = planner.stages()
    stages = planned.filter { $0.existing == nil }
    existing = planned.filter { $0.existing != nil }
    diagnostics = planner.diagnostics
    stageOfImage = Dictionary(
      stages.enumerated().flatMap { index, stage in stage.images.map { ($0.id, index) } },
      uniquingKeysWith: { first, _ in first })
    diagnostics += shortTimeouts + pullRequestProblems
    diagnostics += costlyPolicies
    diagnostics += capsPerWorkflow
    diagnostics += Self.clashingStepIDs(of: project) + deniedPermissions + imagesInCache
    diagnostics += registryLimits
    diagnostics += oversizedWorkflows + oversizedPlans + exceededWidths + windowsBuilds
    diagnostics.sort()
  }

  /// The stage that builds an image.
  public func stage(building id: NodeID) -> Stage? {
    stageOfImage[id].map { stages[$0] }
  }

  /// The names of the workflows whose completion starts a stage, in the order of the chain.
  func upstreamNames(of stage: Stage) -> [String] {
    stages.filter { stage.upstream.contains($0.id) }.map(\.title) + stage.foreignUpstream
  }

  /// Whether the daily net starts a stage: the first of a chain, or one that builds on images from
  /// elsewhere, whose digests only scheduled and manual runs compare.
  func needsSchedule(_ stage: Stage) -> Bool {
    guard !stage.buildJobs.isEmpty else { return false }
    return stage.isRoot
      || stage.images.contains { image in
        image.parents.contains { parent in
          if case .external = parent.source { true } else { false }
        }
      }
  }
}

extension Pipeline {
  /// Whether a runner has to emulate one of the image's platforms.
  func needsEmulation(_ image: ResolvedImage) -> Bool {
    let runner = image.image.extras.runner?.value ?? project.manifest.runner
    // `ubuntu-24.04-arm`, `ARM64` of self-hosted runners; not `farm`.
    let words = runner.lowercased().split { !$0.isLetter && !$0.isNumber }
    let isArm = words.contains { ["arm", "arm64", "aarch64"].contains($0) }
    let native = isArm ? "arm64" : "amd64"
    return image.platforms.contains { $0.split(separator: "/").dropFirst().first ?? "" != native }
  }
}
