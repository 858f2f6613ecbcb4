import Dockerfiles
import SourceText

extension Rule {
  /// Finds files that a Dockerfile copies and an ignore file keeps out of the build.
  static let ignoredCopySource = Rule(
    id: "ignored-copy-source",
    summary: "A Dockerfile copies a file that '.dockerignore' leaves out.",
    rationale: """
      What `.dockerignore`, or the ignore file of the Dockerfile's own name, matches never reaches \
      the builder. A COPY of it finds nothing although the file is there, and the build fails.
      """,
    source: "https://docs.docker.com/build/concepts/context/#dockerignore-files",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a directory that is ignored as a whole",
      bad: [
        ".dockerignore": "data\n",
        ".github/workflows/api.yml": """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build .
        """,
        "Dockerfile": "FROM debian:12\nCOPY ⟦data/table.csv⟧ /\n",
        "data/table.csv": "\n",
      ],
      good: [
        ".dockerignore": "data\n!data/table.csv\n",
        ".github/workflows/api.yml": """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build .
        """,
        "Dockerfile": "FROM debian:12\nCOPY data/table.csv /\n",
        "data/table.csv": "\n",
      ]),
    check: .repository { repository in
      guard let files = repository.files else { return [] }
      var seen: Set<SourceLocation> = []
      return repository.certainBuilds.flatMap { build, sources, source -> [Finding] in
        guard let ignoreFile = sources.ignoreFile, case .checkout = source else { return [] }
        return sources.resolution.inputs.compactMap { input in
          guard let path = sources.literalPath(of: input), !path.isEmpty,
            path != sources.context
          else { return nil }
          let taken = files.files(at: path)
          guard let first = taken.first, taken.allSatisfy(sources.ignores),
            seen.insert(input.location).inserted
          else { return nil }
          let inContext =
            sources.context.isEmpty ? first : String(first.dropFirst(sources.context.count + 1))
          let pattern = ignoreFile.patterns.last { !$0.isException && $0.glob.matches(inContext) }
          return Finding(
            "'\(input.text)' is in the repository, but '\(ignoreFile.file.name)' leaves it out, so "
              + "the build fails",
            at: input.location,
            labels: (pattern.map {
              [
                Diagnostic.Label(
                  "this pattern leaves it out", at: SourceLocation(ignoreFile.file, $0.range))
              ]
            } ?? []) + [
              Diagnostic.Label("it is built here", at: repository.sourceLocation(of: build))
            ],
            help: "take it back in with a line '!\(inContext)', or ignore less")
        }
      }
    })
}
