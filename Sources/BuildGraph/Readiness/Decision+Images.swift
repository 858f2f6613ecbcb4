extension Decision {
  /// The state of an image whose answers are known, and what makes it so.
  func standing(_ own: RegistryAnswer, _ links: [ParentLink])
    -> (state: Readiness.State, reason: String)
  {
    guard let own = own.published else { return (.missing, "its content tag is missing") }
    guard let bases = own.bases else {
      return (.outdated, "it does not record what it was built on")
    }
    if let link = links.first(where: { bases[$0.reference] == nil }) {
      return (.outdated, "it was not built on \(link.reference)")
    }
    let references = Set(links.map(\.reference))
    if let other = bases.keys.filter({ !references.contains($0) }).min(by: precedes) {
      return (.outdated, "it was built on \(other), which is no parent now")
    }
    let changed = links.first { link in
      link.answer.map { $0.published?.digest != bases[link.reference] } ?? false
    }
    if let changed { return (.outdated, "parent \(changed.reference) has changed") }
    return (.fresh, "it is up to date")
  }

  /// Decides about an image whose parents in the stage are decided.
  mutating func decide(
    _ image: PipelineData.Image, _ links: [ParentLink]
  ) -> Readiness.Image {
    let own = question.answer(question.exact(image))
    let (state, reason) = standing(own, links)
    var decision = Readiness.Image(name: image.name, state: state, action: .none, reason: reason)

    let rebuilt = links.first { sibling($0)?.action == .build }
    let isForced = state == .fresh && question.rebuild == .all
    guard state != .fresh || rebuilt != nil || isForced else { return decision }
    if let obstruction = obstruction(among: links, for: image.name) {
      decision.action = obstruction.action
      decision.reason = obstruction.reason
      decision.workflow = obstruction.workflow
      return decision
    }
    decision.action = .build
    if isForced {
      decision.isForced = true
      decision.seen = own.published?.digest ?? ""
      decision.reason = "everything is to be rebuilt"
    }
    if state != .missing, let rebuilt { decision.reason = "parent \(rebuilt.label) is rebuilt" }
    return decision
  }

  /// The decision about a parent of the same stage.
  private func sibling(_ link: ParentLink) -> Readiness.Image? {
    guard case .sibling = link.source else { return nil }
    return result.image(named: link.label)
  }

  private struct Obstruction {
    var action: Readiness.Action
    var reason: String
    var workflow: String
    /// What to tell a person; `nil` when the parent's own decision tells it.
    var lack: String?
  }

  /// What keeps an image from being built. A parent that will never come by itself goes before one
  /// that will: only a person can do something about it.
  private mutating func obstruction(
    among links: [ParentLink], for image: String
  ) -> Obstruction? {
    let all = links.compactMap { obstruction($0) }
    let first = all.first { $0.action == .fail } ?? all.first
    if let sentence = first?.lack {
      if let index = lacks.firstIndex(where: { $0.sentence == sentence }) {
        lacks[index].images.append(image)
      } else {
        lacks.append((sentence, [image]))
      }
    }
    return first
  }

  private mutating func obstruction(_ link: ParentLink) -> Obstruction? {
    switch link.source {
    case .sibling:
      // One that is there, if only outdated, is good enough to build on.
      guard let parent = sibling(link), parent.state == .missing else { return nil }
      switch parent.action {
      case .leave:
        return Obstruction(
          action: .leave, reason: "waits with parent \(link.label)", workflow: parent.workflow)
      case .fail:
        return Obstruction(
          action: .fail, reason: "parent \(link.label) cannot be built", workflow: parent.workflow)
      case .build, .none: return nil
      }
    case .workflow(let workflow, let leading):
      guard link.answer == .absent else { return nil }
      result.dependsOnActive = true
      if let running = leading.first(where: question.active.contains) {
        return Obstruction(
          action: .leave, reason: "waits for \(running), which leads to parent \(link.label)",
          workflow: running)
      }
      let remedy = workflow.isEmpty ? "" : ": run \(workflow)"
      return Obstruction(
        action: .fail, reason: "parent \(link.label) is missing\(remedy)", workflow: workflow,
        lack: "\(link.reference) is missing and no run will build it\(remedy)")
    case .external:
      guard link.answer == .absent else { return nil }
      return Obstruction(
        action: .fail, reason: "parent \(link.label) does not exist", workflow: "",
        lack: "\(link.reference) does not exist")
    }
  }
}
