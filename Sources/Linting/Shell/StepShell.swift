import YAML

/// The shell that runs the script of a step.
struct StepShell {
  /// Which language it speaks.
  enum Language: Hashable {
    /// The Bourne-again shell.
    case bash
    /// The shell that is called `sh`.
    case sh
    /// Bash where there is one, else `sh`.
    case either
  }

  /// Which language it speaks.
  var language: Language
  /// How it is started.
  var options: ShellOptions
  /// Where the file names it; `nil` for the default.
  var node: Node?

  /// The shell of a step; `nil` for another than those, and where it is not known.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>.steps[*].shell`: no shell is
  /// `bash -e {0}`, or `sh -e {0}` where there is no bash; `bash` is `bash --noprofile --norc -eo
  /// pipefail {0}`, `sh` is `sh -e {0}`; any other is taken as it is.
  init?(of step: Step, in job: Job, of workflow: WorkflowFile) {
    node =
      step.body["shell"] ?? job.body["defaults"]?["run"]?["shell"]
      ?? workflow.document.root?["defaults"]?["run"]?["shell"]
    options = ShellOptions(endsAtFailure: true)
    guard let node else {
      if job.mayRunOnWindows { return nil }
      language = .either
      return
    }
    switch node.text {
    case "bash":
      language = .bash
      options.seesWholePipelines = true
    case "sh": language = .sh
    case let text?:
      let words = text.split(separator: " ").map(String.init)
      let name = words.first?.split(separator: "/").last
      guard words.contains("{0}"), name == "bash" || name == "sh" else { return nil }
      language = name == "bash" ? .bash : .sh
      options = ShellOptions()
      options.take(words.dropFirst())
    case nil: return nil
    }
  }
}

extension Job {
  /// Whether it may run on Windows, where the default shell is PowerShell.
  var mayRunOnWindows: Bool {
    guard let runner = body["runs-on"] else { return true }
    let nodes = runner.kind == .scalar ? [runner] : runner.items.map(\.self)
    if runner.kind == .mapping { return true }
    return nodes.contains { node in
      guard let text = node.text?.lowercased() else { return true }
      if text.contains("windows") { return true }
      guard text.contains("${{") else { return false }
      return MatrixLeg.all(of: self).contains { leg in
        let scope = ValueScope(environments: [], leg: leg)
        return scope.resolve(node).text.text.map { $0.lowercased().contains("windows") } ?? true
      }
    }
  }
}
