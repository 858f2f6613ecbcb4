import YAML

extension WorkflowFile {
  /// The steps of a job that are named for making room and whose scripts remove nothing.
  func emptyCleanUps(of job: Job) -> [(step: Step, script: StepScript)] {
    job.steps.enumerated().compactMap { position, step in
      guard step.isNamedForCleaning, let script = script(of: step, at: position, in: job),
        !script.commands.isEmpty,
        // What stands in substitutions is not among the commands.
        !script.text.contains("$("), !script.text.contains("`"), !script.text.contains("<<"),
        script.commands.allSatisfy(\.removesNothing)
      else { return nil }
      return (script.step, script)
    }
  }
}

extension Step {
  /// Whether its name promises room, and nothing else.
  fileprivate var isNamedForCleaning: Bool {
    guard let name = body["name"]?.text?.lowercased(), run != nil else { return false }
    let promises = [
      "clean up", "clean-up", "cleanup", "prune", "free disk", "free up", "make room",
    ]
    let others = [
      "report", "summar", "notif", "skip", "check", "show", "status", "before", "after", "done",
      "measure",
    ]
    return promises.contains { name.contains($0) } && !others.contains { name.contains($0) }
  }
}

extension ShellCommand {
  /// Whether a command of a clean-up takes nothing away.
  fileprivate var removesNothing: Bool {
    switch name {
    case "echo", "printf", "df", "du", "true", ":", "free", "ls", "set", "sleep", "date": true
    case "apt-get", "apt": ["clean", "autoclean"].contains(words.dropFirst().first?.text.text)
    case "docker":
      starts(with: "docker", "system", "df") || starts(with: "docker", "images")
        || starts(with: "docker", "ps")
    default: false
    }
  }
}
