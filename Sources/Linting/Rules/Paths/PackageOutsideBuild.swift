import Dockerfiles
import SourceText

extension Rule {
  /// Finds local packages that an image's sources depend on and the build does not get.
  static let packageOutsideBuild = Rule(
    id: "package-outside-build",
    summary:
      "An image's sources depend on a package of the repository that the build does not copy.",
    rationale: """
      A dependency on a directory, such as `../lib`, is looked for where the sources are in the \
      image. When that directory is outside of the context, or no COPY takes it, installing the \
      dependencies fails.
      """,
    source: "https://docs.docker.com/build/concepts/context/",
    severity: .warning,
    category: .paths,
    fixes: .never,
    example: Example(
      "a library beside the context",
      bad: [
        ".github/workflows/api.yml": """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build api
        """,
        "api/Dockerfile":
          "FROM python:3.14\nCOPY requirements.txt /\nRUN pip install -r /requirements.txt\n",
        "api/requirements.txt": "-e ⟦../lib⟧\n",
        "lib/pyproject.toml": "\n",
      ],
      good: [
        ".github/workflows/api.yml": """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build -f api/Dockerfile .
        """,
        "api/Dockerfile": """
        FROM python:3.14
        COPY lib /lib
        COPY api/requirements.txt /api/
        RUN pip install -r /api/requirements.txt

        """,
        "api/requirements.txt": "-e ../lib\n",
        "lib/pyproject.toml": "\n",
      ]),
    check: .repository { repository in
      guard let files = repository.files else { return [] }
      var packages = PackageSources(repository, files)
      var seen: Set<SourceLocation> = []
      return repository.certainBuilds.flatMap { build, sources, _ -> [Finding] in
        guard (build.contexts ?? [:]).isEmpty,
          sources.resolution.inputs.allSatisfy({ $0.pattern.value != nil })
        else { return [] }
        return packages.packages(of: sources, where: { _ in true }).compactMap { package in
          guard !isTaken(package.directory, by: sources, files),
            seen.insert(package.location).inserted
          else { return nil }
          let isOutside =
            !sources.context.isEmpty
            && !(package.directory + "/").hasPrefix(sources.context + "/")
          return Finding(
            isOutside
              ? "'\(package.directory)' is outside of the context '\(sources.context)', so the image "
                + "'\(sources.dockerfile.file.name)' describes cannot have it"
              : "no COPY of '\(sources.dockerfile.file.name)' takes '\(package.directory)', so what "
                + "depends on it is not found in the image",
            at: package.location,
            labels: [
              Diagnostic.Label("the image is built here", at: repository.sourceLocation(of: build))
            ],
            help: isOutside
              ? "build a directory that holds both" : "copy it to the same place beside the sources"
          )
        }
      }
    })
}

/// Whether a build takes any file of a directory.
private func isTaken(
  _ directory: String, by sources: BuildFiles, _ files: RepositoryFiles
) -> Bool {
  let paths = files.files(startingWith: directory + "/").prefix(200)
  return sources.resolution.inputs.contains { input in
    if let literal = sources.literalPath(of: input),
      literal.isEmpty || (directory + "/").hasPrefix(literal + "/")
    {
      return paths.contains { !sources.ignores($0) }
    }
    return sources.files(of: input, in: files).contains { $0.hasPrefix(directory + "/") }
  }
}
