import SourceText
import YAML

extension Rule {
  /// Finds tags that several jobs move without an order between them.
  static let twoWriters = Rule(
    id: "two-writers",
    summary: "Two jobs publish the same tag.",
    rationale: """
      When two jobs may run at the same time, the one that ends last decides what the tag holds: \
      an older commit may replace a newer one, and nothing says so.
      """,
    source:
      "https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency",
    severity: .warning,
    category: .graph,
    fixes: .never,
    example: Example(
      "a release and a weekly refresh",
      bad: [
        ".github/workflows/release.yml": """
        on: push
        jobs:
          gateway:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  push: true
                  tags: ghcr.io/acme/gateway:latest
        """,
        ".github/workflows/weekly.yml": """
        on:
          schedule:
            - cron: 17 4 * * 1
        jobs:
          gateway:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  pull: true
                  push: true
                  tags: ⟦ghcr.io/acme/gateway:latest⟧
        """,
      ],
      good: [
        ".github/workflows/release.yml": """
        on:
          push:
          schedule:
            - cron: 17 4 * * 1
        jobs:
          gateway:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  pull: true
                  push: true
                  tags: ghcr.io/acme/gateway:latest
        """
      ]),
    check: .repository { repository in
      var groups: [[Int]: [Rivalry]] = [:]
      for writes in Dictionary(grouping: repository.effects.writes, by: \.reference).values {
        for rivalry in Rivalry.all(among: writes, in: repository) {
          let (one, other) = (rivalry.first.place, rivalry.second.place)
          groups[[one.workflow, one.job, other.workflow, other.job], default: []].append(rivalry)
        }
      }
      return groups.values.compactMap { finding(about: $0, in: repository) }
    })
}

/// Two jobs writing one tag without an order.
private struct Rivalry {
  /// The write that comes first in the repository.
  var first: TagWrite
  /// The one that is reported.
  var second: TagWrite

  /// For each job that writes a tag, the first earlier one that is its rival.
  static func all(among writes: [TagWrite], in repository: Repository) -> [Rivalry] {
    var seen: Set<[Int]> = []
    return writes.indices.compactMap { index in
      let write = writes[index]
      guard let other = writes[..<index].first(where: { repository.areRivals($0, write) }),
        seen.insert([write.place.workflow, write.place.job]).inserted
      else { return nil }
      return Rivalry(first: other, second: write)
    }
  }
}

/// One finding about all the tags that two jobs write.
private func finding(about rivalries: [Rivalry], in repository: Repository) -> Finding? {
  let sorted = rivalries.sorted { $0.second.reference < $1.second.reference }
  guard let rivalry = sorted.first else { return nil }
  var (first, second) = (rivalry.first, rivalry.second)
  // The one without any group is the one to mend.
  if first.place.workflow != second.place.workflow, !repository.isGrouped(first.place),
    repository.isGrouped(second.place)
  {
    (first, second) = (second, first)
  }
  let workflow = repository.workflows[first.place.workflow]
  let job = workflow.jobs[first.place.job].id
  let whose = first.place.workflow == second.place.workflow ? "" : " of '\(workflow.title)'"
  let more = sorted.count == 1 ? "" : " (and \(sorted.count - 1) more)"
  if first.place.isInJob(of: second.place) {
    return Finding(
      "'\(second.reference)'\(more) is published by several jobs of the matrix, and whichever ends "
        + "last decides what it holds",
      at: SourceLocation(workflow.file, second.range),
      help: "put the value of the matrix into the tag, or publish this tag in one of them alone")
  }
  return Finding(
    "'\(second.reference)'\(more) is published by job '\(job)'\(whose) too, and whichever ends "
      + "last decides what it holds",
    at: SourceLocation(repository.workflows[second.place.workflow].file, second.range),
    labels: [
      Diagnostic.Label("published here too", at: SourceLocation(workflow.file, first.range))
    ],
    help: "publish it in one job, or put both jobs into one concurrency group")
}

extension Repository {
  /// Whether two writes of one tag are those of different jobs that may run at the same time.
  fileprivate func areRivals(_ one: TagWrite, _ other: TagWrite) -> Bool {
    let isSameWorkflow = one.place.workflow == other.place.workflow
    if isSameWorkflow {
      guard !one.place.isOnRunner(of: other.place),
        order.relation(of: one.place, to: other.place) == .beside
      else { return false }
    }
    guard one.conditions.mayCoincide(with: other.conditions) else { return false }
    if isPartOfIndex(one, other) { return false }
    // The combinations of a matrix are in one group or each in its own; none waits for its turn in
    // an order that is known.
    if one.place.isInJob(of: other.place) { return true }
    let (groups, otherGroups) = (
      groups(of: one.place, withWorkflow: !isSameWorkflow),
      groups(of: other.place, withWorkflow: !isSameWorkflow)
    )
    return groups.isDisjoint(with: otherGroups)
  }

  /// Whether two jobs build for different platforms and some job joins their images.
  private func isPartOfIndex(_ one: TagWrite, _ other: TagWrite) -> Bool {
    guard !one.platforms.isEmpty, !other.platforms.isEmpty,
      one.platforms.isDisjoint(with: other.platforms)
    else { return false }
    return effects.writes.contains(where: \.isManifest)
  }

  /// Whether a job runs in any concurrency group.
  fileprivate func isGrouped(_ place: Place) -> Bool {
    let workflow = workflows[place.workflow]
    return workflow.document.root?["concurrency"] != nil
      || workflow.jobs[place.job].body["concurrency"] != nil
  }

  /// The concurrency groups that a job runs in, as far as they are the same in other workflows.
  private func groups(of place: Place, withWorkflow: Bool) -> Set<String> {
    let workflow = workflows[place.workflow]
    let nodes = [
      workflow.jobs[place.job].body["concurrency"],
      withWorkflow ? workflow.document.root?["concurrency"] : nil,
    ]
    let texts = nodes.compactMap { $0.flatMap { $0.text ?? $0["group"]?.text } }
    return Set(
      texts.map { $0.lowercased() }.filter { text in
        !["github.workflow", "github.job", "github.run_", "matrix."].contains { text.contains($0) }
      })
  }
}
