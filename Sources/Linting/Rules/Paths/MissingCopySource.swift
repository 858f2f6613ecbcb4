import Dockerfiles
import SourceText

extension Rule {
  /// Finds files that a Dockerfile copies and the context does not have.
  static let missingCopySource = Rule(
    id: "missing-copy-source",
    summary: "A Dockerfile copies a file that is not in the context of the build.",
    rationale: """
      COPY, ADD and bind mounts see the context alone: the directory that the workflow hands to \
      the build. What lies outside of it, or nowhere, is not found, and the build fails.
      """,
    source: "https://docs.docker.com/build/concepts/context/",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a path from the root of the repository, where the context is a directory",
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
        "api/Dockerfile": "FROM debian:12\nCOPY ⟦api/main.py⟧ /\n",
        "api/main.py": "\n",
      ],
      good: [
        ".github/workflows/api.yml": """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build api
        """,
        "api/Dockerfile": "FROM debian:12\nCOPY main.py /\n",
        "api/main.py": "\n",
      ]),
    check: .repository { repository in
      guard let files = repository.files else { return [] }
      var seen: Set<SourceLocation> = []
      return repository.certainBuilds.flatMap { build, sources, _ -> [Finding] in
        sources.resolution.inputs.compactMap { input in
          guard let path = sources.literalPath(of: input), !files.mayHave(path),
            !path.unicodeScalars.contains(PartialText.hole), seen.insert(input.location).inserted
          else { return nil }
          let context =
            sources.context.isEmpty ? "the repository" : "the context '\(sources.context)'"
          let written = String(input.text.drop { $0 == "." || $0 == "/" })
          var help: String?
          if !sources.context.isEmpty, files.mayHave(written) {
            help =
              "'\(written)' is outside of the context: copy what is in '\(sources.context)', or "
              + "build another directory"
          } else if let meant = files.sibling(of: path) ?? files.onlyFile(endingLike: path) {
            help = "did you mean '\(meant)'?"
          }
          return Finding(
            "there is no '\(input.text)' in \(context), so the build fails", at: input.location,
            labels: [
              Diagnostic.Label("it is built here", at: repository.sourceLocation(of: build))
            ], help: help)
        }
      }
    })
}
