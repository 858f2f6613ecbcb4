import SourceText
import YAML

extension Rule {
  /// Finds builds whose Dockerfile or context is not in the repository.
  static let missingDockerfile = Rule(
    id: "missing-dockerfile",
    summary: "A build names a Dockerfile that the repository does not have.",
    rationale: """
      The build fails as soon as it looks for its Dockerfile. A path under `file` is one from the \
      root of the repository, not from the context; a value of a matrix may name a directory that \
      was renamed or never there.
      """,
    source: "https://github.com/docker/build-push-action#inputs",
    severity: .error,
    category: .paths,
    fixes: .sometimes,
    example: Example(
      "a Dockerfile named from its context",
      bad: [
        ".github/workflows/api.yml": """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: docker/build-push-action@v7
                with:
                  context: api
                  file: ⟦Dockerfile⟧
        """,
        "api/Dockerfile": "FROM debian:12\n",
      ],
      good: [
        ".github/workflows/api.yml": """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: docker/build-push-action@v7
                with:
                  context: api
                  file: api/Dockerfile
        """,
        "api/Dockerfile": "FROM debian:12\n",
      ]),
    more: [
      Example(
        "a value of a matrix without a directory",
        bad: [
          ".github/workflows/images.yml": """
          on: push
          jobs:
            images:
              strategy:
                matrix:
                  image: [api, ⟦worker⟧]
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - run: docker build services/${{ matrix.image }}
          """,
          "services/api/Dockerfile": "FROM debian:12\n",
        ],
        good: [
          ".github/workflows/images.yml": """
          on: push
          jobs:
            images:
              strategy:
                matrix:
                  image: [api]
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - run: docker build services/${{ matrix.image }}
          """,
          "services/api/Dockerfile": "FROM debian:12\n",
        ])
    ],
    check: .repository { repository in
      guard let files = repository.files else { return [] }
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build in
        guard let dockerfile = build.dockerfile, !files.mayHave(dockerfile), dockerfile != "-",
          !dockerfile.unicodeScalars.contains(PartialText.hole),
          !files.isFile(inLowerCase(dockerfile))
        else { return nil }
        if case .unknown = repository.source(of: build) { return nil }
        let found = repository.step(of: build)
        var input = found?.step.input("file")
        // What a caller hands over stands elsewhere.
        if !build.place.calls.isEmpty || input?.text?.contains("${{") ?? true { input = nil }
        let location =
          input.flatMap { found?.workflow.location($0) } ?? repository.sourceLocation(of: build)
        guard seen.insert(location).inserted else { return nil }
        return finding(
          about: build, dockerfile, files, at: location, input: input)
      }
    })
}

/// The other name under which a builder looks for a `Dockerfile`.
private func inLowerCase(_ path: String) -> String {
  path.hasSuffix("Dockerfile") ? String(path.dropLast(10)) + "dockerfile" : path
}

private func finding(
  about build: ImageBuild, _ dockerfile: String, _ files: RepositoryFiles,
  at location: SourceLocation, input: Node?
) -> Finding {
  let context = build.context == "." ? "" : build.context ?? ""
  var help: String?
  var fixes: [Fix] = []
  let inContext = context.isEmpty ? dockerfile : "\(context)/\(dockerfile)"
  if files.isFile(inContext), inContext != dockerfile {
    help = "the path of a Dockerfile starts at the root of the repository, not at the context"
    if let input {
      fixes = [
        Fix("Name '\(inContext)'", .unsafe, [Edit(input.range, input.rewritten(as: inContext))])
      ]
    }
  } else if !files.mayHave(context) {
    help = "there is no directory '\(context)' either"
  } else if let meant = files.sibling(of: dockerfile) ?? files.onlyFile(endingLike: dockerfile) {
    help = "did you mean '\(meant)'?"
  }
  return Finding(
    "there is no '\(dockerfile)' in the repository, so this build fails", at: location, help: help,
    fixes: fixes)
}
