/// How the images and tasks of one commit stand, all workflows taken together.
///
/// External bases do not count, as in the plan of a push: whoever asks wants to know whether a push
/// is done, and no push rebuilds a tree because a public tag has moved.
public struct CommitStatus: Equatable, Sendable {
  /// One image.
  public struct Image: Equatable, Sendable {
    /// How it stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
      /// Its content tag is there, built on what its parents are now.
      case fresh
      /// Its content tag is there, built on something else.
      case outdated
      /// Its content tag is not there.
      case missing
      /// It is missing or outdated, and so cannot be built: a parent is missing.
      case blocked
      /// A registry gave no usable answer.
      case unknown
    }

    /// The name.
    public var name: String
    /// Where exactly this content is, `repository:src-…`.
    public var reference: String
    /// What it holds; `nil` when it is not there or not known.
    public var digest: String?
    /// How it stands.
    public var state: State
    /// Why; lower case, no full stop.
    public var reason: String
    /// The missing parent, the missing parent of that, and so on: the last one can be built.
    public var blockers: [String] = []
    /// The workflows whose runs may lead to it: its own first, then upstream, nearest first.
    public var workflows: [String]
    /// The workflow that has to do something next; empty when there is none.
    public var next: String
  }

  /// One task. Whether it has run is nowhere in the registry; whether it can is.
  public struct Task: Equatable, Sendable {
    /// How it stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
      /// Its image is there.
      case ready
      /// Its image is not.
      case blocked
      /// A registry gave no usable answer.
      case unknown
    }

    /// The name.
    public var name: String
    /// The image that it runs in.
    public var image: String
    /// How it stands.
    public var state: State
    /// Why; lower case, no full stop.
    public var reason: String
    /// Its image when that is missing, and what that is blocked by.
    public var blockers: [String] = []
    /// Its workflow.
    public var workflow: String
  }

  /// The images, parents before children.
  public var images: [Image] = []
  /// The tasks, in the order of the manifest.
  public var tasks: [Task] = []
  /// The names of an image's parents among the images.
  private var parents: [String: [String]] = [:]

  /// Looks at everything that the registry says.
  ///
  /// - Parameter answers: what it says about each of ``references(of:tags:)``; what is not in it
  ///   counts as unknown.
  public init(
    of data: PipelineData, tags: [String: ContentTag], answers: [String: RegistryAnswer]
  ) {
    // Of no stage in particular: every parent then is one of another workflow.
    let decision = Decision(ReadinessQuestion(data: data, stage: "", tags: tags, answers: answers))
    var seen: [String: Image] = [:]
    for image in data.images {
      let status = Self.status(of: image, decision, seen)
      seen[image.name] = status
      images.append(status)
      parents[image.name] = image.parents.compactMap(\.image)
    }
    tasks = data.tasks.map { task in
      Self.status(
        of: task, data.stage(named: task.stage)?.workflow ?? "", decision.question, seen)
    }
  }

  /// The image of a name.
  public func image(named name: String) -> Image? { images.first { $0.name == name } }

  /// The names of these images and of all that they are built on.
  public func closure(of names: some Sequence<String>) -> Set<String> {
    var reached: Set<String> = []
    var next = Array(names)
    while let name = next.popLast() {
      if reached.insert(name).inserted { next += parents[name] ?? [] }
    }
    return reached
  }

  /// The references that a registry has to be asked about, sorted.
  public static func references(of data: PipelineData, tags: [String: ContentTag]) -> [String] {
    let question = ReadinessQuestion(data: data, stage: "", tags: tags, answers: [:])
    let parents = data.images.flatMap(\.parents).compactMap { parent in
      if case .builtBy(let reference, _) = parent.source { reference } else { nil }
    }
    let all =
      data.images.map(question.exact) + parents + data.tasks.compactMap(\.foreign?.reference)
    return Set(all).sorted(by: precedes)
  }
}

extension CommitStatus {
  /// How one image stands whose parents have been looked at.
  private static func status(
    of image: PipelineData.Image, _ decision: Decision, _ seen: [String: Image]
  ) -> Image {
    let question = decision.question
    let reference = question.exact(image)
    let own = question.answer(reference)
    let links = question.links(of: image)
    let workflows = question.workflows(building: image.stage)
    var status = Image(
      name: image.name, reference: reference, digest: own.published?.digest, state: .unknown,
      reason: "", workflows: workflows, next: workflows.first ?? "")
    let answers = [own] + (own == .absent ? [] : links.compactMap(\.answer))
    let places = [reference] + links.filter { $0.answer != nil }.map(\.reference)
    for (place, answer) in zip(places, answers) {
      guard case .unknown(let reason) = answer else { continue }
      status.reason = "\(place) is unknown: \(reason)"
      return status
    }
    let (state, reason) = decision.standing(own, links)
    status.reason = reason
    switch state {
    case .fresh: status.state = .fresh
    case .outdated: status.state = .outdated
    case .missing: status.state = .missing
    case .unknown: status.state = .unknown
    }
    guard state != .fresh, let link = links.first(where: { $0.answer == .absent }) else {
      return status
    }
    status.state = .blocked
    status.blockers = [link.label]
    status.reason = "parent \(link.label) is missing"
    if let parent = seen[link.label] {
      status.blockers += parent.blockers
      status.next = parent.next
      status.workflows += parent.workflows.filter { !workflows.contains($0) }
    } else if case .workflow(let file, _) = link.source {
      status.next = file
      if !workflows.contains(file) { status.workflows.append(file) }
    }
    return status
  }

  private static func status(
    of task: PipelineData.Task, _ workflow: String, _ question: ReadinessQuestion,
    _ seen: [String: Image]
  ) -> Task {
    var status = Task(
      name: task.name, image: task.image, state: .ready, reason: "", workflow: workflow)
    let image = seen[task.image]
    let reference = task.foreign?.reference ?? image?.reference ?? ""
    switch question.answer(reference) {
    case .present:
      status.reason = "image \(task.image) is there"
    case .absent:
      status.state = .blocked
      status.blockers = [task.image] + (image?.blockers ?? [])
      status.reason = "image \(task.image) is missing"
    case .unknown(let reason):
      status.state = .unknown
      status.reason = "\(reference) is unknown: \(reason)"
    }
    return status
  }
}
