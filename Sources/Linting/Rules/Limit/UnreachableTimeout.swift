import SourceText
import YAML

extension Rule {
  /// Finds time limits beyond those of GitHub's own runners.
  static let unreachableTimeout = Rule(
    id: "unreachable-timeout",
    summary: "A time limit is longer than the runner gives.",
    rationale: """
      GitHub ends every job on its own runners after six hours, whatever `timeout-minutes` says. \
      Work that needs longer never ends well.
      """,
    source: "https://docs.github.com/en/actions/reference/limits",
    severity: .warning,
    category: .limit,
    fixes: .never,
    example: Example(
      "eight hours",
      bad: """
        on: push
        jobs:
          compiler:
            runs-on: ubuntu-24.04
            timeout-minutes: ⟦480⟧
            steps:
              - run: make compiler
        """,
      good: """
        on: push
        jobs:
          compiler:
            runs-on: ubuntu-24.04
            timeout-minutes: 360
            steps:
              - run: make compiler
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        let isHosted = job.body["runs-on"].map(isHosted) ?? false
        guard isHosted else { return [] }
        let limits = [job.body["timeout-minutes"]] + job.steps.map { $0.body["timeout-minutes"] }
        return limits.compactMap { node in
          guard let node, node.alias == nil, case .int(let minutes) = node.value,
            minutes > mostMinutes
          else { return nil }
          return Finding(
            "a job on this runner ends after \(mostMinutes) minutes whatever it says, so the limit "
              + "of \(minutes) is never reached",
            at: workflow.location(node),
            help: "split the work, or run it on a runner of your own")
        }
      }
    })
}

/// The longest time of a job on a runner of GitHub's, in minutes.
private let mostMinutes = 360

/// Whether a job runs on a standard runner of GitHub's for certain.
private func isHosted(_ node: Node) -> Bool {
  let labels = node.listedTexts
  guard labels.count == 1, let label = labels.first else { return false }
  return ["ubuntu-", "windows-", "macos-"].contains { system in
    guard label.hasPrefix(system) else { return false }
    let rest = label.dropFirst(system.count)
    return rest == "latest" || rest.first?.isNumber ?? false && !rest.contains("core")
  }
}
