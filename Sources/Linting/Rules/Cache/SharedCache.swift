import SourceText
import YAML

extension Rule {
  /// Finds places that builds of different images leave their layers in.
  static let sharedCache = Rule(
    id: "shared-cache",
    summary: "Builds of different images export to one cache.",
    rationale: """
      A scope of the Actions cache, and a reference in a registry, holds the layers of one build: \
      each export replaces the one before. The other images find nothing next time and are built \
      from scratch, and which one is lucky depends on who ends last.
      """,
    source: "https://docs.docker.com/build/cache/backends/gha/#scope",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "one scope for all images of a matrix",
      bad: """
        on: push
        jobs:
          service:
            runs-on: ubuntu-24.04
            strategy: {matrix: {name: [billing, search]}}
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: ${{ matrix.name }}
                  cache-from: type=gha,scope=services
                  cache-to: ⟦type=gha,scope=services,mode=max⟧
        """,
      good: """
        on: push
        jobs:
          service:
            runs-on: ubuntu-24.04
            strategy: {matrix: {name: [billing, search]}}
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: ${{ matrix.name }}
                  cache-from: type=gha,scope=${{ matrix.name }}
                  cache-to: type=gha,scope=${{ matrix.name }},mode=max
        """),
    check: .repository { repository in
      let uses = CacheUses(of: repository)
      var groups: [String: [CacheUse]] = [:]
      for use in uses.exports {
        if let identity = use.entry.identity { groups[identity, default: []].append(use) }
      }
      var seen: Set<SourceLocation> = []
      return groups.sorted { $0.key < $1.key }.map(\.value).flatMap { group in
        // A place that a hundred builds share is found among the first few.
        group.indices.compactMap { index in
          finding(about: group[index], after: group[..<index].prefix(64), in: repository, &seen)
        }
      } + uses.exports.compactMap { dynamicFinding(about: $0, in: repository, &seen) }
    })
}

private func finding(
  about use: CacheUse, after earlier: ArraySlice<CacheUse>, in repository: Repository,
  _ seen: inout Set<SourceLocation>
) -> Finding? {
  let place = repository.effects.builds[use.build].place
  let location = use.entry.location
  guard !seen.contains(location) else { return nil }
  for other in earlier {
    guard repository.meet(use, other),
      let difference = repository.difference(between: other.build, and: use.build)
    else { continue }
    seen.insert(location)
    let otherPlace = repository.effects.builds[other.build].place
    let otherLocation = other.entry.location
    let job = repository.workflows[otherPlace.workflow].jobs[otherPlace.job].id
    if otherLocation == location {
      let own = repository.workflows[place.workflow].jobs[place.job].id
      let who =
        own == job && place.workflow == otherPlace.workflow
        ? "all combinations of job '\(job)'" : "jobs '\(job)' and '\(own)', which call this, both"
      return Finding(
        "\(who) export to \(use.entry.title), and each export replaces the "
          + "one before: only the layers of the last one are found again", at: location,
        help: "put what they differ in into the name: a value of the matrix, or an input")
    }
    let workflow = repository.workflows[otherPlace.workflow]
    let whose = otherPlace.workflow == place.workflow ? "" : " of '\(workflow.title)'"
    return Finding(
      "job '\(job)'\(whose) exports \(difference) to \(use.entry.title) too, and each export replaces "
        + "the one before: both are built without cache most of the time", at: location,
      labels: [Diagnostic.Label("exported here too", at: otherLocation)],
      help: "give each image a name of its own")
  }
  return nil
}

/// A matrix whose values only a run knows, and a name that has none of them.
private func dynamicFinding(
  about use: CacheUse, in repository: Repository, _ seen: inout Set<SourceLocation>
) -> Finding? {
  let place = repository.effects.builds[use.build].place
  let job = repository.innermostJob(at: place).job
  let location = use.entry.location
  guard use.entry.identity != nil, !seen.contains(location),
    MatrixLeg.all(of: job).first?.values == nil,
    let step = repository.effects.builds[use.build].options?.step,
    step.action == "docker/build-push-action",
    ["context", "file", "target"].contains(where: {
      step.input($0)?.text?.contains("matrix.") ?? false
    })
  else { return nil }
  seen.insert(location)
  return Finding(
    "all combinations of job '\(job.id)' export to \(use.entry.title), and each export replaces the one "
      + "before: only the layers of the last one are found again", at: location,
    help: "put a value of the matrix into the name")
}

extension Repository {
  /// Whether what two builds leave behind lies in one place.
  ///
  /// Each branch, pull request and tag has scopes of the Actions cache of its own.
  fileprivate func meet(_ one: CacheUse, _ other: CacheUse) -> Bool {
    let (first, second) = (effects.builds[one.build], effects.builds[other.build])
    if first.place.workflow != second.place.workflow {
      let name = one.entry.options["scope"] ?? one.entry.options["ref"] ?? ""
      guard RunText(name).isSameInAllWorkflows else { return false }
    }
    guard one.entry.backend == .actions else { return true }
    if first.place.workflow != second.place.workflow {
      let scopes = [first, second].map { build in
        let workflow = workflows[build.place.workflow]
        let isRefused = ActionsCacheAccess.refusal(at: build.place, in: self) != nil
        // Each tag has a scope of its own.
        return isRefused ? [] : ActionsCacheAccess.scopes(of: workflow).subtracting(["tag"])
      }
      return !scopes[0].isDisjoint(with: scopes[1])
    }
    let isSameStep =
      first.options?.step?.body.range == second.options?.step?.body.range
      && first.place.job == second.place.job
    return isSameStep || first.conditions.mayCoincide(with: second.conditions)
  }
}
