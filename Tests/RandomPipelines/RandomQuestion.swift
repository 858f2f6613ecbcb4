public import BuildGraph

/// States of registries and of GitHub in which a run may find itself.
public enum RandomQuestion {
  /// A question about some stage or task; mostly about registries that hold what they should.
  public static func make(
    about data: PipelineData, tags: [String: ContentTag], using random: inout SplitMix
  ) -> ReadinessQuestion {
    let stage = random.pick(data.stages, or: .init(name: "s0", workflow: "", title: ""))
    let workflows = data.stages.map(\.workflow) + ["legacy.yml", "other.yml"]
    let runs = ["71.1", "71.2"]
    return ReadinessQuestion(
      data: data, stage: random.chance(90) ? stage.name : "tasks",
      task: random.chance(40) ? data.tasks.randomElement(using: &random)?.name : nil, tags: tags,
      answers: answers(about: data, tags: tags, runs: runs, using: &random),
      event: random.pick(ReadinessQuestion.Event.allCases, or: .push),
      rebuild: random.chance(15) ? .all : .stale,
      parents: random.chance(35) ? .published : .exact,
      active: random.chance(40) ? Set(random.some(workflows, atMost: 3)) : [],
      upstreamRun: random.chance(60) ? random.pick(runs, or: "") : nil)
  }

  /// What the registries answer about everything that could be asked.
  private static func answers(
    about data: PipelineData, tags: [String: ContentTag], runs: [String],
    using random: inout SplitMix
  ) -> [String: RegistryAnswer] {
    // Some registries are nearly complete, some nearly empty.
    let missing = random.pick([0, 5, 30, 80], or: 0)
    let changed = random.pick([0, 10, 40], or: 0)
    var answers: [String: RegistryAnswer] = [:]
    for image in data.images {
      let references = image.parents.map { reference(of: $0, in: data, tags: tags, using: &random) }
      for reference in references where answers[reference] == nil {
        answers[reference] =
          random.chance(missing / 2) ? .absent : .present(.init(digest: digest(using: &random)))
      }
      var bases: [String: String] = [:]
      for reference in references where !random.chance(changed / 8) {
        let now = answers[reference]?.published?.digest
        bases[reference] = random.chance(changed) ? digest(using: &random) : now ?? "sha256:0"
      }
      if random.chance(changed / 8) { bases["ghcr.io/octo-org/former:latest"] = "sha256:1" }
      let own = digest(using: &random)
      answers["\(image.repository):\(tags[image.name]?.rawValue ?? "")"] =
        random.chance(missing)
        ? .absent
        : .present(
          .init(
            digest: own, bases: random.chance(95) ? bases : nil,
            run: random.chance(90) ? random.pick(runs, or: "") : nil))
      if let published = image.published {
        answers[published] =
          random.chance(missing)
          ? .absent
          : .present(.init(digest: random.chance(50) ? own : digest(using: &random)))
      }
    }
    for foreign in data.tasks.compactMap(\.foreign) where answers[foreign.reference] == nil {
      answers[foreign.reference] =
        random.chance(missing) ? .absent : .present(.init(digest: digest(using: &random)))
    }
    if random.chance(12), let some = answers.keys.sorted().randomElement(using: &random) {
      answers[some] = random.chance(80) ? .unknown("HTTP 500 from ghcr.io") : nil
    }
    return answers
  }

  private static func reference(
    of parent: PipelineData.Parent, in data: PipelineData, tags: [String: ContentTag],
    using random: inout SplitMix
  ) -> String {
    switch parent.source {
    case .external(let reference), .builtBy(let reference, _): return reference
    case .image(let name):
      guard let image = data.image(named: name) else { return "" }
      if random.chance(10), let published = image.published { return published }
      return "\(image.repository):\(tags[name]?.rawValue ?? "")"
    }
  }

  private static func digest(using random: inout SplitMix) -> String {
    "sha256:\(RandomTree.id(using: &random))"
  }
}
