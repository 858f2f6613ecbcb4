/// Decides what one run has to do.
///
/// The same question gets the same answer from `templates/scripts/decide.jq`, which generated
/// workflows run; every sentence in the answer is the same, too.
public func decide(_ question: ReadinessQuestion) -> Readiness {
  var decision = Decision(question)
  decision.decide()
  return decision.result
}

/// A decision being made.
struct Decision {
  let question: ReadinessQuestion
  /// The images of the stage with their parents.
  let stage: [(image: PipelineData.Image, links: [ParentLink])]
  var result = Readiness()
  /// What keeps images from being built, in the order of the first, and whom it does.
  var lacks: [(sentence: String, images: [String])] = []

  init(_ question: ReadinessQuestion) {
    self.question = question
    stage = question.data.images.filter { $0.stage == question.stage }
      .map { ($0, question.links(of: $0)) }
  }

  mutating func decide() {
    let unknown = stage.flatMap { unknownAnswers($0.image, $0.links) } + decideTask()
    if unknown.isEmpty {
      for (image, links) in stage { result.images.append(decide(image, links)) }
      result.errors = lacks.map {
        "\($0.sentence) (needed by \($0.images.joined(separator: ", ")))"
      }
      result.waits = obstacles(.leave) + result.waits
      result.fails = obstacles(.fail)
      result.promotes =
        !result.errors.isEmpty || result.images.contains { $0.action == .build }
        || stage.contains { isBehind($0.image) }
    } else {
      let (reason, dependsOnActive) = (result.task.reason, result.dependsOnActive)
      result = Readiness()
      result.halts = true
      result.task.reason = reason
      result.dependsOnActive = dependsOnActive
      for (image, links) in stage { result.images.append(halt(image, links)) }
      for sentence in unknown where !result.errors.contains(sentence) {
        result.errors.append(sentence)
      }
    }
    result.jobs = (question.data.stage(named: question.stage)?.jobs ?? []).map { job in
      let images = job.images.compactMap { result.image(named: $0) }
      let builds = images.filter { $0.action == .build }.map {
        Readiness.Build(
          image: $0.name, tag: question.tags[$0.name]?.rawValue ?? "", seen: $0.seen)
      }
      return Readiness.Job(id: job.id, builds: builds)
    }
  }

  /// Whether a mutable tag holds something else than the content tag does; one that cannot be told
  /// is looked at again by the promote job.
  private func isBehind(_ image: PipelineData.Image) -> Bool {
    guard let digest = question.answer(question.exact(image)).published?.digest else {
      return false
    }
    return image.tags.contains { tag in
      question.answer("\(image.repository):\(tag)").published?.digest != digest
    }
  }

  private func obstacles(_ action: Readiness.Action) -> [Readiness.Obstacle] {
    result.images.filter { $0.action == action }
      .map { Readiness.Obstacle(image: $0.name, workflow: $0.workflow) }
  }

  private func unknownAnswers(_ image: PipelineData.Image, _ links: [ParentLink]) -> [String] {
    let exact = question.exact(image)
    let own = (exact, question.answer(exact))
    let parents = links.compactMap { link in link.answer.map { (link.reference, $0) } }
    return ([own] + parents).compactMap { reference, answer in
      if case .unknown(let reason) = answer { "\(reference) is unknown: \(reason)" } else { nil }
    }
  }

  /// Nothing is built on a guess, not even what could be.
  private func halt(_ image: PipelineData.Image, _ links: [ParentLink]) -> Readiness.Image {
    let own = question.answer(question.exact(image))
    guard let unknown = unknownAnswers(image, links).first else {
      return Readiness.Image(
        name: image.name, state: standing(own, links).state, action: .none,
        reason: "another answer is unknown")
    }
    return Readiness.Image(
      name: image.name, state: own == .absent ? .missing : .unknown, action: .fail,
      reason: unknown)
  }
}
