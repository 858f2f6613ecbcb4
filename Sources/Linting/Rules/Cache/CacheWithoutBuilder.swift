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
          build.options?.builder == nil, !seen.contains(location),
          repository.hasClassicImageStore(at: build.place),
          let state = repository.builderState(before: use.build)
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
  /// Why a build uses the driver of the Docker engine; `nil` when it may not.
  fileprivate func builderState(before build: Int) -> String? {
    let place = effects.builds[build].place
    let (workflow, job) = innermostJob(at: place)
    let action = effects.builds[build].options?.step?.action
    guard action?.hasPrefix("docker/") ?? true, !workflow.file.text.contains("BUILDX_BUILDER"),
      !steps(upTo: place).contains(where: mayMakeBuilder)
    else { return nil }
    let done = Array(effects.effects(ofJob: place.job, in: place.workflow))
    let own = done.firstIndex { effect in
      if case .build(build) = effect.kind { true } else { false }
    }
    let setups = done.enumerated().compactMap { position, effect -> (Bool, PartialText)? in
      guard case .setUpBuilder(let driver) = effect.kind, effect.place.isOnRunner(of: place) else {
        return nil
      }
      return (position < own ?? 0, driver)
    }
    let before = setups.filter(\.0)
    if before.isEmpty {
      return setups.isEmpty
        ? "job '\(job.id)' sets up no builder"
        : "job '\(job.id)' sets up its builder only afterwards"
    }
    guard before.allSatisfy({ $0.1.text == "docker" }) else { return nil }
    return "the builder uses the driver 'docker'"
  }

  /// Whether a step may make a builder by means that effects do not show.
  private func mayMakeBuilder(_ step: Step) -> Bool {
    if let action = step.action?.lowercased() {
      if action == "docker/setup-buildx-action" { return false }
      return action.hasPrefix("./") || action.hasPrefix("$/")
        || (action.contains("build") && action != "docker/build-push-action")
    }
    let script = step.run?.text ?? ""
    return ["buildx create", "buildx use", "BUILDX", ".sh", "make ", "context create"].contains {
      script.contains($0)
    }
  }

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
