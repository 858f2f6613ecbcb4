/// All that the plan of one run depends on: the commit, the registry and what else is running.
public struct ReadinessQuestion: Equatable, Sendable {
  /// The event that started the run; it never decides what is built, only what is looked at.
  public enum Event: String, Hashable, Sendable, CaseIterable {
    /// Commits reached the branch.
    case push
    /// The time has come.
    case schedule
    /// A person asked for it.
    case dispatch = "workflow_dispatch"
    /// An upstream workflow completed.
    case workflowRun = "workflow_run"
  }

  /// What is rebuilt.
  public enum Rebuild: String, Hashable, Sendable, CaseIterable {
    /// What is not fresh.
    case stale
    /// Everything.
    case all
  }

  /// What an image of another stage may be replaced by while it is missing.
  public enum Parents: String, Hashable, Sendable, CaseIterable {
    /// Nothing: a child is built on exactly the parents of its commit.
    case exact
    /// What its first mutable tag holds, if there is something.
    case published
  }

  /// The images, stages and tasks.
  public var data: PipelineData
  /// The name of the stage that plans.
  public var stage: String
  /// The name of the task that plans.
  public var task: String?
  /// The content tags of the stage's images, of their parents and of the task's image.
  public var tags: [String: ContentTag]
  /// What the registries say, by reference; what is not in it counts as unknown.
  public var answers: [String: RegistryAnswer]
  /// The event that started the run.
  public var event: Event
  /// What is rebuilt.
  public var rebuild: Rebuild
  /// What a missing parent may be replaced by.
  public var parents: Parents
  /// The workflow files that have a queued or running run other than this one.
  public var active: Set<String>
  /// The run whose completion started this one, as `ID.ATTEMPT`.
  public var upstreamRun: String?

  /// Creates a question.
  public init(
    data: PipelineData, stage: String, task: String? = nil, tags: [String: ContentTag],
    answers: [String: RegistryAnswer], event: Event = .push, rebuild: Rebuild = .stale,
    parents: Parents = .exact, active: Set<String> = [], upstreamRun: String? = nil
  ) {
    self.data = data
    self.stage = stage
    self.task = task
    self.tags = tags
    self.answers = answers
    self.event = event
    self.rebuild = rebuild
    self.parents = parents
    self.active = active
    self.upstreamRun = upstreamRun
  }

  /// Whether new versions of images that others publish count: no push rebuilds a tree because a
  /// public tag has moved.
  public var looksOutside: Bool { event == .schedule || event == .dispatch }

  func answer(_ reference: String) -> RegistryAnswer {
    answers[reference] ?? .unknown("it was not asked for")
  }

  /// The reference of exactly this commit's content.
  func exact(_ image: PipelineData.Image) -> String {
    "\(image.repository):\(tags[image.name]?.rawValue ?? "")"
  }

  /// The workflow files whose runs lead to the images of a stage: its own, then those upstream,
  /// nearest first, then those of other hands that publish parents, and so start one of the former.
  func workflows(building stage: String) -> [String] {
    var stages = [stage]
    var index = 0
    while index < stages.count {
      for upstream in data.stage(named: stages[index])?.upstream ?? []
      where !stages.contains(upstream) {
        stages.append(upstream)
      }
      index += 1
    }
    var workflows = stages.compactMap { data.stage(named: $0)?.workflow }
    for parent in stages.flatMap({ name in data.images.filter { $0.stage == name } })
      .flatMap(\.parents)
    {
      guard case .builtBy(_, let workflow) = parent.source, !workflows.contains(workflow) else {
        continue
      }
      workflows.append(workflow)
    }
    return workflows
  }
}
