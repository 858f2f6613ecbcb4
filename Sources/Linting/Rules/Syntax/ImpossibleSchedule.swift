import SourceText
import WorkflowSchema

extension Rule {
  /// Finds cron lines that GitHub does not know or does not follow.
  static let impossibleSchedule = Rule(
    id: "impossible-schedule",
    summary: "A schedule is none that GitHub follows.",
    rationale: """
      GitHub takes five fields and nothing more often than every five minutes; any other line \
      never starts a run.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onschedule",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "a line of six fields",
      bad: """
        on:
          schedule:
            - cron: ⟦0 17 4 * * 1⟧
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        on:
          schedule:
            - cron: 17 4 * * 1
        jobs:
          a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .schema(.invalidSchedule))
}
