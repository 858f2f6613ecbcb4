import SourceText
import YAML

extension Rule {
  /// Finds scripts that start in a directory that is not there.
  static let missingWorkingDirectory = Rule(
    id: "missing-working-directory",
    summary: "A script starts in a directory that the repository does not have.",
    rationale: """
      The runner does not make the directory that `working-directory` names: the step fails before \
      its first command.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsworking-directory",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a directory that was renamed",
      bad: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            defaults:
              run:
                working-directory: ⟦backend⟧
            steps:
              - uses: actions/checkout@v7
              - run: make test
        """,
        "back-end/Makefile": "\n",
      ],
      good: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            defaults:
              run:
                working-directory: back-end
            steps:
              - uses: actions/checkout@v7
              - run: make test
        """,
        "back-end/Makefile": "\n",
      ]),
    check: .workflow { workflow, repository in
      guard let files = repository.files else { return [] }
      var seen: Set<SourceRange> = []
      return workflow.jobs.flatMap { job -> [Finding] in
        let isAsked = job.steps.contains { step in
          step.run != nil && workflow.runSetting("working-directory", of: step, in: job) != nil
        }
        guard isAsked else { return [] }
        let workspace = Workspace(of: job, in: workflow)
        var legs: [MatrixLeg]?
        return job.steps.enumerated().flatMap { position, step -> [Finding] in
          guard step.run != nil, workspace.state(before: position) == .repository,
            let node = workflow.runSetting("working-directory", of: step, in: job)
          else { return [] }
          let all = legs ?? MatrixLeg.all(of: job)
          legs = all
          return all.compactMap { leg in
            let scope = workflow.scope(of: step, in: job, leg, slug: repository.view.slug)
            let (text, origin) = scope.resolve(node)
            guard let written = text.text, !written.isEmpty,
              let path = RepositoryPath.join("", written), !files.mayHave(path),
              seen.insert((origin ?? node).range).inserted
            else { return nil }
            return Finding(
              "there is no directory '\(path)' in the repository, so the step fails before its "
                + "first command",
              at: workflow.location(origin ?? node),
              labels: origin == nil
                ? []
                : [
                  Diagnostic.Label("it is the working directory here", at: workflow.location(node))
                ])
          }
        }
      }
    })
}
