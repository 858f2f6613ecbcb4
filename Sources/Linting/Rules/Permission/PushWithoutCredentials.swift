import SourceText
import YAML

extension Rule {
  /// Finds pushes for which the checkout has left no credentials.
  static let pushWithoutCredentials = Rule(
    id: "push-without-credentials",
    summary: "A step pushes and the checkout has left no credentials.",
    rationale: """
      With `persist-credentials: false` the checkout removes the token from the settings of Git. A \
      later `git push` over https asks for a name, nobody answers, and the step fails with "could not \
      read Username".
      """,
    source: "https://github.com/actions/checkout#usage",
    severity: .error,
    category: .permission,
    fixes: .never,
    example: Example(
      "a commit behind a careful checkout",
      bad: """
        on: workflow_dispatch
        permissions: {contents: write}
        jobs:
          bump:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with: {persist-credentials: false}
              - run: |
                  ./bump
                  ⟦git push⟧
        """,
      good: """
        on: workflow_dispatch
        permissions: {contents: write}
        jobs:
          bump:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: |
                  ./bump
                  git push
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        guard job.runsOnly(where: \.isHosted) else { return [] }
        return workflow.scripts(of: job, holding: ["git push"]).flatMap { script -> [Finding] in
          guard job.lacksCredentials(before: script.step), !Job.setsRemote(script.text) else {
            return []
          }
          return script.commands.filter(\.pushesToOrigin).map { command in
            Finding(
              "the checkout has left no credentials, so this push fails",
              at: SourceLocation(workflow.file, script.range(of: command)),
              help: "leave 'persist-credentials: false' away in this job")
          }
        }
      }
    })
}
