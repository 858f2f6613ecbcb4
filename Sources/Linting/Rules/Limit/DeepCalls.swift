import SourceText
import YAML

extension Rule {
  /// Finds calls of workflows that go deeper or wider than GitHub follows.
  static let deepCalls = Rule(
    id: "deep-calls",
    summary: "Workflows call each other deeper than GitHub goes.",
    rationale: """
      A workflow may call others through at most ten levels, itself counted, and at most fifty \
      different ones in all. Beyond that, and when a workflow calls itself, \
      GitHub refuses the run.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations",
    severity: .error,
    category: .limit,
    fixes: .never,
    example: Example(
      "a workflow that calls itself",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          images: {uses: ./.github/workflows/build.yml}
        """,
        ".github/workflows/build.yml": """
        on: workflow_call
        jobs:
          child: {uses: ⟦./.github/workflows/build.yml⟧}
        """,
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          images: {uses: ./.github/workflows/build.yml}
        """,
        ".github/workflows/build.yml": """
        on: workflow_call
        jobs:
          child: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      ]),
    check: .repository { repository in
      let calls = repository.workflows.map { workflow in
        workflow.jobs.compactMap { job -> (job: Job, callee: Int)? in
          job.localCall.flatMap { repository.places[$0] }.map { (job, $0) }
        }
      }
      var found: [Finding] = []
      let levels = CallLevels(calls.map { $0.map(\.callee) })
      for (position, workflow) in repository.workflows.enumerated() {
        for (job, callee) in calls[position] {
          let place = workflow.location(job.body["uses"] ?? job.key)
          if levels.isCalled(by: callee, position) {
            found.append(
              Finding(
                "this call comes back to the workflow that it stands in: GitHub refuses the run",
                at: place, help: "make jobs of the steps that are repeated"))
          } else if workflow.isRoot || !workflow.isOnlyCalled, levels.depth(callee) >= mostLevels {
            found.append(
              Finding(
                "from here \(levels.depth(callee) + 1) workflows call each other one below the "
                  + "other, and GitHub follows \(mostLevels): it refuses the run",
                at: place, help: "let one of them do the work of two"))
          }
        }
        let distinct = levels.reached(from: position).count
        if !workflow.isOnlyCalled, distinct > mostCallees, let first = calls[position].first {
          found.append(
            Finding(
              "this workflow calls \(distinct) others in all, and GitHub takes at most "
                + "\(mostCallees): it refuses the run",
              at: workflow.location(first.job.body["uses"] ?? first.job.key),
              help: "split it into several workflows"))
        }
      }
      return found
    })
}

/// How many workflows may stand one below the other, since November 2025.
private let mostLevels = 10
/// How many different workflows a run may call.
private let mostCallees = 50

/// Which workflows call which, and how deep that goes.
private struct CallLevels {
  private let callees: [[Int]]
  private var depths: [Int]
  private let reachable: [Set<Int>]

  init(_ callees: [[Int]]) {
    self.callees = callees
    reachable = callees.indices.map { start in
      guard !callees[start].isEmpty else { return [] }
      var found: Set<Int> = []
      var waiting = callees[start]
      while let next = waiting.popLast() {
        if found.insert(next).inserted { waiting += callees[next] }
      }
      return found
    }
    depths = [Int](repeating: 1, count: callees.count)
    // A level more in each round; those in a cycle end with the last round.
    for _ in callees.indices.prefix(mostLevels + 2) {
      for position in callees.indices {
        depths[position] = 1 + (callees[position].map { depths[$0] }.max() ?? 0)
      }
    }
  }

  /// How many workflows stand one below the other from one on, itself counted.
  func depth(_ workflow: Int) -> Int { depths[workflow] }

  /// The workflows that one calls, directly or through others.
  func reached(from workflow: Int) -> Set<Int> { reachable[workflow] }

  /// Whether a workflow is, or calls, another one.
  func isCalled(by caller: Int, _ callee: Int) -> Bool {
    caller == callee || reachable[caller].contains(callee)
  }
}
