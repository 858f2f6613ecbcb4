import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds local packages that an image's sources depend on and whose changes start no build.
  static let packageOutsideFilter = Rule(
    id: "package-outside-filter",
    summary: "An image's sources depend on a package whose changes do not start the build.",
    rationale: """
      A path filter names what an image is made of, and a package of the repository that its \
      sources depend on is a part of that. When the filter does not name it, a change of the \
      package is not built, and the image keeps the old one.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore",
    severity: .warning,
    category: .paths,
    fixes: .never,
    example: Example(
      "a module that another one replaces by a directory",
      bad: [
        ".github/workflows/api.yml": """
        on:
          push:
            ⟦paths⟧: [services/api/**]
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build -f services/api/Dockerfile .
        """,
        "libs/wire/go.mod": "module example.com/wire\n",
        "services/api/Dockerfile": "FROM golang:1.26\nCOPY . /src\n",
        "services/api/go.mod": "replace example.com/wire => ../../libs/wire\n",
      ],
      good: [
        ".github/workflows/api.yml": """
        on:
          push:
            paths: [services/api/**, libs/wire/**]
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build -f services/api/Dockerfile .
        """,
        "libs/wire/go.mod": "module example.com/wire\n",
        "services/api/Dockerfile": "FROM golang:1.26\nCOPY . /src\n",
        "services/api/go.mod": "replace example.com/wire => ../../libs/wire\n",
      ]),
    check: .repository { repository in
      guard let files = repository.files else { return [] }
      let coverage = StartCoverage(of: repository)
      var packages = PackageSources(repository, files)
      var seen: Set<[String]> = []
      return zip(repository.effects.builds, repository.buildFiles).compactMap { build, sources in
        let position = build.place.workflow
        let workflow = repository.workflows[position]
        guard let sources, let filters = coverage.filters(of: position),
          let own = workflow.triggers.compactMap(\.pathFilter).first(where: { $0.event == "push" }),
          seen.insert([workflow.file.name, sources.dockerfile.file.name, build.target?.text ?? ""])
            .inserted
        else { return nil }
        let missed = packages.packages(of: sources) { path in
          filters.contains { $0.covers(path) }
        }.filter { package in
          let paths = files.files(startingWith: package.directory + "/").prefix(2000)
          return !paths.contains { path in filters.contains { $0.covers(path) } }
            && !isNamed(package.directory, by: sources)
        }
        guard let first = missed.first else { return nil }
        let more = missed.count == 1 ? "" : " (and \(missed.count - 1) more)"
        return Finding(
          "the sources of '\(sources.dockerfile.file.name)' depend on '\(first.directory)'\(more), but "
            + "a push that changes it alone does not start the build",
          at: workflow.location(own.key),
          labels: missed.map { Diagnostic.Label("it is needed here", at: $0.location) },
          help: "add a pattern for it")
      }
    })
}

/// Whether the Dockerfile copies a directory by its name; that is told of as an input.
private func isNamed(_ directory: String, by sources: BuildFiles) -> Bool {
  sources.resolution.inputs.contains { input in
    sources.literalPath(of: input).map { path in
      !path.isEmpty
        && ((directory + "/").hasPrefix(path + "/") || (path + "/").hasPrefix(directory + "/"))
    } ?? false
  }
}
