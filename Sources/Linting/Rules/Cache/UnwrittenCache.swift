import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds caches that are imported and that nothing exports.
  static let unwrittenCache = Rule(
    id: "unwritten-cache",
    summary: "A build imports a cache that no build exports.",
    rationale: """
      An import that finds nothing is no failure: the build goes on without cache and takes its full \
      time, run after run. Caches of pull requests are kept apart, so that no other run finds them.
      """,
    source: "https://docs.docker.com/build/cache/backends/",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "a scope that was renamed on one side",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  cache-from: |
                    type=gha,scope=relay
                    ⟦type=gha,scope=relay-main⟧
                  cache-to: type=gha,scope=relay,mode=max
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  cache-from: |
                    type=gha,scope=relay
                  cache-to: type=gha,scope=relay,mode=max
        """),
    check: .repository { repository in
      let uses = CacheUses(of: repository)
      guard uses.knowsExports, !uses.imports.isEmpty, repository.showsAllBuilds else { return [] }
      let writers = Dictionary(grouping: uses.exports) { $0.entry.identity ?? "" }
      let isComparable = writers[""]?.allSatisfy { $0.entry.backend == .inline } ?? true
      let ownNames = repository.ownRepositories(uses)
      var seen: Set<SourceLocation> = []
      return uses.imports.compactMap { use -> Finding? in
        let place = repository.effects.builds[use.build].place
        let location = use.entry.location
        guard let identity = use.entry.identity,
          isComparable || !mayMatch(identity, writers[""] ?? []),
          !seen.contains(location),
          let problem = repository.problem(
            of: use, writers: writers[identity] ?? [], uses, ownNames)
        else { return nil }
        seen.insert(location)
        return Finding(
          "\(problem), so this import never finds anything", at: location,
          help: "import what is exported, or export it with 'cache-to'")
      }
    })
}

/// Whether an export whose name only a run knows may be the one that is imported.
private func mayMatch(_ identity: String, _ exports: [CacheUse]) -> Bool {
  let isOfActions = identity.hasPrefix("gha ")
  return exports.contains { use in
    switch use.entry.backend {
    case .actions: isOfActions
    case .registry: !isOfActions
    case .unknown: true
    default: false
    }
  }
}

extension Repository {
  /// The repositories in registries that this one pushes images or caches to.
  fileprivate func ownRepositories(_ uses: CacheUses) -> Set<String> {
    var own = Set(effects.writes.compactMap { ImageReference($0.reference)?.repository })
    own.formUnion(effects.builds.flatMap(\.published).map(\.repository))
    for use in uses.exports where use.entry.backend == .registry {
      if let name = use.entry.options["ref"].flatMap({ ImageReference($0) }) {
        own.insert(name.repository)
      }
    }
    return own
  }

  fileprivate func problem(
    of use: CacheUse, writers: [CacheUse], _ uses: CacheUses, _ own: Set<String>
  ) -> String? {
    switch use.entry.backend {
    case .actions:
      if writers.isEmpty { return "no build exports to \(use.entry.title)" }
      let place = effects.builds[use.build].place
      let scopes = ActionsCacheAccess.scopes(of: workflows[place.workflow])
      guard !scopes.isEmpty, !scopes.contains("pull") else { return nil }
      let isForPullsAlone = writers.allSatisfy { writer in
        let workflow = effects.builds[writer.build].place.workflow
        return ActionsCacheAccess.scopes(of: workflows[workflow]) == ["pull"]
      }
      return isForPullsAlone ? "only runs for pull requests export to \(use.entry.title)" : nil
    case .registry:
      guard writers.isEmpty, let ref = use.entry.options["ref"], let name = ImageReference(ref),
        own.contains(name.repository)
      else { return nil }
      let isInline = uses.inlineReferences.contains { pattern in
        guard let image = ImageName(PartialText(pattern: pattern)) else { return true }
        return image.repository == name.repository
      }
      guard !isInline else { return nil }
      let isImage = effects.writes.contains { $0.reference == name.description }
      return isImage
        ? "\(use.entry.title) is an image without the layers of its build"
        : "no build exports to \(use.entry.title)"
    default: return nil
    }
  }
}
