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
  ///
  /// Where the builds are parts of called workflows it stands at the job that calls.
  func findings(about pairs: [MisorderedUses.Pair]) -> [Finding] {
    MisorderedUses.Pair.groups(of: pairs, in: self).compactMap { group -> Finding? in
      guard let first = group.first else { return nil }
      let use = first.use
      let builder = effects.builds[first.builder].place
      let file = workflows[use.place.workflow].file
      let own = SourceLocation(file, use.range)
      let others = Set(group.map(\.use.range)).subtracting([use.range]).sorted()
      var location = own
      var labels = [
        Diagnostic.Label("the image is built here", at: self.location(ofBuild: first.builder))
      ]
      if use.place.workflow != builder.workflow,
        let jobs = order.jobs(parting: builder, from: use.place)
      {
        let caller = workflows[jobs.workflow]
        location = caller.location(caller.jobs[jobs.second].key)
        labels.append(Diagnostic.Label("it is taken here", at: own))
      }
      labels += use.parent.map { [Diagnostic.Label("it is named here", at: $0.location)] } ?? []
      labels += others.map { Diagnostic.Label("taken here too", at: SourceLocation(file, $0)) }
      let isSameJob = use.place.job == builder.job && use.place.workflow == builder.workflow
      return Finding(
        "\(subject(of: use, more: others.count)), which \(explanation(of: first))", at: location,
        labels: labels,
        help: isSameJob ? "build the parent in a job of its own that this one needs" : nil,
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
    if use.workflow == builder.workflow, use.job == builder.job {
      if use.leg == builder.leg { return "a later step of the same job builds" }
      return pair.relation == .after
        ? "a later job of the same matrix builds"
        : "another job of the same matrix builds at the same time"
    }
    let jobs = order.jobs(parting: builder, from: use)
    let name = jobs.map { workflows[$0.workflow].jobs[$0.first].id } ?? ""
    return pair.relation == .after
      ? "job '\(name)' builds only afterwards"
      : "job '\(name)' builds at the same time"
  }

  private func fix(of pair: MisorderedUses.Pair) -> Fix? {
    guard pair.relation == .beside,
      let jobs = order.jobs(parting: effects.builds[pair.builder].place, from: pair.use.place),
      jobs.first != jobs.second
    else { return nil }
    let workflow = workflows[jobs.workflow]
    let (id, child) = (workflow.jobs[jobs.first].id, workflow.jobs[jobs.second])
    return child.editToNeed(id, in: workflow.file).map {
      Fix("Let job '\(child.id)' need job '\(id)'", .unsafe, [$0])
    }
  }
}
