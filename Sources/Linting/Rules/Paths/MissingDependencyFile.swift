import SourceText
import YAML

extension Rule {
  /// Finds files that an action which sets up a language is told to read and that are not there.
  static let missingDependencyFile = Rule(
    id: "missing-dependency-file",
    summary: "An action is told to read a file that the repository does not have.",
    rationale: """
      The actions that set up a language fail when the file with the version is not there, and \
      when they are to keep a cache and find no lock file to make its key from.
      """,
    source: "https://github.com/actions/setup-node#usage",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a lock file in a directory, named from the root",
      bad: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: actions/setup-node@v7
                with:
                  cache: npm
                  cache-dependency-path: ⟦package-lock.json⟧
        """,
        "web/package-lock.json": "\n",
      ],
      good: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: actions/setup-node@v7
                with:
                  cache: npm
                  cache-dependency-path: web/package-lock.json
        """,
        "web/package-lock.json": "\n",
      ]),
    check: .workflow { workflow, repository in
      guard let files = repository.files else { return [] }
      return workflow.jobs.flatMap { job -> [Finding] in
        guard job.steps.contains(where: { $0.action?.hasPrefix("actions/setup-") ?? false })
        else { return [] }
        let workspace = Workspace(of: job, in: workflow)
        return job.steps.enumerated().compactMap { position, step in
          guard let action = step.action, action.hasPrefix("actions/setup-"),
            workspace.state(before: position) == .repository
          else { return nil }
          return finding(about: step, String(action), job, workflow, repository, files)
        }
      }
    })
}

private func finding(
  about step: Step, _ action: String, _ job: Job, _ workflow: WorkflowFile,
  _ repository: Repository, _ files: RepositoryFiles
) -> Finding? {
  let scopes = MatrixLeg.all(of: job).map { leg in
    workflow.scope(of: step, in: job, leg, slug: repository.view.slug)
  }
  for name in versionFiles {
    guard let input = step.input(name) else { continue }
    for scope in scopes {
      let (text, origin) = scope.resolve(input)
      guard let written = text.text, !written.isEmpty,
        let path = RepositoryPath.join("", written), !files.mayHave(path)
      else { continue }
      return Finding(
        "there is no '\(path)' in the repository, so the step fails",
        at: workflow.location(origin ?? input))
    }
  }
  guard let cache = step.input("cache"), let manager = cache.text, manager != "false" else {
    return nil
  }
  if let input = step.input("cache-dependency-path") {
    for scope in scopes {
      let (text, origin) = scope.resolve(input)
      guard let lines = text.text?.split(separator: "\n").map(String.init), !lines.isEmpty,
        let glob = RunnerGlob(lines), glob.matchesNothing(in: files)
      else { continue }
      return Finding(
        "no file of the repository matches, so there is nothing to make the key of the cache from "
          + "and the step fails",
        at: workflow.location(origin ?? input))
    }
    return nil
  }
  guard let wanted = lockFiles["\(action) \(manager)"], let glob = RunnerGlob(wanted),
    glob.matchesNothing(in: files)
  else { return nil }
  return Finding(
    "the repository has none of \(wanted.map { "'\($0)'" }.joined(separator: ", ")), so there is "
      + "nothing to make the key of the cache from and the step fails",
    at: workflow.location(cache),
    help: "name the file under 'cache-dependency-path', or keep no cache")
}

/// The inputs that name a file with a version, in the actions that have them.
private let versionFiles = [
  "python-version-file", "node-version-file", "go-version-file", "java-version-file",
]

/// Where the actions look for lock files by themselves: their READMEs, caching.
private let lockFiles: [String: [String]] = [
  "actions/setup-node npm": ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock"],
  "actions/setup-node yarn": ["yarn.lock"],
  "actions/setup-node pnpm": ["pnpm-lock.yaml"],
  "actions/setup-python pip": ["**/requirements.txt", "**/pyproject.toml"],
  "actions/setup-python pipenv": ["**/Pipfile.lock"],
  "actions/setup-python poetry": ["**/poetry.lock"],
]
