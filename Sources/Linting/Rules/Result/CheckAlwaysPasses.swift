import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds jobs that wait for others on pull requests and succeed whatever came out.
  static let checkAlwaysPasses = Rule(
    id: "check-always-passes",
    summary: "A job waits for others, and succeeds even when they fail.",
    rationale: """
      A job behind always() or !cancelled() runs after failures, too. When it does nothing but \
      print, its check is green however the jobs that it needs have ended, and a branch that \
      requires it lets every change through.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions",
    severity: .warning,
    category: .result,
    fixes: .never,
    example: Example(
      "a check that only prints",
      bad: """
        on: pull_request
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps: [{run: make test}]
          ⟦all⟧:
            needs: test
            if: always()
            runs-on: ubuntu-24.04
            steps: [{run: echo done}]
        """,
      good: """
        on: pull_request
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps: [{run: make test}]
          all:
            needs: test
            if: always()
            runs-on: ubuntu-24.04
            steps: [{run: 'test "${{ needs.test.result }}" = success'}]
        """),
    check: .workflow { workflow, _ in
      guard
        workflow.triggers.contains(where: { ["pull_request", "merge_group"].contains($0.event) })
      else { return [] }
      return workflow.jobs.compactMap { job in
        guard !job.needs.isEmpty, let gate = Gate(of: job.body), gate.asksForStatus,
          !gate.expression.contains(where: { $0.path?.first == "needs" || $0.isEveryResult }),
          gate.isMetAfterFailure, !job.steps.isEmpty,
          job.steps.allSatisfy({ $0.onlyPrints }),
          JobExpressions(of: job, in: workflow).reads(of: "needs").isEmpty,
          !workflow.file[job.body.range].contains("toJSON(needs")
        else { return nil }
        return Finding(
          "job '\(job.id)' is green even when a job that it needs has failed, as it only prints",
          at: workflow.location(job.key),
          help: "let it fail unless the results under 'needs' are what they should be")
      }
    })
}

extension Gate {
  /// Whether it is met both after a failure and after success.
  fileprivate var isMetAfterFailure: Bool {
    [true, false].allSatisfy { isFine in
      var facts = GateFacts()
      facts.status["success"] = isFine
      facts.status["failure"] = !isFine
      facts.status["cancelled"] = false
      return facts.truth(of: expression) == true
    }
  }
}

extension Step {
  /// Whether its script prints and does nothing else.
  fileprivate var onlyPrints: Bool {
    guard let text = run?.text, body["if"] == nil, text.utf8.count < 2_000 else { return false }
    let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil))
    let script = ShellReader.read(text, scope: scope)
    return !script.commands.isEmpty
      && script.commands.allSatisfy { command in
        let words = command.words.map { $0.text.text ?? "" }
        guard command.isProgram, command.redirections.isEmpty else { return false }
        return ["echo", "printf", "true", ":"].contains(words[0])
          || (words[0] == "exit" && words.count > 1 && words[1] == "0")
      }
  }
}
