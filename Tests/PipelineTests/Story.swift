import PipelineDriver
import Testing

/// What a scenario expected and did not get.
struct Broken: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// What has to come of a turn of events.
struct Outcome: Sendable {
  /// The images that are built, each once for each time it is named.
  var built: [String] = []
  /// The tasks that run.
  var ran: [String] = []
  /// The workflows of which a run fails.
  var red: Set<String> = []
  /// How many runs there may be that do nothing but look.
  var plansAtMost = Int.max
  /// The images that the tip has no content tag of yet.
  var missing: Set<String> = []
  /// The images that are not built on what their parents are now.
  var outdated: Set<String> = []
  /// Whether images are built on what public bases are now.
  var comparesPublic = false
  /// Whether the registry gives no answer that could be compared.
  var unreadable = false
  /// What a task prints.
  var said: String?
}

/// A scenario: things happen, and after each of them everything is looked at.
///
/// A class, because it remembers what it has already looked at.
final class Story {
  let world: World
  /// The content tags of all commits so far, by repository.
  private var tags: [String: Set<String>] = [:]
  private var builds = 0
  private var runs = 0
  /// How often each run had been run when everything was last looked at.
  private var attempts: [Int: Int] = [:]
  private let isNoted: Bool
  /// The content tags of all builds so far, by repository: of racing pushes, also of commits that
  /// were no tip when everything was looked at.
  private var built: [String: Set<String>] = [:]
  /// The images that were built before, whose cache has to be there.
  private var cached: Set<String> = []

  /// - Parameter isNoted: whether what comes of it is a line of the table of all scenarios.
  init(_ world: World, isNoted: Bool = true) {
    self.world = world
    self.isNoted = isNoted
  }

  /// Lets GitHub go on until it is idle, and compares what came of it.
  func expect(_ outcome: Outcome, _ what: String) async throws {
    // Not to wait for the end of what has already gone wrong.
    world.github.watch = { run, leg in
      guard leg.result == .failure, !outcome.red.contains(run.workflow.name) else { return }
      throw Broken("\(run.workflow.name) fails: \(leg.failures)")
    }
    do {
      try await world.github.settle()
      try judgeRuns(outcome)
      try judgeSkippedBuilds()
      try await judgeBuilds(outcome)
      if !outcome.unreadable { try await judgeRegistry(outcome) }
    } catch let broken as Broken {
      note(what, "BROKEN")
      throw Broken("\(what): \(broken)\n\(world.timeline)")
    }
    let red = outcome.red.isEmpty ? "" : ", red: \(outcome.red.sorted().joined(separator: ", "))"
    note(what, "as expected" + red)
    builds = world.github.machine.builds.count
    runs = world.github.runs.count
  }

  private func note(_ what: String, _ result: String) {
    let begun = world.github.runs.filter { $0.attempt > attempts[$0.id] ?? 0 }
    for run in begun { attempts[run.id] = run.attempt }
    guard isNoted else { return }
    let test = Test.current?.name.prefix { $0 != "(" } ?? ""
    Ledger.note(
      Ledger.Line(
        scenario: "\(test): \(what)", access: world.access, runs: begun.count,
        plans: begun.count(where: \.onlyPlanned),
        builds: world.github.machine.builds.count - builds, result: result))
  }

