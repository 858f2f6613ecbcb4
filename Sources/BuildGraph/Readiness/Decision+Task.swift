extension Decision {
  /// Decides about the task; gives the unknown answers that forbid it.
  mutating func decideTask() -> [String] {
    guard let task = question.data.tasks.first(where: { $0.name == question.task }) else {
      return []
    }
    if let foreign = task.foreign { return decide(task, in: foreign) }
    guard let image = question.data.image(named: task.image) else { return [] }
    let exact = question.exact(image)
    switch question.answer(exact) {
    case .unknown(let reason): return stop("\(exact) is unknown: \(reason)")
    case .absent: return decide(task, without: image)
    case .present(let published):
      // A completed upstream counts only when it built the image: another one has been used before.
      let isNew =
        question.event != .workflowRun
        || question.upstreamRun != nil && question.upstreamRun == published.run
      result.task.image = isNew ? "\(image.repository)@\(published.digest)" : nil
      result.task.reason =
        "image \(image.name) is there" + (isNew ? "" : ", but not from the run before")
      return []
    }
  }

  /// Decides about a task in an image that an existing workflow publishes: what is published is
  /// what the task runs in, whatever started it.
  private mutating func decide(
    _ task: PipelineData.Task, in foreign: PipelineData.Task.Foreign
  ) -> [String] {
    switch question.answer(foreign.reference) {
    case .unknown(let reason): return stop("\(foreign.reference) is unknown: \(reason)")
    case .present(let published):
      result.task.image = "\(foreign.repository)@\(published.digest)"
      result.task.reason = "image \(task.image) is there"
    case .absent:
      result.dependsOnActive = true
      leave(
        task, missing: task.image,
        running: question.active.contains(foreign.workflow) ? foreign.workflow : nil,
        remedy: ": run \(foreign.workflow)")
    }
    return []
  }

  private mutating func decide(
    _ task: PipelineData.Task, without image: PipelineData.Image
  ) -> [String] {
    let workflows = question.workflows(building: image.stage)
    let running = workflows.first(where: question.active.contains)
    let runsAtOnce = question.event == .push && task.onPush == .atOnce
    let takesPrevious = runsAtOnce || task.upstreamFailed == .usePrevious && running == nil
    result.dependsOnActive = !runsAtOnce
    if takesPrevious, let previous = image.published {
      switch question.answer(previous) {
      case .unknown(let reason): return stop("\(previous) is unknown: \(reason)")
      case .present(let published):
        result.task.image = "\(image.repository)@\(published.digest)"
        result.task.reason = "image \(image.name) is missing: \(previous) is used"
        return []
      case .absent: break
      }
    }
    result.dependsOnActive = true
    let remedy = workflows.first.map { ": run \($0)" } ?? ""
    leave(task, missing: image.name, running: running, remedy: remedy)
    return []
  }

  /// Leaves a task whose image is missing.
  private mutating func leave(
    _ task: PipelineData.Task, missing image: String, running: String?, remedy: String
  ) {
    if let running {
      result.task.reason = "waits for \(running), which leads to image \(image)"
      result.waits.append(Readiness.Obstacle(image: image, workflow: running))
    } else {
      result.task.reason = "image \(image) is missing and no run will build it\(remedy)"
      result.warnings.append("\(task.name) does not run: \(result.task.reason)")
    }
  }

  private mutating func stop(_ sentence: String) -> [String] {
    result.task.reason = sentence
    return [sentence]
  }
}
