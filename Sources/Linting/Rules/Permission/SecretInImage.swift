import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds build arguments whose values are secrets.
  static let secretInImage = Rule(
    id: "secret-in-image",
    summary: "A secret is given to a build as an argument.",
    rationale: """
      The value of a build argument stays in the history of the image, in the exported cache and \
      in the provenance: whoever can pull the image can read it. The mask over secrets covers logs, \
      not images. A secret mount leaves no trace.
      """,
    source: "https://docs.docker.com/build/building/secrets/",
    severity: .warning,
    category: .permission,
    fixes: .never,
    example: Example(
      "a token for private packages",
      bad: """
        on: push
        jobs:
          console:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: console
                  build-args: |
                    MODE=production
                    ⟦NPM_TOKEN=${{ secrets.NPM_TOKEN }}⟧
        """,
      good: """
        on: push
        jobs:
          console:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: console
                  build-args: MODE=production
                  secrets: npm_token=${{ secrets.NPM_TOKEN }}
        """),
    more: [
      Example(
        "a variable that holds a secret",
        bad: """
          on: push
          jobs:
            console:
              runs-on: ubuntu-24.04
              timeout-minutes: 20
              steps:
                - env: {NPM_TOKEN: '${{ secrets.NPM_TOKEN }}'}
                  run: docker build --build-arg ⟦NPM_TOKEN⟧ console
          """,
        good: """
          on: push
          jobs:
            console:
              runs-on: ubuntu-24.04
              timeout-minutes: 20
              steps:
                - env: {NPM_TOKEN: '${{ secrets.NPM_TOKEN }}'}
                  run: docker build --secret id=npm,env=NPM_TOKEN console
          """)
    ],
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job in
        job.steps.flatMap { inputs(of: $0, job, workflow) } + scripts(of: job, workflow)
      }
    })
}

private func finding(_ what: String, at range: SourceRange, in workflow: WorkflowFile) -> Finding {
  Finding(
    "\(what) can be read in the history of the image, in the exported cache and in its provenance "
      + "by everyone who can pull it",
    at: SourceLocation(workflow.file, range),
    help: "hand it over as a secret ('secrets:' or '--secret') and read it in the Dockerfile with "
      + "'RUN --mount=type=secret'")
}

/// Lines of action inputs that set build arguments.
private func inputs(of step: Step, _ job: Job, _ workflow: WorkflowFile) -> [Finding] {
  let name: String
  switch step.action {
  case "docker/build-push-action", "depot/build-push-action", "useblacksmith/build-push-action":
    name = "build-args"
  case "docker/bake-action", "depot/bake-action": name = "set"
  case "redhat-actions/buildah-build": name = "build-args"
  default: return []
  }
  guard let node = step.input(name), let text = node.text else { return [] }
  let places = ScalarPlaces(of: node, in: workflow.file)
  var seen: Set<Int> = []
  return PlacedExpression.all(in: node).compactMap { found in
    let bytes = Array(text.utf8)
    let newline = UInt8(ascii: "\n")
    let start = bytes[..<found.bracedRange.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = bytes[found.bracedRange.upperBound...].firstIndex(of: newline) ?? bytes.count
    let line = String(decoding: bytes[start..<end], as: UTF8.self)
    guard secret(of: found.node, step, job, workflow), seen.insert(start).inserted,
      name != "set" || line.contains(".args.")
    else { return nil }
    let lead = line.prefix { $0 == " " }.utf8.count
    return finding("this secret", at: places.range((start + lead)..<end), in: workflow)
  }
}

/// Whether an expression gives a secret, perhaps by way of a variable.
private func secret(
  of expression: ExpressionNode, _ step: Step, _ job: Job, _ workflow: WorkflowFile
) -> Bool {
  expression.carriesSecret
    || expression.carriedPaths.contains { path in
      path.count == 2 && path[0] == "env"
        && workflow.secretVariables(of: step, in: job).contains { $0.lowercased() == path[1] }
    }
}

/// Options of commands that set build arguments.
private func scripts(of job: Job, _ workflow: WorkflowFile) -> [Finding] {
  workflow.scripts(of: job, holding: ["--build-arg"]).flatMap { script -> [Finding] in
    let bytes = Array(script.text.utf8)
    let variables = workflow.secretVariables(of: script.step, in: job)
    return script.commands.flatMap { command -> [Finding] in
      command.words.indices.compactMap { index in
        let word = command.words[index]
        let isOption = word.text.text == "--build-arg"
        guard isOption || word.text.pattern.hasPrefix("--build-arg=") else { return nil }
        let value = isOption ? index + 1 : index
        guard value < command.words.count else { return nil }
        let start = command.words[value].start
        let end =
          value + 1 < command.words.count
          ? command.words[value + 1].start : command.range.upperBound
        guard start < end, end <= bytes.count else { return nil }
        let raw = String(decoding: bytes[start..<end], as: UTF8.self)
        guard isSecret(raw, variables: variables) else { return nil }
        let length = raw.trimmingEnd.utf8.count
        return finding(
          "this secret", at: script.places.range(start..<(start + length)), in: workflow)
      }
    }
  }
}

/// Whether a word as it is written names a secret, by an expression, a variable or its bare name.
private func isSecret(_ raw: String, variables: Set<String>) -> Bool {
  if let template = try? ExpressionTemplate(parsing: raw) {
    for case .expression(let content, _) in template.parts {
      if let node = try? ExpressionNode(parsing: content), node.carriesSecret { return true }
    }
  }
  let names = raw.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
  if !raw.dropFirst(raw.hasPrefix("--build-arg=") ? 12 : 0).contains("=") {
    return names.last.map(variables.contains) ?? false
  }
  return variables.contains { raw.contains("$\($0)") || raw.contains("${\($0)}") }
}

extension String {
  /// The text without the white space and line continuations at its end.
  fileprivate var trimmingEnd: Substring {
    var rest = self[...]
    while let last = rest.last, last.isWhitespace || last == "\\" { rest.removeLast() }
    return rest
  }
}

extension WorkflowFile {
  /// The environment variables of a step that hold secrets.
  func secretVariables(of step: Step, in job: Job) -> Set<String> {
    var names: Set<String> = []
    for node in [document.root?["env"], job.body["env"], step.body["env"]] {
      for entry in node?.entries.map(\.self) ?? [] {
        guard let name = entry.key.text else { continue }
        if entry.value.carriesSecret { names.insert(name) } else { names.remove(name) }
      }
    }
    return names
  }
}
