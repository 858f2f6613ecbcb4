import SourceText
import YAML

extension Rule {
  /// Finds limits of time that GitHub cannot keep.
  static let limitBeyondRunner = Rule(
    id: "limit-beyond-runner",
    summary: "A limit of time is one that GitHub does not keep.",
    rationale: """
      Runners have limits of their own: 6 hours on GitHub's, 15 minutes on `ubuntu-slim`, 5 days on \
      one's own. A longer limit promises time that the job does not get. GitHub takes whole minutes \
      above zero and nothing else.
      """,
    source: "https://docs.github.com/en/actions/reference/limits",
    severity: .warning,
    category: .timeout,
    fixes: .never,
    example: Example(
      "half an hour on the smallest runner",
      bad: """
        on: push
        jobs:
          plan:
            runs-on: ubuntu-slim
            timeout-minutes: ⟦30⟧
            steps: [{run: make plan}]
        """,
      good: """
        on: push
        jobs:
          plan:
            runs-on: ubuntu-slim
            timeout-minutes: 10
            steps: [{run: make plan}]
        """),
    check: .workflow { workflow, repository in
      workflow.jobs.flatMap { job in
        var findings: [Finding] = []
        let limits = JobLimits.all(of: job, in: workflow, repository)
        let most = job.mostMinutes(in: workflow)
        func excess(_ minutes: Double) -> String? {
          guard let most, minutes > most.minutes else { return nil }
          return "\(most.whose) ends a job after \(TimeLimit.shown(most.minutes)) minutes, "
            + "whatever is said here"
        }
        let help = "split the job, or run it where it has that much time"
        if let node = job.body["timeout-minutes"],
          let minutes = limits.compactMap(\.whole.minutes).min()
        {
          if let excess = excess(minutes) {
            findings.append(Finding(excess, at: workflow.location(node), help: help))
          } else if let fault = fault(of: node, minutes) {
            findings.append(Finding(fault, at: workflow.location(node)))
          }
        }
        for step in job.steps {
          guard let node = step.body["timeout-minutes"],
            let minutes = limits.compactMap({ $0.limit(of: step).minutes }).min()
          else { continue }
          if let excess = excess(minutes) {
            findings.append(Finding(excess, at: workflow.location(node), help: help))
          } else if let fault = fault(of: node, minutes) {
            findings.append(Finding(fault, at: workflow.location(node)))
          }
        }
        return findings
      }
    })
}

/// What is wrong with a number of minutes that stands in the file.
private func fault(of node: Node, _ minutes: Double) -> String? {
  guard node.text?.contains("${{") == false else { return nil }
  if minutes <= 0 { return "'\(node.text ?? "")' is no limit: GitHub takes minutes above zero" }
  if minutes != minutes.rounded() {
    return "'\(node.text ?? "")' has a fraction: GitHub takes whole minutes"
  }
  return nil
}

extension Job {
  /// The longest that any runner of the job lets it run, in minutes.
  fileprivate func mostMinutes(in workflow: WorkflowFile) -> (whose: String, minutes: Double)? {
    let runners = runners.compactMap(\.self)
    if runners.contains(where: \.isSlim) { return ("'ubuntu-slim'", 15) }
    if runners.contains(where: \.isHosted) { return ("a runner of GitHub's", Self.defaultLimit) }
    if runners.contains(where: \.isSelfHosted) { return ("GitHub", 7200) }
    return nil
  }
}
