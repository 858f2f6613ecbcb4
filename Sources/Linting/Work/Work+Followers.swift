import SourceText
import YAML

extension Repository {
  /// What relies on the result of a step: something that publishes, in words.
  func follower(of place: Place) -> String? {
    let workflow = workflows[place.workflow]
    let steps = work.steps[place.workflow][place.job]
    if place.step + 1 < steps.count,
      let later = steps.indices[(place.step + 1)...].first(where: { steps[$0].contains(.publish) })
    {
      let step = workflow.jobs[place.job].steps[later]
      return "step '\(step.title)'"
    }
    return follower(ofJob: place.job, in: place.workflow)
  }

  /// What relies on the result of a job: something that publishes, in words.
  func follower(ofJob job: Int, in workflow: Int) -> String? {
    let file = workflows[workflow]
    if let later = file.jobs.indices.first(where: {
      file.ancestors[$0].contains(job) && publishes($0, in: workflow)
    }) {
      return "job '\(file.jobs[later].id)'"
    }
    if let name = file.name.text, let listener = publishingListeners[name] {
      return "workflow '\(workflows[listener].title)'"
    }
    for (caller, other) in workflows.enumerated()
    where file.triggers.contains(where: {
      $0.event == "workflow_call"
    }) {
      for (position, call) in other.jobs.enumerated() where other.calls(file, call) {
        if let later = other.jobs.indices.first(where: {
          other.ancestors[$0].contains(position) && publishes($0, in: caller)
        }) {
          return "job '\(other.jobs[later].id)' of '\(other.title)'"
        }
      }
    }
    return nil
  }

  /// Whether a job publishes something, itself or through the workflow that it calls.
  func publishes(_ job: Int, in workflow: Int) -> Bool {
    if work.steps[workflow][job].contains(where: { $0.contains(.publish) }) { return true }
    guard let called = callee(ofJob: job, in: workflow) else { return false }
    return work.steps[called].contains { $0.contains { $0.contains(.publish) } }
  }

  /// Whether a job builds, tests or publishes something, itself or through the one that it calls.
  func works(_ job: Int, in workflow: Int) -> Bool {
    if work.steps[workflow][job].contains(where: { !$0.isEmpty }) { return true }
    guard let called = callee(ofJob: job, in: workflow) else { return false }
    return work.steps[called].contains { $0.contains { !$0.isEmpty } }
  }

  private func callee(ofJob job: Int, in workflow: Int) -> Int? {
    guard let uses = workflows[workflow].jobs[job].body["uses"]?.text, uses.hasPrefix("./") else {
      return nil
    }
    let path = String(uses.dropFirst(2))
    return workflows.firstIndex { $0.file.name == path }
  }
}

extension WorkflowFile {
  /// Whether a job of this workflow calls another workflow of the repository.
  fileprivate func calls(_ other: WorkflowFile, _ job: Job) -> Bool {
    job.body["uses"]?.hasText("./" + other.file.name) ?? false
  }
}

extension Step {
  /// What messages call it.
  var title: String {
    if let name = body["name"]?.text, !name.isEmpty { return name }
    if let action = body["uses"]?.text { return action }
    let line = run?.text?.split(separator: "\n").first ?? ""
    return line.count > 40 ? "\(line.prefix(40))…" : String(line)
  }
}
