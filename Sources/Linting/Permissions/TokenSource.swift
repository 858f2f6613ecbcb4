import YAML

extension Node {
  /// Whether it is the token of the run and nothing else.
  var isRunToken: Bool {
    guard let text, text.hasPrefix("${{"), text.hasSuffix("}}") else { return false }
    let name = text.dropFirst(3).dropLast(2).filter { !$0.isWhitespace }.lowercased()
    return name == "github.token" || name == "secrets.github_token"
  }
}

extension Step {
  /// Whether an input that holds a token by default, or is left out, is the token of the run.
  func usesRunToken(inputs: [String]) -> Bool {
    inputs.allSatisfy { input($0)?.isRunToken ?? true }
  }
}

extension WorkflowFile {
  /// What sets an environment variable of a step: the step itself, its job or the workflow.
  func environment(_ name: String, of step: Step, in job: Job) -> Node? {
    step.body["env"]?[name] ?? job.body["env"]?[name] ?? document.root?["env"]?[name]
  }
}
