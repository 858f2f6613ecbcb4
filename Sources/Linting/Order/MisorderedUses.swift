import SourceText

/// The images that are taken beside, or before, the build that publishes them.
struct MisorderedUses {
  /// An image that is taken, and the build of it that is not waited for.
  struct Pair {
    var use: ImageUse
    var builder: Int
    var relation: WorkflowOrder.Relation
  }

  private let repository: Repository

  init(of repository: Repository) {
    self.repository = repository
  }

  /// Those in one run.
  var inOneRun: [Pair] {
    repository.flow.uses.compactMap { use in
      let relations = relations(of: use)
      return relations.first { builder, relation in
        isInOneRun(builder, use, relation)
          && builds[builder].conditions.mayCoincide(
            with: use.conditions, filteredBy: filters(in: use.place.workflow))
      }.map { Pair(use: use, builder: $0, relation: $1) }
    }
  }

  /// Those of runs of different workflows, which one event starts or which start each other.
  ///
  /// Images that are built only to see whether that works are left alone, and so are jobs that look
  /// into a registry before they start.
  var acrossRuns: [Pair] {
    repository.flow.uses.compactMap { use in
      if let build = use.build, builds[build].published.isEmpty { return nil }
      let relations = relations(of: use)
      guard !relations.contains(where: { isInOneRun($0, use, $1) }) else { return nil }
      return relations.first { builder, relation in
        switch relation {
        case .after: true
        case .together(let starts):
          starts.contains { start in
            builds[builder].conditions.mayHold(on: start.first)
              && use.conditions.mayHold(on: start.second)
          }
        default: false
        }
      }.map { Pair(use: use, builder: $0, relation: $1) }
    }
  }

  /// The jobs of a workflow that tell which paths a push has changed, by id.
  private func filters(in workflow: Int) -> Set<String> {
    let jobs = repository.workflows[workflow].jobs.filter { job in
      job.steps.contains { step in
        step.action.map { $0.hasSuffix("/paths-filter") || $0.hasSuffix("/changed-files") } ?? false
      }
    }
    return Set(jobs.map { $0.id.lowercased() })
  }

  private var builds: EffectList<ImageBuild> { repository.effects.builds }

  /// How each build of an image stands to its use; none when one of them is done before.
  private func relations(of use: ImageUse) -> [(Int, WorkflowOrder.Relation)] {
    let builders = repository.flow.builders(of: use)
    // An image built on its own earlier version waits for nobody, and neither does a job that
    // takes the last version of what it builds.
    let isOwn = builders.contains { builder in
      builder == use.build
        || (use.purpose != .parent && builds[builder].place.isInJob(of: use.place))
    }
    guard !builders.isEmpty, !isOwn, !repository.flow.isOnRunner(use), !mayFail(use) else {
      return []
    }
    var relations: [(Int, WorkflowOrder.Relation)] = []
    for builder in builders {
      let relation = relation(of: builder, to: use)
      if relation == .before { return [] }
      relations.append((builder, relation))
    }
    return relations
  }

  /// Whether a script goes on when it cannot pull the image, as in `docker pull … || true`.
  private func mayFail(_ use: ImageUse) -> Bool {
    guard use.purpose == .pull else { return false }
    let file = use.detail?.file ?? repository.workflows[use.place.workflow].file
    let rest = file.bytes[(use.detail?.range ?? use.range).end...].prefix { $0 != 0x0A }
    return rest.drop { $0 == 0x20 }.starts(with: "||".utf8)
  }

  private func isInOneRun(
    _ builder: Int, _ use: ImageUse, _ relation: WorkflowOrder.Relation
  ) -> Bool {
    relation == .beside
      || (relation == .after && builds[builder].place.workflow == use.place.workflow)
  }

  private func relation(of builder: Int, to use: ImageUse) -> WorkflowOrder.Relation {
    let place = builds[builder].place
    if repository.flow.isBakedWith(builder, use) { return .beside }
    if place.isOnRunner(of: use.place) {
      return repository.flow.positions[builder] < use.position ? .before : .after
    }
    return repository.order.relation(of: place, to: use.place)
  }
}