  private func judgeRuns(_ outcome: Outcome) throws {
    guard world.github.lost.isEmpty else { throw Broken("lost \(world.github.lost)") }
    guard world.github.machine.leftovers.isEmpty else {
      throw Broken("left behind: \(world.github.machine.leftovers)")
    }
    let new = world.github.runs.dropFirst(runs)
    let red = new.filter { $0.conclusion == .failure }
    guard Set(red.map(\.workflow.name)) == outcome.red else {
      throw Broken("red are \(red.map(\.workflow.name)), not \(outcome.red.sorted())")
    }
    let plans = new.filter(\.onlyPlanned)
    guard plans.count <= outcome.plansAtMost else {
      throw Broken("\(plans.count) runs only looked, not \(outcome.plansAtMost) at most")
    }
    let ran = new.flatMap(\.legs).map(\.job).filter { !["plan", "promote"].contains($0) }
      .filter { !$0.hasPrefix("build") }
    guard ran.sorted() == outcome.ran.sorted() else {
      throw Broken("ran \(ran.sorted()), not \(outcome.ran.sorted())")
    }
    if let said = outcome.said {
      let logs = new.flatMap(\.legs).flatMap(\.steps).map(\.log)
      guard logs.contains(where: { $0.contains(said) }) else { throw Broken("nobody said \(said)") }
    }
    for leg in new.flatMap(\.legs) {
      let warning = leg.steps.first { $0.log.contains("::warning::") }
      if let warning, outcome.red.isEmpty {
        throw Broken("a warning, and nothing is wrong: \(warning.log)")
      }
      let silent = leg.steps.filter { $0.outcome == .failure && $0.conclusion == .success }
      guard silent.isEmpty || !world.github.machine.unsteady.isEmpty else {
        throw Broken("'\(silent.map(\.name))' fails and nobody sees it")
      }
      if leg.leavesToken { throw Broken("\(leg.job) leaves its token in the workspace") }
      if leg.summary.contains("Docker Build summary") { throw Broken("a second summary") }
      guard leg.steps.contains(where: { $0.isBuild && $0.conclusion == .success }) else { continue }
      let image = leg.matrix["image"].text
      if leg.summary.contains("unknown") || !leg.summary.contains("| \(image) | src-") {
        throw Broken("the summary does not say what was measured: \(leg.summary)")
      }
    }
  }

  /// What was there already is said to have been there, in runs and in re-runs.
  private func judgeSkippedBuilds() throws {
    for leg in world.github.runs.flatMap(\.legs) where leg.result == .success {
      let wasThere = leg.steps.contains { $0.isBuild && $0.conclusion == .skipped }
      if wasThere, !leg.summary.contains("was there") {
        throw Broken("the summary does not say that the image was there: \(leg.summary)")
      }
    }
  }

  private func judgeBuilds(_ outcome: Outcome) async throws {
    let new = world.github.machine.builds.dropFirst(builds)
    guard new.map(\.image).sorted() == outcome.built.sorted() else {
      throw Broken("built \(new.map(\.image).sorted()), not \(outcome.built.sorted())")
    }
    for build in new {
      let tag = try await world.contentTags(of: build.commit)[build.image]
      guard build.reference == "\(build.repository):\(tag ?? "")" else {
        throw Broken("\(build.reference) was built from \(build.commit), which is \(tag ?? "none")")
      }
      built[build.repository, default: []].insert(tag ?? "")
      guard build.foundCache || cached.insert(build.image).inserted else {
        throw Broken("\(build.image) was built without its cache")
      }
    }
    let builders = Set(world.github.machine.builds.map(\.builder))
    guard builders.count <= 1 else { throw Broken("different builders: \(builders.sorted())") }
    guard new.allSatisfy({ $0.provenance == "mode=min" }) else {
      throw Broken("an attestation that tells the build arguments")
    }
  }

  private func judgeRegistry(_ outcome: Outcome) async throws {
    let tip = try await world.tip()
    let missing = tip.images.filter { !tip.present.keys.contains($0.reference) }
    guard Set(missing.map(\.name)) == outcome.missing else {
      throw Broken("missing are \(missing.map(\.name)), not \(outcome.missing.sorted())")
    }
    for image in tip.images {
      if !outcome.missing.contains(image.name) {
        tags[image.repository, default: Set(image.tags)].insert(image.tag)
      }
      if let built = built[image.repository] {
        tags[image.repository, default: Set(image.tags)].formUnion(built)
      }
      let there = try await world.registry.tags(of: image.path)
      guard Set(there) == tags[image.repository, default: []] else {
        throw Broken("\(image.repository) has the tags \(there)")
      }
      guard let index = tip.present[image.reference] else { continue }
      for tag in image.tags {
        let moved = try await world.registry.manifest("\(image.repository):\(tag)")
        guard moved?.digest == index.digest else {
          throw Broken("\(image.repository):\(tag) is not what its content tag holds")
        }
      }
      try await tip.judge(image, index, outcome, world)
    }
  }
}
