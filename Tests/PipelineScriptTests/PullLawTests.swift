import RandomPipelines
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("Laws of the jobs of pull requests", .enabled(if: installed("jq")))
struct PullLawTests {
  @Test func everyAffectedImageIsBuiltOnceWithAllThatItNeeds() async throws {
    try await withSandbox { box in
      var built = 0
      for seed in 0..<60 {
        let change = RandomChange(seed: UInt64(seed))
        let plan = try await change.plan(in: box)
        built += plan.builds.count
        try change.judge(plan, "seed \(seed)")
      }
      #expect(built > 60)
    }
  }

  /// GitHub makes no more jobs of a matrix.
  @Test func thereAreNoMoreJobsThanAMatrixMayHave() async throws {
    try await withSandbox { box in
      let change = RandomChange(seed: 1, count: 600, isLoose: true)
      let plan = try await change.plan(in: box)
      #expect(plan.builds.count <= 256)
      try change.judge(plan, "600 images")
    }
  }
}

/// What `pull_request` of pull.jq says.
private struct PullPlan: Decodable {
  struct Job: Decodable {
    let name: String
    let runner: String
    let minutes: Int
    let images: [String]
  }
  let builds: [Job]
  let notices: [String]
  let errors: [String]
}

/// A graph, what of it a change affects, and what the registry says.
private struct RandomChange {
  private struct Image {
    let name: String
    let parents: [Int]
    let expected: Int
    let runner: String
    let isLeft: Bool
    /// `present`, `absent`, `denied` or `broken`.
    let answer: String
    let isChanged: Bool
  }
  private var images: [Image] = []

  /// - Parameter isLoose: whether no image is built on another, and all of them are changed.
  init(seed: UInt64, count: Int? = nil, isLoose: Bool = false) {
    var random = SplitMix(seed: seed)
    for index in 0..<(count ?? Int.random(in: 1...40, using: &random)) {
      let parents = isLoose ? [] : random.some(Array(0..<index), atMost: 2)
      images.append(
        Image(
          name: "i\(index)", parents: parents, expected: Int.random(in: 1...120, using: &random),
          runner: random.chance(20) ? "arm" : "x64", isLeft: !isLoose && random.chance(5),
          answer: isLoose
            ? "absent" : random.pick(["present", "absent", "absent", "denied", "broken"], or: ""),
          isChanged: isLoose || random.chance(30) || parents.contains { images[$0].isChanged }))
    }
  }

  func plan(in box: Sandbox) async throws -> PullPlan {
    func list(_ parts: [String]) -> String { "[\(parts.joined(separator: ", "))]" }
    let entries = images.map { image in
      let parents = image.parents.map { #"{"image": "i\#($0)", "as": "arg", "name": "A"}"# }
      return """
        {"name": "\(image.name)", "repository": "r/\(image.name)", "tags": [],
         "parents": \(list(parents))}
        """
    }
    let policies = images.map { image in
      """
      {"name": "\(image.name)", "expected": \(image.expected), "needs": \(image.expected * 2),
       "runner": "\(image.runner)", "emulate": false\(image.isLeft ? #", "left": "why""# : "")}
      """
    }
    let answers = images.map { image in
      let answer =
        switch image.answer {
        case "present": #"{"status": "present", "digest": "sha256:0"}"#
        case "absent": #"{"status": "absent"}"#
        case "denied": #"{"status": "unknown", "reason": "HTTP 401 from r"}"#
        default: #"{"status": "unknown", "reason": "HTTP 500 from r"}"#
        }
      return #""r/\#(image.name):new": \#(answer)"#
    }
    let old = images.filter { !$0.isChanged }.map { #""\#($0.name)": "new""# }
    try box.write(
      """
      {"data": {"images": \(list(entries)), "tasks": [],
        "pull-request": {"overhead": 20, "images": \(list(policies)), "tasks": []}},
       "tags": {\(images.map { #""\#($0.name)": "new""# }.joined(separator: ", "))},
       "base": {\(old.joined(separator: ", "))}, "answers": {\(answers.joined(separator: ", "))}}
      """, to: "repository/change.json")
    let outcome = try await box.bash([
      "-c",
      """
      jq -L .github/wfgen 'include "pull"; . as $in
        | .data | pull_request($in.tags; $in.base; $in.answers)' change.json
      """,
    ])
    guard outcome.status == 0 else { throw ScriptFailed(outcome: outcome) }
    return try JSONDecoder().decode(PullPlan.self, from: Data(outcome.output.utf8))
  }

  /// Whether an image is built when it is needed.
  private func isBuilt(_ index: Int) -> Bool {
    let image = images[index]
    return image.answer != "present" && !image.isLeft
      && image.parents.allSatisfy { images[$0].answer == "present" || isBuilt($0) }
  }

  /// An image and all that has to be built for it.
  private func needs(of index: Int) -> Set<Int> {
    images[index].parents.filter { images[$0].answer != "present" }
      .reduce(into: [index]) { $0.formUnion(needs(of: $1)) }
  }

  /// What has to be built for the goals, in sets that have nothing in common.
  private func components(of goals: [Int]) -> [Set<Int>] {
    goals.reduce(into: []) { sets, goal in
      let mine = needs(of: goal)
      let met = sets.filter { !$0.isDisjoint(with: mine) }
      sets.removeAll { !$0.isDisjoint(with: mine) }
      sets.append(met.reduce(mine) { $0.union($1) })
    }
  }

  func judge(_ plan: PullPlan, _ what: String) throws {
    let place = Dictionary(
      images.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let goals = images.indices.filter { images[$0].isChanged && isBuilt($0) }
    let jobs = plan.builds.map { job in (job: job, images: job.images.compactMap { place[$0] }) }
    for (job, members) in jobs {
      let mine = goals.filter { images[$0].runner == job.runner && members.contains($0) }
      #expect(
        Set(members) == mine.reduce(into: []) { $0.formUnion(needs(of: $1)) }, "\(what): \(job)")
      #expect(Set(members).count == members.count, "\(what): \(job)")
      for (position, member) in members.enumerated() {
        let before = Set(members[..<position])
        let parents = images[member].parents.filter { images[$0].answer != "present" }
        #expect(parents.allSatisfy(before.contains), "\(what): \(job)")
      }
      let minutes = 20 + members.reduce(0) { $0 + images[$1].expected * 2 }
      #expect(job.minutes == min(360, minutes), "\(what): \(job)")
    }
    #expect(Set(jobs.map(\.job.name)).count == jobs.count, "\(what): names")
    for goal in goals {
      #expect(
        jobs.contains { $0.job.runner == images[goal].runner && $0.images.contains(goal) },
        "\(what): nobody builds \(images[goal].name)")
    }
    for component in components(of: goals) where jobs.count < 256 {
      let runners = Set(goals.filter(component.contains).map { images[$0].runner })
      guard runners.count == 1, component.reduce(0, { $0 + images[$1].expected }) <= 300 else {
        continue
      }
      let mine = jobs.filter { !component.isDisjoint(with: $0.images) }
      #expect(mine.count == 1, "\(what): \(component.count) images in \(mine.count) jobs")
    }
    // Nothing that is affected is passed over in silence.
    for (index, image) in images.enumerated()
    where image.isChanged && image.answer != "present" && !isBuilt(index) {
      #expect(
        (plan.notices + plan.errors).contains { $0.hasPrefix(image.name + " ") },
        "\(what): nothing is said of \(image.name)")
    }
  }
}
