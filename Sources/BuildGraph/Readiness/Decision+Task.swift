extension Decision {
  /// Decides about the task; gives the unknown answers that forbid it.
  mutating func decideTask() -> [String] {
    guard let task = question.data.tasks.first(where: { $0.name == question.task }),
      let image = question.data.image(named: task.image)
    else { return [] }
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
    if let running {
      result.task.reason = "waits for \(running), which leads to image \(image.name)"
      result.waits.append(Readiness.Obstacle(image: image.name, workflow: running))
    } else {
      let remedy = workflows.first.map { ": run \($0)" } ?? ""
      result.task.reason = "image \(image.name) is missing and no run will build it\(remedy)"
      result.warnings.append("\(task.name) does not run: \(result.task.reason)")
    }
    return []
  }

  private mutating func stop(_ sentence: String) -> [String] {
    result.task.reason = sentence
    return [sentence]
  }
}
