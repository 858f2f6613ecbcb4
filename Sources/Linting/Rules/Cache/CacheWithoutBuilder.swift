import SourceText
import YAML

extension Rule {
  /// Finds exports of caches by a builder that cannot export any.
  static let cacheWithoutBuilder = Rule(
    id: "cache-without-builder",
    summary: "A cache is exported by the docker driver, which cannot.",
    rationale: """
      Without a builder of its own a build uses the driver of the Docker engine. On these runners it \
      answers "Cache export is not supported for the docker driver", and the step fails. Each job \
      starts on a fresh machine, so a builder made in another job does not help.
      """,
    source: "https://docs.docker.com/build/cache/backends/",
    severity: .error,
    category: .cache,
    fixes: .sometimes,
    example: Example(
      "a job that sets up no builder",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7.0.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  cache-from: type=gha
                  cache-to: ⟦type=gha,mode=max⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7.0.1
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  cache-from: type=gha
                  cache-to: type=gha,mode=max
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return CacheUses(of: repository).exports.compactMap { use -> Finding? in
        let build = repository.effects.builds[use.build]
        let location = use.entry.location
        guard ![.inline, .unknown].contains(use.entry.backend),
          !seen.contains(location), let state = repository.builderState(before: use.build)
        else { return nil }
        seen.insert(location)
        return Finding(
          "\(state), and the docker driver cannot export a cache: the build fails", at: location,
          help: "set up a builder with 'docker/setup-buildx-action' before, in the same job",
          fixes: repository.fix(build))
      }
    })
}

extension Repository {
  /// The step that is missing, where the job has none at all.
  fileprivate func fix(_ build: ImageBuild) -> [Fix] {
    let workflow = workflows[build.place.workflow]
    let job = workflow.jobs[build.place.job]
    guard let steps = job.body["steps"], steps.style == .block, steps.alias == nil,
      !job.steps.contains(where: { $0.action == "docker/setup-buildx-action" }),
      build.options?.isCalled == false, let step = build.options?.step
    else { return [] }
    let bytes = workflow.file.bytes
    let start = step.body.range.start
    let lineStart = bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lead = workflow.file[SourceRange(lineStart, start)]
    guard lead.allSatisfy({ $0 == " " || $0 == "-" }), lead.contains("-") else { return [] }
    return [
      Fix(
        "Set up a builder", .unsafe,
        [Edit(.at(lineStart), "\(lead)uses: docker/setup-buildx-action@v4\n")])
    ]
  }
}
