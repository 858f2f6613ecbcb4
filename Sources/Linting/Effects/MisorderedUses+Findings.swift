import SourceText

extension MisorderedUses.Pair {
  /// What a finding is about: one step that takes images of one other step or job.
  private func key(in repository: Repository) -> [Int] {
    let (place, other) = (use.place, repository.effects.builds[builder].place)
    let isSameJob = place.job == other.job && place.workflow == other.workflow
    return [
      place.workflow, place.job, place.step, other.workflow, other.job, other.step,
      isSameJob ? place.leg : -1, isSameJob ? other.leg : -1,
    ]
  }

  /// Pairs in groups of which each is one finding.
  static func groups(
    of pairs: [MisorderedUses.Pair], in repository: Repository
  ) -> [[MisorderedUses.Pair]] {
    var groups: [[MisorderedUses.Pair]] = []
    var positions: [[Int]: Int] = [:]
    for pair in pairs {
      let key = pair.key(in: repository)
      if let position = positions[key] {
        groups[position].append(pair)
      } else {
        positions[key] = groups.count
        groups.append([pair])
      }
    }
    return groups
  }
}

extension Repository {
  /// Where a build is named.
  func location(ofBuild build: Int) -> SourceLocation {
    let build = effects.builds[build]
    return SourceLocation(workflows[build.place.workflow].file, build.range)
  }

  /// One finding for each step that takes images of the same run beside their builds.
  func findings(about pairs: [MisorderedUses.Pair]) -> [Finding] {
    MisorderedUses.Pair.groups(of: pairs, in: self).compactMap { group in
      guard let first = group.first else { return nil }
      let (use, builder) = (first.use, effects.builds[first.builder].place)
      let workflow = workflows[use.place.workflow]
      let others = Set(group.map(\.use.range)).subtracting([use.range]).sorted()
      return Finding(
        "\(subject(of: use, more: others.count)), which \(explanation(of: first))",
        at: SourceLocation(workflow.file, use.range),
        labels: [Diagnostic.Label("the image is built here", at: location(ofBuild: first.builder))]
          + (use.parent.map { [Diagnostic.Label("it is named here", at: $0.location)] } ?? [])
          + others.map {
            Diagnostic.Label("taken here too", at: SourceLocation(workflow.file, $0))
          },
        help: use.place.job == builder.job && use.place.workflow == builder.workflow
          ? "build the parent in a job of its own that this one needs" : nil,
        fixes: fix(of: first).map { [$0] } ?? [])
    }
  }

  /// Who takes what: the first words of a finding.
  func subject(of use: ImageUse, more: Int) -> String {
    let and = more == 0 ? "" : " (and \(more) more)"
    let job = workflows[use.place.workflow].jobs[use.place.job].id
    switch use.purpose {
    case .parent:
      let build = use.build.map { effects.builds[$0] }
      let image = build?.published.first?.repository ?? build?.dockerfile ?? "an image"
      return "'\(image)'\(and) is built on '\(use.title)'"
    case .container: return "job '\(job)' runs in '\(use.title)'"
    case .run: return "job '\(job)' runs '\(use.title)'"
    case .pull: return "job '\(job)' pulls '\(use.title)'"
    }
  }

  private func explanation(of pair: MisorderedUses.Pair) -> String {
    let (use, builder) = (pair.use.place, effects.builds[pair.builder].place)
    guard use.workflow == builder.workflow else {
      return "'\(workflows[builder.workflow].title)' builds at the same time in the same run"
    }
    if use.job == builder.job {
      return use.leg == builder.leg
        ? "a later step of the same job builds"
        : "another job of the same matrix builds at the same time"
    }
    let name = workflows[builder.workflow].jobs[builder.job].id
    return pair.relation == .after
      ? "job '\(name)' builds only afterwards"
      : "job '\(name)' builds at the same time"
  }

  private func fix(of pair: MisorderedUses.Pair) -> Fix? {
    let (use, builder) = (pair.use.place, effects.builds[pair.builder].place)
    guard use.workflow == builder.workflow, use.job != builder.job, pair.relation == .beside else {
      return nil
    }
    let workflow = workflows[use.workflow]
    let id = workflow.jobs[builder.job].id
    return workflow.jobs[use.job].editToNeed(id, in: workflow.file).map {
      Fix("Let job '\(workflow.jobs[use.job].id)' need job '\(id)'", .unsafe, [$0])
    }
  }
}
