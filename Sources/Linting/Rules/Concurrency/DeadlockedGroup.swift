import SourceText
import YAML

extension Rule {
  /// Finds groups that a run would have to leave to enter them again.
  static let deadlockedGroup = Rule(
    id: "deadlocked-group",
    summary: "A part of a run is in the same group as the run itself.",
    rationale: """
      A run holds its group until it ends. A job of it, or a workflow that it calls, in the same \
      group waits for the run, and the run for it: GitHub cancels it, and with \
      `cancel-in-progress` the part ends the whole. In a called workflow `github.workflow` is the \
      name of the caller.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations",
    severity: .error,
    category: .concurrency,
    fixes: .never,
    example: Example(
      "the same group in caller and called workflow",
      bad: [
        ".github/workflows/images.yml": """
        name: Images
        on: push
        concurrency:
          group: ${{ github.workflow }}-${{ github.ref }}
        jobs:
          base: {uses: ./.github/workflows/build.yml}
        """,
        ".github/workflows/build.yml": """
        name: Build
        on: workflow_call
        concurrency:
          group: ⟦${{ github.workflow }}-${{ github.ref }}⟧
        jobs:
          build: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      ],
      good: [
        ".github/workflows/images.yml": """
        name: Images
        on: push
        concurrency:
          group: ${{ github.workflow }}-${{ github.ref }}
        jobs:
          base: {uses: ./.github/workflows/build.yml}
        """,
        ".github/workflows/build.yml": """
        name: Build
        on: workflow_call
        jobs:
          build: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      ]),
    more: [
      Example(
        "a job in the group of its workflow",
        bad: """
          name: Images
          on: push
          concurrency: publish
          jobs:
            publish:
              runs-on: ubuntu-24.04
              concurrency: ⟦publish⟧
              steps: [{run: make}]
          """,
        good: """
          name: Images
          on: push
          concurrency: images
          jobs:
            publish:
              runs-on: ubuntu-24.04
              concurrency: publish
              steps: [{run: make}]
          """)
    ],
    check: .repository { repository in
      var found: [Finding] = []
      for (position, workflow) in repository.workflows.enumerated() where !workflow.isOnlyCalled {
        var search = DeadlockSearch(repository: repository, title: workflow.title)
        search.enter(position, holding: [], depth: 0)
        found += search.found
      }
      // Several callers may run into the same group.
      var seen: Set<[String]> = []
      return found.filter { finding in
        seen.insert([finding.location.file.name, "\(finding.location.range)"]).inserted
      }
    })
}

/// Walks through a run and the workflows that it calls, with the groups that are held.
private struct DeadlockSearch {
  let repository: Repository
  /// What `github.workflow` stands for in all of them.
  let title: String
  var found: [Finding] = []

  /// A group and where it was entered.
  struct Held {
    var key: String
    var place: SourceLocation
  }

  init(repository: Repository, title: String) {
    self.repository = repository
    self.title = title
  }

  mutating func enter(_ position: Int, holding: [Held], depth: Int) {
    guard depth < 5 else { return }
    let workflow = repository.workflows[position]
    var holding = holding
    take(workflow.concurrency, in: workflow, &holding)
    for job in workflow.jobs {
      var inner = holding
      take(job.concurrency, in: workflow, &inner)
      guard let callee = job.localCall.flatMap({ repository.places[$0] }) else { continue }
      enter(callee, holding: inner, depth: depth + 1)
    }
  }

  private mutating func take(
    _ group: ConcurrencyGroup?, in workflow: WorkflowFile,
    _ holding: inout [Held]
  ) {
    guard let group, group.isOfTheRun else { return }
    let key = group.key(workflow: title)
    let place = workflow.location(group.name)
    if let held = holding.first(where: { $0.key == key }) {
      found.append(
        Finding(
          "the run is in this group already when it comes here, so this waits for the run and the "
            + "run waits for this: GitHub cancels it",
          at: place, labels: [Diagnostic.Label("entered here", at: held.place)],
          help: "leave one of them out, or give each a group of its own"))
    }
    holding.append(Held(key: key, place: place))
  }
}
