import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds build arguments that the Dockerfile does not declare.
  static let unusedBuildArgument = Rule(
    id: "unused-build-argument",
    summary: "A build argument is given that its Dockerfile does not declare.",
    rationale: """
      BuildKit drops an argument without an `ARG` of its name and only warns in the log. The image is \
      built with whatever the Dockerfile says instead, such as another base or version.
      """,
    source: "https://docs.docker.com/reference/dockerfile/#arg",
    severity: .warning,
    category: .registry,
    fixes: .never,
    example: Example(
      "a name that the Dockerfile writes otherwise",
      bad: [
        "Dockerfile": """
        ARG BASE=python:3.12-slim
        FROM ${BASE}
        """,
        ".github/workflows/relay.yml": """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  build-args: |
                    ⟦BASE_IMAGE=python:3.13-slim⟧
        """,
      ],
      good: [
        "Dockerfile": """
        ARG BASE=python:3.12-slim
        FROM ${BASE}
        """,
        ".github/workflows/relay.yml": """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  build-args: |
                    BASE=python:3.13-slim
        """,
      ]),
    check: .repository { repository in
      var dockerfiles = BuildDockerfiles(repository.view)
      // The combinations of a matrix, and the callers of a workflow, share the arguments of a step:
      // one that needs an argument is enough.
      var order: [SourceLocation] = []
      var groups: [SourceLocation: [ImageBuild]] = [:]
      for build in repository.effects.builds {
        let key = repository.location(of: "build-args", in: build)
        if groups[key] == nil { order.append(key) }
        groups[key, default: []].append(build)
      }
      return order.flatMap { key -> [Finding] in
        let builds = groups[key] ?? []
        let read = builds.map { dockerfiles.of($0) }
        guard let first = builds.first, read.allSatisfy({ $0 != nil }) else { return [] }
        let names = Set(
          builds.flatMap { Set(($0.arguments ?? [:]).keys).subtracting($0.sharedArguments) }
        ).sorted()
        return names.compactMap { name in
          let isKnown = read.contains { $0?.knows(argument: name) ?? true }
          return isKnown ? nil : finding(about: name, of: first, read[0], in: repository)
        }
      }
    })
}

private func finding(
  about name: String, of build: ImageBuild, _ dockerfile: Dockerfile?, in repository: Repository
) -> Finding? {
  guard let dockerfile, !name.isEmpty, !name.contains(where: { "# \"".contains($0) }) else {
    return nil
  }
  let whole = repository.location(of: build)
  let node = build.options?.step?.input("build-args")
  let range = node.map { ScalarLines(of: $0, in: whole.file).range(ofLineWith: name + "=") }
  let meant = closestSpelling(of: name, among: dockerfile.declaredArguments.sorted())
  return Finding(
    "the value of '\(name)' has no effect: \(dockerfile.file.name) declares no such argument",
    at: SourceLocation(whole.file, range ?? whole.range),
    help: meant.map { "did you mean '\($0)'?" }
      ?? "declare 'ARG \(name)' in the Dockerfile, or leave the argument out")
}
