import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds build arguments of a new value in each run that make expensive layers new.
  static let volatileBuildArgument = Rule(
    id: "volatile-build-argument",
    summary: "An argument with a new value in each run stands before the installation of packages.",
    rationale: """
      Every `RUN` behind an `ARG` in its stage has the argument in its environment, so a new value \
      makes all of their layers new. With the commit or the number of the run declared first, the \
      cache of the installation is never used.
      """,
    source: "https://docs.docker.com/reference/dockerfile/#impact-on-build-caching",
    severity: .info,
    category: .cache,
    fixes: .never,
    example: Example(
      "the commit before the packages",
      bad: [
        "Dockerfile": """
        FROM debian:13
        ARG REVISION
        RUN apt-get update && apt-get install -y curl
        LABEL revision=$REVISION
        """,
        ".github/workflows/relay.yml": """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  build-args: ⟦REVISION=${{ github.sha }}⟧
                  cache-from: type=gha
                  cache-to: type=gha,mode=max
        """,
      ],
      good: [
        "Dockerfile": """
        FROM debian:13
        RUN apt-get update && apt-get install -y curl
        ARG REVISION
        LABEL revision=$REVISION
        """,
        ".github/workflows/relay.yml": """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  build-args: REVISION=${{ github.sha }}
                  cache-from: type=gha
                  cache-to: type=gha,mode=max
        """,
      ]),
    check: .repository { repository in
      var dockerfiles = BuildDockerfiles(repository.view)
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.flatMap { build -> [Finding] in
        guard let options = build.options, !options.imports.isEmpty,
          let node = options.step?.input("build-args"), let text = node.text,
          let dockerfile = dockerfiles.of(build)
        else { return [] }
        let file = repository.location(of: build).file
        let lines = ScalarLines(of: node, in: file)
        return text.split(separator: "\n").compactMap { line in
          guard isVolatile(line), let name = line.split(separator: "=").first,
            let run = dockerfile.installation(behind: String(name.drop { $0 == " " }))
          else { return nil }
          let location = SourceLocation(file, lines.range(ofLineWith: String(line)))
          guard seen.insert(location).inserted else { return nil }
          return Finding(
            "each run gives '\(name.drop { $0 == " " })' a new value, so the installation behind its "
              + "'ARG' is never taken from the cache", at: location,
            labels: [
              Diagnostic.Label("runs anew each time", at: SourceLocation(dockerfile.file, run))
            ],
            help: "move the 'ARG' behind the installation")
        }
      }
    })
}

/// Whether a line of `build-args` certainly has another value in each run.
private func isVolatile(_ line: Substring) -> Bool {
  let names = RunText(
    String(line), in: ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: nil)
  ).names
  return names.contains { name in
    ["github.sha", "github.run_id", "github.run_number", "github.run_attempt"].contains(name)
  }
}

extension Dockerfile {
  /// A `RUN` that installs packages behind an `ARG` in one stage.
  fileprivate func installation(behind argument: String) -> SourceRange? {
    let words = [
      "apt-get install", "apk add", "pip install", "npm ci", "npm install", "yarn install",
      "go mod download", "cargo build", "dnf install", "bundle install", "composer install",
    ]
    for stage in stages {
      let start = stage.instructions.firstIndex { instruction in
        instruction.keyword == .arg
          && instruction.arguments.contains { $0.text.prefix { $0 != "=" } == argument }
      }
      guard let start else { continue }
      let run = stage.instructions[start...].first { instruction in
        instruction.keyword == .run
          && words.contains { file[instruction.range].contains($0) }
      }
      if let run { return run.range }
    }
    return nil
  }
}
