import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds builds and publications that run after a failure or a cancellation.
  static let workAfterFailure = Rule(
    id: "work-after-failure",
    summary: "A job or a step builds or publishes although something before has failed.",
    rationale: """
      always() is met even when the run was cancelled and when anything before has failed, and \
      !cancelled() after any failure. What then builds and publishes does so from a run that was \
      meant to stop, or on top of what is not there.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#always",
    severity: .warning,
    category: .condition,
    fixes: .never,
    example: Example(
      "a push that nothing stops",
      bad: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            steps:
              - run: docker build -t ghcr.io/acme/app:latest .
              - run: docker push ghcr.io/acme/app:latest
                if: ⟦always()⟧
        """,
      good: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            steps:
              - run: docker build -t ghcr.io/acme/app:latest .
              - run: docker push ghcr.io/acme/app:latest
        """),
    more: [
      Example(
        "a job after a failed test",
        bad: """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps: [{run: make test}]
            release:
              needs: test
              if: ⟦${{ !cancelled() }}⟧
              runs-on: ubuntu-24.04
              steps: [{run: make publish}]
          """,
        good: """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps: [{run: make test}]
            release:
              needs: test
              runs-on: ubuntu-24.04
              steps: [{run: make publish}]
          """)
    ],
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return repository.gates[position].compactMap { placed in
          guard placed.gate.asksForStatus,
            let trouble = repository.trouble(survivedBy: placed, in: position)
          else { return nil }
          let help =
            trouble.isCancelled
            ? "leave the condition out, or write !cancelled() and ask for the results that count"
            : "leave the condition out, or ask for the results that count"
          return Finding(
            "\(placed.subject(in: workflow)) runs even when \(trouble.words), and may build or "
              + "publish all the same",
            at: workflow.location(placed.gate.node), help: help)
        }
      }
    })
}

extension Repository {
  /// What a job or a step that builds or publishes runs after; `nil` for nothing bad.
  fileprivate func trouble(
    survivedBy placed: PlacedGate, in position: Int
  ) -> (words: String, isCancelled: Bool)? {
    let workflow = workflows[position]
    let job = workflow.jobs[placed.job]
    let gate = placed.gate
    // What runs after a failure alone is there for that.
    let fine = truth(of: gate, success: true, failure: false, cancelled: false)
    guard fine != false else { return nil }
    let survivesCancellation =
      truth(of: gate, success: false, failure: false, cancelled: true) != false
    let survivesFailure = truth(of: gate, success: false, failure: true, cancelled: false) != false

    if let step = placed.step {
      let kinds = work.steps[position][placed.job]
      guard !kinds[step].isDisjoint(with: [.build, .publish]), !gate.readsResults else {
        return nil
      }
      if survivesCancellation {
        return ("the run was cancelled or a step before has failed", true)
      }
      let isTested = kinds[..<step].contains { $0.contains(.test) }
      guard survivesFailure, isTested, kinds[step].contains(.publish) else { return nil }
      return ("a test before has failed", false)
    }

    guard publishes(placed.job, in: position), !job.needs.isEmpty else { return nil }
    if survivesCancellation {
      return gate.readsResults
        ? ("the run was cancelled", true)
        : ("the run was cancelled or a job before has failed", true)
    }
    let readsNeeds = gate.expression.contains { $0.path?.first == "needs" }
    guard survivesFailure, !readsNeeds, !gate.readsResults else { return nil }
    return ("a job before has failed", false)
  }

  private func truth(
    of gate: Gate, success: Bool, failure: Bool, cancelled: Bool
  ) -> Bool? {
    var facts = GateFacts()
    facts.status["success"] = success
    facts.status["failure"] = failure
    facts.status["cancelled"] = cancelled
    return facts.truth(of: gate.expression)
  }
}
