import SourceText
import YAML

/// The script of a step, for a POSIX shell.
struct StepScript {
  /// The position of the step in its job.
  var position: Int
  /// The step.
  var step: Step
  /// What holds the script: `run`, or the input of an action that repeats it.
  var node: Node
  /// The script.
  var text: String
  /// The simple commands, in order, whose matrix values are unknown.
  var commands: [ShellCommand]
  /// Where they are in the file.
  var places: ScalarPlaces

  /// The place of a command, cut at the end of its first line.
  func range(of command: ShellCommand) -> SourceRange { places.range(command.range) }
}

extension WorkflowFile {
  /// The scripts of a job's steps that hold one of some words, or all of them when there are none,
  /// for rules that need no more than their commands.
  func scripts(of job: Job, holding sought: [String]) -> [StepScript] {
    guard sought.isEmpty || sought.contains(where: { words.mayHold($0) }) else { return [] }
    return job.steps.enumerated().compactMap { position, step in
      script(of: step, at: position, in: job, holding: sought)
    }
  }

  /// The same for one step, at its position in the job.
  func script(
    of step: Step, at position: Int, in job: Job, holding sought: [String] = []
  ) -> StepScript? {
    guard let node = script(of: step, in: job), let bytes = node.utf8,
      sought.isEmpty || sought.contains(where: { bytes.holds($0) })
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let scope = ValueScope(
      environments: [step.body["env"], job.body["env"], document.root?["env"]].compactMap { $0 },
      leg: MatrixLeg(values: nil), slug: nil)
    return StepScript(
      position: position, step: step, node: node, text: text,
      commands: ShellReader.commands(in: text, scope: scope),
      places: ScalarPlaces(of: node, in: file))
  }

  /// What a step gives to a POSIX shell.
  func script(of step: Step, in job: Job) -> Node? {
    switch step.action {
    case "nick-fields/retry", "nick-invision/retry":
      let shell = step.input("shell")?.text ?? "bash"
      return shell == "bash" || shell == "sh" ? step.input("command") : nil
    case .some: return nil
    case nil: break
    }
    let shell =
      step.body["shell"] ?? job.body["defaults"]?["run"]?["shell"]
      ?? document.root?["defaults"]?["run"]?["shell"]
    guard let name = shell?.text else { return shell == nil ? step.run : nil }
    return name.hasPrefix("bash") || name.hasPrefix("sh") ? step.run : nil
  }
}

extension ShellCommand {
  /// The words as far as they are known, `nil` for those that are not.
  var texts: [String?] { words.map(\.text.text) }

  /// The first word without its directory, such as `rm` of `/bin/rm`.
  var name: String? {
    words.first?.text.text.map { String($0.split(separator: "/").last ?? "") }
  }

  /// Whether the words begin with these.
  func starts(with wanted: String...) -> Bool {
    words.count >= wanted.count && zip(words, wanted).allSatisfy { $0.text.text == $1 }
  }
}
