import SourceText
import YAML

extension Rule {
  /// Finds steps that use the repository's files where nothing has brought them.
  static let missingCheckout = Rule(
    id: "missing-checkout",
    summary: "A job uses files of the repository that it has not checked out.",
    rationale: """
      Each job starts on a machine of its own with an empty workspace. Without a checkout before, \
      a build finds no context and a script is not there, and the step fails.
      """,
    source: "https://github.com/actions/checkout",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a build in a job of its own",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: ⟦web⟧
          test:
            runs-on: ubuntu-24.04
            steps:
              - run: ⟦./web/test.sh⟧
        """,
        "web/Dockerfile": "FROM debian:12\n",
        "web/test.sh": "#!/bin/sh\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: docker/build-push-action@v7
                with:
                  context: web
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: ./web/test.sh
        """,
        "web/Dockerfile": "FROM debian:12\n",
        "web/test.sh": "#!/bin/sh\n",
      ]),
    check: .repository { repository in
      guard let files = repository.files else { return [] }
      var places = buildsWithoutFiles(repository, files)
      for workflow in repository.workflows {
        for job in workflow.jobs where job.runsOnly(where: \.isHosted) {
          places += scriptsWithoutFiles(job, workflow, repository, files)
        }
      }
      return places.map { location, path in
        Finding(
          "nothing has brought the repository's files onto this machine, so there is no '\(path)' "
            + "and the step fails",
          at: location, help: "use actions/checkout in a step before")
      }
    })
}

private typealias Missing = (location: SourceLocation, path: String)

/// The builds of a directory of the repository that is not there.
private func buildsWithoutFiles(
  _ repository: Repository, _ files: RepositoryFiles
) -> [Missing] {
  var seen: Set<SourceLocation> = []
  return repository.effects.builds.compactMap { build in
    guard let context = build.context, files.mayHave(context == "." ? "" : context),
      build.place.calls.isEmpty, let (workflow, job, step) = repository.step(of: build),
      job.runsOnly(where: \.isHosted),
      case .empty = Workspace(of: job, in: workflow).state(before: build.place.step)
    else { return nil }
    if let action = step.action {
      // Without a directory of its own, BuildKit fetches the commit itself; bake does so, too.
      guard action.hasSuffix("/build-push-action"), let stated = step.input("context")?.text,
        !stated.isEmpty,
        !stated.hasPrefix("{{defaultContext}}")
      else { return nil }
    }
    if let script = (step.run ?? step.input("command"))?.text, !ScriptFootprint.isFree(script) {
      return nil
    }
    let location = repository.sourceLocation(of: build)
    let path = context == "." || context.isEmpty ? build.dockerfile ?? "." : context
    return seen.insert(location).inserted ? (location, path) : nil
  }
}

/// The files of the repository that a job's scripts name before anything has brought them.
private func scriptsWithoutFiles(
  _ job: Job, _ workflow: WorkflowFile, _ repository: Repository, _ files: RepositoryFiles
) -> [Missing] {
  let workspace = Workspace(of: job, in: workflow)
  let scope = { (step: Step) in
    workflow.scope(of: step, in: job, MatrixLeg(values: nil), slug: repository.view.slug)
  }
  return job.steps.enumerated().flatMap { position, step -> [Missing] in
    guard step.run != nil, case .empty = workspace.state(before: position) else { return [] }
    if let directory = workflow.runSetting("working-directory", of: step, in: job),
      let path = directory.text.flatMap({ RepositoryPath.join("", $0) }), !path.isEmpty, path != "."
    {
      return files.mayHave(path) ? [(workflow.location(directory), path)] : []
    }
    return ScriptPaths(of: step, in: job, of: workflow, scope(step)).missing { $0.isEmpty }
      .filter { files.mayHave($0.path) && !$0.path.isEmpty }
      .map { (SourceLocation(workflow.file, $0.range), $0.path) }
  }
}
