import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds builds for foreign processors on machines that nobody has set up for them.
  static let missingEmulation = Rule(
    id: "missing-emulation",
    summary: "A build for another processor runs commands, and nothing emulates that processor.",
    rationale: """
      A command of an image for another processor needs an emulator. Without \
      `docker/setup-qemu-action` it depends on the builder whether there is one; where there is none \
      the build ends with "exec format error".
      """,
    source: "https://docs.docker.com/build/building/multi-platform/#qemu",
    severity: .warning,
    category: .registry,
    fixes: .never,
    example: Example(
      "two platforms on a machine of one",
      bad: [
        "Dockerfile": """
        FROM python:3.13-slim
        RUN pip install flask
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
                  platforms: ⟦linux/amd64,linux/arm64⟧
        """,
      ],
      good: [
        "Dockerfile": """
        FROM python:3.13-slim
        RUN pip install flask
        """,
        ".github/workflows/relay.yml": """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-qemu-action@v4.4.0
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  platforms: linux/amd64,linux/arm64
        """,
      ]),
    check: .repository { repository in
      var dockerfiles = BuildDockerfiles(repository.view)
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build -> Finding? in
        guard let label = repository.hostedLinux(at: build.place),
          let foreign = build.platforms.compactMap(\.text).compactMap({ Platform($0) })
            .first(where: { !runs($0, on: label) })
        else { return nil }
        let location = repository.location(of: "platforms", in: build)
        guard !seen.contains(location), !repository.mayEmulate(upTo: build.place),
          let dockerfile = dockerfiles.of(build),
          let stage = dockerfile.stageForTarget(build)
        else { return nil }
        seen.insert(location)
        return Finding(
          "nothing in this job emulates \(foreign), but the build runs commands for it",
          at: location,
          labels: [
            Diagnostic.Label(
              "runs its commands on the platform of the image",
              at: SourceLocation(dockerfile.file, stage.range))
          ],
          help:
            "set up emulation with 'docker/setup-qemu-action' before the builder, or build on a "
            + "machine with that processor")
      }
    })
}

/// Whether a machine runs programs for a platform by itself.
private func runs(_ platform: Platform, on label: String) -> Bool {
  let own = label.hasSuffix("-arm") ? ["arm64", "arm"] : ["amd64", "386"]
  return platform.os != "linux" || own.contains(platform.architecture)
}

extension Repository {
  /// Whether an emulator, or another machine for the builder, may have been set up.
  fileprivate func mayEmulate(upTo place: Place) -> Bool {
    steps(upTo: place).contains { step in
      guard let action = step.action?.lowercased() else {
        let script = step.run?.text ?? ""
        return script.holdsScriptName(
          or: ["qemu", "binfmt", "buildx create", "make ", "context"])
      }
      if action == "docker/setup-buildx-action" {
        let known = [
          "version", "driver-opts", "buildkitd-flags", "cache-binary", "install", "use", "name",
          "buildkitd-config", "buildkitd-config-inline", "cleanup", "keep-state",
        ]
        let inputs = step.body["with"]?.entries.compactMap(\.key.text) ?? []
        return !inputs.allSatisfy(known.contains)
      }
      return action.hasPrefix("./") || action.hasPrefix("$/") || action.contains("qemu")
        || action.contains("binfmt") || action.contains("docker-setup")
        || action.contains("setup-docker") || action.contains("buildx")
        || action.contains("depot") || action.contains("blacksmith")
    }
  }
}

extension Dockerfile {
  /// A stage of a build that runs commands on the platform of the image; `nil` when none certainly
  /// does.
  fileprivate func stageForTarget(_ build: ImageBuild) -> Stage? {
    guard build.target?.isKnown ?? true else { return nil }
    let resolution = resolve(target: build.target?.text, buildArguments: build.arguments ?? [:])
    return resolution.stages.map { stages[$0] }.first { stage in
      stage.instructions.contains { $0.keyword == .run } && isForTarget(stage)
    }
  }

  private func isForTarget(_ stage: Stage) -> Bool {
    var stage = stage
    for _ in stages {
      guard stage.platform == nil else { return false }
      let base = stage.base.text.lowercased()
      guard !base.contains("$") else {
        return !stages[..<stage.index].contains { $0.platform != nil }
      }
      guard let parent = stages[..<stage.index].last(where: { $0.name?.text == base }) else {
        return true
      }
      stage = parent
    }
    return false
  }
}
