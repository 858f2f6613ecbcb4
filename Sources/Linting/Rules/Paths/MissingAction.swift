import SourceText
import YAML

extension Rule {
  /// Finds actions of the repository itself that are not there.
  static let missingAction = Rule(
    id: "missing-action",
    summary: "A step uses an action that the repository does not have.",
    rationale: """
      `uses: ./path` is looked for where the job's files are: a step that comes before the \
      checkout finds nothing, nor does one whose directory has no `action.yml`.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "an action that was moved",
      bad: [
        ".github/actions/set-up/action.yml": "runs: {using: composite, steps: []}\n",
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: ⟦./.github/actions/setup⟧
        """,
      ],
      good: [
        ".github/actions/set-up/action.yml": "runs: {using: composite, steps: []}\n",
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: ./.github/actions/set-up
        """,
      ]),
    more: [
      Example(
        "an action that is used before the checkout",
        bad: [
          ".github/actions/set-up/action.yml": "runs: {using: composite, steps: []}\n",
          ".github/workflows/test.yml": """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: ⟦./.github/actions/set-up⟧
                - uses: actions/checkout@v7
          """,
        ],
        good: [
          ".github/actions/set-up/action.yml": "runs: {using: composite, steps: []}\n",
          ".github/workflows/test.yml": """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - uses: ./.github/actions/set-up
          """,
        ])
    ],
    check: .workflow { workflow, repository in
      guard let files = repository.files else { return [] }
      return workflow.jobs.flatMap { job -> [Finding] in
        guard job.steps.contains(where: { $0.action?.first == "." || $0.action?.first == "$" })
        else { return [] }
        let workspace = Workspace(of: job, in: workflow)
        return job.steps.enumerated().compactMap { position, step in
          guard let uses = step.body["uses"], let text = uses.text else { return nil }
          let state = workspace.state(before: position)
          let isSelf = text.hasPrefix("$/")
          guard isSelf || text.hasPrefix("./"), !text.contains("@"),
            let path = RepositoryPath.join("", String(text.dropFirst(2)))
          else { return nil }
          if state == .empty, !isSelf {
            return Finding(
              "nothing is checked out yet, so the action '\(text)' is not found",
              at: workflow.location(uses), help: "check the repository out before")
          }
          guard isSelf || state == .repository, isMissing(path, files) else { return nil }
          return Finding(
            files.mayHave(path)
              ? "'\(path)' has no 'action.yml', so the step fails"
              : "there is no action '\(path)' in the repository, so the step fails",
            at: workflow.location(uses),
            help: nearestAction(to: path, files).map { "did you mean '\($0)'?" })
        }
      }
    })
}

private func isMissing(_ path: String, _ files: RepositoryFiles) -> Bool {
  let start = path.isEmpty ? "" : path + "/"
  return !["action.yml", "action.yaml", "Dockerfile"].contains { files.mayHave(start + $0) }
}

private func nearestAction(to path: String, _ files: RepositoryFiles) -> String? {
  let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  let actions = files.files(startingWith: parent).compactMap { file -> String? in
    guard file.hasSuffix("/action.yml") || file.hasSuffix("/action.yaml") else { return nil }
    return file.lastIndex(of: "/").map { String(file[..<$0]) }
  }
  return closestSpelling(of: path, among: actions)
}
