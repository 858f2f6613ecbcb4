import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds conditions that take the text 'false' for false.
  static let falseTextIsTrue = Rule(
    id: "false-text-is-true",
    summary: "A condition is met by the text 'false'.",
    rationale: """
      Outputs and variables are texts. Alone in a condition, a text counts as \
      true unless it is empty, and 'false' is not empty: the job or step runs either way.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#literals",
    severity: .error,
    category: .condition,
    fixes: .never,
    example: Example(
      "an output that is 'true' or 'false'",
      bad: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            steps:
              - {id: changes, run: 'echo "app=false" >> "$GITHUB_OUTPUT"'}
              - run: make app
                if: ⟦steps.changes.outputs.app⟧
        """,
      good: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            steps:
              - {id: changes, run: 'echo "app=false" >> "$GITHUB_OUTPUT"'}
              - run: make app
                if: steps.changes.outputs.app == 'true'
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return repository.gates[position].flatMap { placed in
          placed.gate.expression.bareValues.compactMap { node in
            guard let path = node.path,
              workflow.isTrueOrFalseText(path, in: workflow.jobs[placed.job])
            else { return nil }
            return Finding(
              "this is a text, and 'false' is true as any text that is not empty: "
                + "\(placed.subject(in: workflow)) does not depend on it",
              at: placed.gate.location(node, in: workflow.file), help: "compare it with 'true'")
          }
        }
      }
    })
}

extension ExpressionNode {
  /// The values that count as true or false here as they are.
  fileprivate var bareValues: [ExpressionNode] {
    switch kind {
    case .and(let terms), .or(let terms): terms.flatMap(\.bareValues)
    case .not(let value): value.bareValues
    case .index, .context: [self]
    default: []
    }
  }
}

extension WorkflowFile {
  /// Whether it is certain that a value is the text 'true' or the text 'false'.
  fileprivate func isTrueOrFalseText(_ path: [String], in job: Job) -> Bool {
    switch (path.first, path.count) {
    case ("env", 2):
      let nodes = [job.body["env"], document.root?["env"]].compactMap { environment in
        environment?.entries.first { $0.key.text?.lowercased() == path[1] }?.value
      }
      guard let text = nodes.first?.plainText else { return false }
      return text == "false" && !setsEnvironment(job)
    case ("steps", 4) where path[2] == "outputs":
      return job.steps.contains { step in
        step.id?.lowercased() == path[1] && step.givesTrueOrFalse(path[3])
      }
    case ("needs", 4) where path[2] == "outputs":
      guard let other = jobs.first(where: { $0.id.lowercased() == path[1] }),
        let text = other.body["outputs"]?.entries.first(where: {
          $0.key.text?.lowercased() == path[3]
        })?.value.text, let expression = ExpressionNode(single: text)
      else { return false }
      switch expression.kind {
      case .compare, .not: return true
      default: break
      }
      guard let inner = expression.path, inner.first == "steps", inner.count == 4 else {
        return false
      }
      return isTrueOrFalseText(inner, in: other)
    default: return false
    }
  }

  private func setsEnvironment(_ job: Job) -> Bool {
    job.steps.contains { $0.run?.utf8?.holds("GITHUB_ENV") == true || $0.action != nil }
  }
}

extension Step {
  /// Whether an output is always 'true' or 'false' when it is set, and may be 'false'.
  fileprivate func givesTrueOrFalse(_ output: String) -> Bool {
    if action == "dorny/paths-filter" {
      return output != "changes" && !output.hasSuffix("_count") && !output.hasSuffix("_files")
    }
    guard let script = run?.text?.lowercased(), script.contains("github_output") else {
      return false
    }
    return script.contains("\"\(output)=false\"") || script.contains("echo \(output)=false ")
      || script.contains("'\(output)=false'")
  }
}
