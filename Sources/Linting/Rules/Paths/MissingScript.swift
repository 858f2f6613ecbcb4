import SourceText
import YAML

extension Rule {
  /// Finds commands on files that are not there.
  static let missingScript = Rule(
    id: "missing-script",
    summary: "A command names a file that the repository does not have.",
    rationale: """
      A script, a list of requirements or a directory that was renamed is found by nobody until \
      the step runs, and fails.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsrun",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a script in another directory",
      bad: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: ⟦./scripts/test.sh⟧ --all
        """,
        "tools/test.sh": "\n",
      ],
      good: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: ./tools/test.sh --all
        """,
        "tools/test.sh": "\n",
      ]),
    more: [
      Example(
        "requirements under their old name",
        bad: [
          ".github/workflows/test.yml": """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - run: |
                    pip install -r ⟦requirements-dev.txt⟧
                    pytest
          """,
          "requirements/dev.txt": "\n",
        ],
        good: [
          ".github/workflows/test.yml": """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - run: |
                    pip install -r requirements/dev.txt
                    pytest
          """,
          "requirements/dev.txt": "\n",
        ])
    ],
    check: .workflow { workflow, repository in
      guard let files = repository.files else { return [] }
      var seen: Set<SourceRange> = []
      return workflow.jobs.flatMap { job -> [Finding] in
        let workspace = Workspace(of: job, in: workflow)
        let steps = job.steps.enumerated().filter { position, step in
          step.run != nil && workspace.state(before: position) == .repository
        }
        guard !steps.isEmpty else { return [] }
        return MatrixLeg.all(of: job).flatMap { leg in
          steps.flatMap { _, step -> [Finding] in
            let scope = workflow.scope(of: step, in: job, leg, slug: repository.view.slug)
            return ScriptPaths(of: step, in: job, of: workflow, scope)
              .missing { files.mayHave($0) }.compactMap { path, range in
                guard seen.insert(range).inserted else { return nil }
                let meant = files.sibling(of: path) ?? files.onlyFile(endingLike: path)
                return Finding(
                  "there is no '\(path)' in the repository, so the command fails",
                  at: SourceLocation(workflow.file, range),
                  help: meant.map { "did you mean '\($0)'?" })
              }
          }
        }
      }
    })
}
