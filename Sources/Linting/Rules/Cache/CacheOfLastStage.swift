import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds caches that lack the stages in which the work is done.
  static let cacheOfLastStage = Rule(
    id: "cache-of-last-stage",
    summary: "A cache keeps the last stage alone, and the work is done in others.",
    rationale: """
      Without `mode=max`, and always inline, a cache holds only the layers of the resulting image. \
      Stages that are merely copied from are built anew in every run, while the log shows hits for \
      the cheap rest.
      """,
    source: "https://docs.docker.com/build/cache/backends/#cache-mode",
    severity: .warning,
    category: .cache,
    fixes: .sometimes,
    example: Example(
      "a compiler in a stage of its own",
      bad: [
        "Dockerfile": """
        FROM golang:1.25 AS build
        COPY . .
        RUN go build -o /relay ./cmd/relay

        FROM gcr.io/distroless/static
        COPY --from=build /relay /relay
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
                  cache-from: type=gha
                  cache-to: ⟦type=gha⟧
        """,
      ],
      good: [
        "Dockerfile": """
        FROM golang:1.25 AS build
        COPY . .
        RUN go build -o /relay ./cmd/relay

        FROM gcr.io/distroless/static
        COPY --from=build /relay /relay
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
                  cache-from: type=gha
                  cache-to: type=gha,mode=max
        """,
      ]),
    check: .repository { repository in
      var dockerfiles = BuildDockerfiles(repository.view)
      // What is built as a target of its own has layers of its own kept.
      let targets = Set(
        repository.effects.builds.compactMap { build -> [String]? in
          guard let path = build.dockerfile, let target = build.target?.text,
            build.options?.exports.isEmpty == false
          else { return nil }
          return [path, target.lowercased()]
        })
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build -> Finding? in
        guard let options = build.options, options.knowsCaches,
          let export = poorest(options.exports), build.target?.isKnown ?? true
        else { return nil }
        let location = export.location
        guard !seen.contains(location) else { return nil }
        guard let dockerfile = dockerfiles.of(build),
          let work = dockerfile.lostWork(
            target: build.target?.text, arguments: build.arguments ?? [:]),
          !targets.contains([build.dockerfile ?? "", work.name ?? ""])
        else { return nil }
        seen.insert(location)
        let stage = work.name.map { "stage '\($0)'" } ?? "another stage"
        let isInline = export.backend == .inline
        return Finding(
          "\(isInline ? "an inline cache" : "this cache without 'mode=max'") keeps the last stage "
            + "alone, so \(stage) is built anew in every run",
          at: location,
          labels: [
            Diagnostic.Label(
              "its layers are not kept", at: SourceLocation(dockerfile.file, work.range))
          ],
          help: isInline
            ? "export to a registry or to the Actions cache with 'mode=max'" : "add 'mode=max'",
          fixes: fix(export, in: location.file))
      }
    })
}

/// The export, when none keeps all stages.
private func poorest(_ exports: [CacheEntry]) -> CacheEntry? {
  let kept = exports.map { $0.backend == .inline ? false : $0.keepsAllStages }
  return kept.allSatisfy { $0 == false } ? exports.first : nil
}

private func fix(_ export: CacheEntry, in file: SourceFile) -> [Fix] {
  let text = file[export.location.range]
  guard export.backend != .inline, export.options["mode"] == nil, let last = text.last,
    text.contains("type="), !text.contains("\n"), !text.hasPrefix("docker")
  else { return [] }
  let isQuoted = last == "'" || last == "\""
  let end = isQuoted ? export.location.range.end - 1 : export.location.range.end
  return [Fix("Keep all stages", .unsafe, [Edit(.at(end), ",mode=max")])]
}

extension Dockerfile {
  /// A stage with commands whose layers are no part of the image that is built; `nil` when there is
  /// none.
  fileprivate func lostWork(
    target: String?, arguments: [String: String]
  ) -> (name: String?, range: SourceRange)? {
    let resolution = resolve(target: target, buildArguments: arguments)
    guard let target = resolution.target, resolution.stages.count > 1 else { return nil }
    var ownStages: Set<Int> = []
    var next: Int? = target
    while let index = next, ownStages.insert(index).inserted {
      let base = stages[index].base.text.lowercased()
      // A base that a variable names may be any stage.
      if base.contains("$") {
        next = nil
        if stages.contains(where: { $0.name != nil && $0.index < index }),
          !resolution.references.contains(where: { $0.stage == index && $0.kind == .from })
        {
          return nil
        }
      } else {
        next = stages[..<index].last { $0.name?.text == base }?.index
      }
    }
    let lost = resolution.stages.filter { !ownStages.contains($0) }.map { stages[$0] }
    return lost.first { stage in stage.instructions.contains { $0.keyword == .run } }
      .map { ($0.name?.text, $0.range) }
  }
}
