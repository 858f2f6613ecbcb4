internal import Manifest
internal import SourceText

extension Pipeline {
  /// Policies that do what they say, and cost what their key does not say.
  var costlyPolicies: [Diagnostic] {
    hostNetwork + sharedCaches + movedCaches
  }

  private var hostNetwork: [Diagnostic] {
    guard project.manifest.hostNetwork else { return [] }
    return [
      Diagnostic(
        "host-network", .warning,
        "every RUN of every build reaches what the runner reaches, its own services included: "
          + "builds are not isolated from it",
        at: project.manifest.place(of: "network"),
        help: "leave 'network' out unless a build cannot do without it")
    ]
  }

  private var sharedCaches: [Diagnostic] {
    guard project.manifest.cache != .none else { return [] }
    let members = Dictionary(
      grouping: project.images.filter(\.isBuiltHere), by: { $0.tier.cacheGroup?.value })
    var seen: Set<String> = []
    let file = project.manifest.file
    let stated = project.manifest.tiers.compactMap(\.cacheGroup)
    return stated.compactMap { group in
      guard seen.insert(group.value).inserted, let images = members[group.value], images.count > 1
      else { return nil }
      return Diagnostic(
        "shared-cache", .warning,
        "\(images.count) images share the cache '\(group.value)', and each build replaces what the "
          + "one before has left: the next finds only the layers that it shares with that",
        at: SourceLocation(file, group.range),
        labels: stated.filter { $0.value == group.value }.dropFirst().map {
          Diagnostic.Label("of this tier, too", at: SourceLocation(file, $0.range))
        }, help: "leave 'cache-group' out: each image then has a cache of its own")
    }
  }

  /// Where the layers of a stage's builds are cached.
  func cache(of stage: Stage) -> CachePolicy {
    project.manifest.cache == .gha && stage.hasUpstreams ? .registry : project.manifest.cache
  }

  private var movedCaches: [Diagnostic] {
    let moved = stages.filter {
      !$0.images.isEmpty && cache(of: $0) != project.manifest.cache
    }
    guard !moved.isEmpty else { return [] }
    return [
      Diagnostic(
        "cache-in-registry", .info,
        "\(moved.quotedTitles) cache layers in the registry: GitHub saves no cache of its own in "
          + "runs that 'workflow_run' starts",
        at: project.manifest.place(of: "cache"))
    ]
  }
}
