import SourceText

extension MisorderedUses.Pair {
  /// Whether one command of bake builds both.
  func isBaked(in repository: Repository) -> Bool {
    repository.flow.isBakedWith(builder, use)
  }

  /// What a finding is about: one step that takes images of one other step or job.
  private func key(in repository: Repository) -> [Place] {
    var (place, other) = (use.place, repository.effects.builds[builder].place)
    if place.workflow != other.workflow || place.job != other.job {
      (place.leg, other.leg) = (0, 0)
    }
    return [place, other]
  }

  /// Pairs in groups of which each is one finding.
  static func groups(
    of pairs: [MisorderedUses.Pair], in repository: Repository
  ) -> [[MisorderedUses.Pair]] {
    var groups: [[MisorderedUses.Pair]] = []
    var positions: [[Place]: Int] = [:]
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
  /// What a called workflow does beside itself is told there, and once, however many call it.
  func findings(about pairs: [MisorderedUses.Pair]) -> [Finding] {
    var seen: Set<[String]> = []
    return MisorderedUses.Pair.groups(of: pairs, in: self).compactMap { group -> Finding? in
      guard let first = group.first else { return nil }
      let builder = effects.builds[first.builder]
      let parting = order.parting(builder.place, first.use.place)
      let file = workflows[first.use.place.workflow].file
      let isInside = parting.first.workflow != first.use.place.workflow
      func location(of use: ImageUse) -> SourceLocation {
        (isInside ? use.detail : nil) ?? SourceLocation(file, use.range)
      }
      let start = location(of: first.use)
      let others = Set(group.map { location(of: $0.use).range }).subtracting([start.range]).sorted()
      let message = "\(subject(of: first.use, more: others.count)), which \(explanation(of: first))"
      guard seen.insert([start.file.name, "\(start.range)", message]).inserted else { return nil }
      let named = first.use.parent.map {
        [Diagnostic.Label("the parent is named here", at: $0.location)]
      }
      return Finding(
        message, at: start,
        labels: [
          Diagnostic.Label(
            "the image is built here",
            at: (isInside ? builder.detail : nil) ?? self.location(ofBuild: first.builder))
        ] + (named ?? [])
          + others.map { Diagnostic.Label("taken here too", at: SourceLocation(start.file, $0)) },
        help: first.isBaked(in: self)
          ? "link the targets: contexts = { \"\(first.use.title)\" = \"target:…\" }"
          : parting.first.job == parting.second.job
            ? "build the parent in a job of its own that this one needs" : nil,
        fixes: fix(of: first).map { [$0] } ?? [])
    }
  }

  /// Who takes what: the first words of a finding.
  func subject(of use: ImageUse, more: Int) -> String {
    let and = more == 0 ? "" : " (and \(more) more)"
    let place = use.place.innermost
    let job = workflows[place.workflow].jobs[place.job].id
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
    let (builder, user) = order.parting(effects.builds[pair.builder].place, pair.use.place)
    if pair.isBaked(in: self) { return "another target of the same bake builds at the same time" }
    if builder.job == user.job {
      if builder.leg == user.leg { return "a later step of the same job builds" }
      return pair.relation == .after
        ? "a later job of the same matrix builds"
        : "another job of the same matrix builds at the same time"
    }
    let name = workflows[builder.workflow].jobs[builder.job].id
    return pair.relation == .after
      ? "job '\(name)' builds only afterwards"
      : "job '\(name)' builds at the same time"
  }

  private func fix(of pair: MisorderedUses.Pair) -> Fix? {
    let (builder, user) = order.parting(effects.builds[pair.builder].place, pair.use.place)
    guard pair.relation == .beside, builder.job != user.job else { return nil }
    let workflow = workflows[user.workflow]
    let (id, child) = (workflow.jobs[builder.job].id, workflow.jobs[user.job])
    return child.editToNeed(id, in: workflow.file).map {
      Fix("Let job '\(child.id)' need job '\(id)'", .unsafe, [$0])
    }
  }
}
