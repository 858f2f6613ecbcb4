import SourceText
import YAML

extension Rule {
  /// Finds workflows that cancel runs of other workflows.
  static let foreignGroup = Rule(
    id: "foreign-group",
    summary: "Two workflows in one group cancel each other's runs.",
    rationale: """
      Groups belong to the repository, not to a workflow. When two workflows name the same group \
      and a newer run ends the running one, a push that starts both leaves only one of them. Of \
      three that only wait, the second is cancelled when the third one comes.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency",
    severity: .error,
    category: .concurrency,
    fixes: .never,
    example: Example(
      "a group without the name of the workflow",
      bad: [
        ".github/workflows/lint.yml": """
        name: Lint
        on: push
        concurrency:
          group: ⟦${{ github.ref }}⟧
          cancel-in-progress: true
        """,
        ".github/workflows/test.yml": """
        name: Test
        on: push
        concurrency:
          group: ⟦${{ github.ref }}⟧
          cancel-in-progress: true
        """,
      ],
      good: [
        ".github/workflows/lint.yml": """
        name: Lint
        on: push
        concurrency:
          group: ${{ github.workflow }}-${{ github.ref }}
          cancel-in-progress: true
        """,
        ".github/workflows/test.yml": """
        name: Test
        on: push
        concurrency:
          group: ${{ github.workflow }}-${{ github.ref }}
          cancel-in-progress: true
        """,
      ]),
    check: .repository { repository in
      var byKey: [String: [(position: Int, group: ConcurrencyGroup)]] = [:]
      for (position, workflow) in repository.workflows.enumerated() where !workflow.isOnlyCalled {
        guard let group = workflow.concurrency, group.isOfTheRun, !group.isPerRun else { continue }
        byKey[group.key(workflow: workflow.title), default: []].append((position, group))
      }
      return byKey.keys.sorted().flatMap { key -> [Finding] in
        let members = byKey[key] ?? []
        guard members.count > 1 else { return [] }
        return members.indices.compactMap { late in
          let (position, group) = members[late]
          let others = members.filter { other in
            other.position != position && repository.mayStartTogether(other.position, position)
          }
          let together = others.filter { $0.position < position }
          // Each of those that end each other is told: any of them may be the one to mend.
          let cancelled = others.first { $0.group.alwaysCancels || group.alwaysCancels }
          let isCrowded = together.count > 1 && !group.hasQueue
          guard let other = cancelled ?? (isCrowded ? together.first : nil) else { return nil }
          let workflow = repository.workflows[position]
          let title = repository.workflows[other.position].title
          let what =
            cancelled != nil
            ? "a newer run of one ends a run of the other: what starts both leaves only one of them"
            : "so are \(together.count - 1) more that the same event starts: one works, one may wait, "
              + "and each further one cancels the one that waits"
          return Finding(
            "'\(title)' is in this group, too, and \(what)", at: workflow.location(group.name),
            labels: [
              Diagnostic.Label(
                "the same group",
                at: repository.workflows[other.position].location(other.group.name))
            ],
            help: "put '${{ github.workflow }}' into the name of each group"
              + (cancelled == nil ? ", or let all of them wait with 'queue: max'" : ""))
        }
      }
    })
}

extension Repository {
  /// Whether one event can start both.
  fileprivate func mayStartTogether(_ one: Int, _ other: Int) -> Bool {
    workflows[one].triggers.contains { trigger in
      guard trigger.event != "workflow_call", trigger.event != "workflow_dispatch" else {
        return false
      }
      return workflows[other].triggers.contains { candidate in
        guard candidate.event == trigger.event else { return false }
        switch trigger.event {
        case "push":
          return PushFilter(trigger).overlaps(PushFilter(candidate), files: { view.paths() })
        case "workflow_run":
          let names = Set(workflows[one].upstreams.compactMap(\.name))
          return workflows[other].upstreams.contains { $0.name.map(names.contains) ?? false }
        case "pull_request", "pull_request_target": return true
        default: return false
        }
      }
    }
  }
}
