import PipelineDriver
import RandomPipelines

/// What chance makes of a small repository: pushes, re-runs, losses and whatever else befalls a
/// pipeline, in between jobs that end in any order. The same seed gives the same episode.
///
/// A class, because what happens while a job is in the midst of its steps changes the same state.
final class Episode {
  /// What it was about, and what it cost.
  struct Report: Sendable {
    var runs = 0
    var plans = 0
    var builds = 0
    /// Builds of what had been built before on the same parents, and why they are no fault.
    var doubles: [String] = []
    /// Whether something was left to do that only the schedule took up.
    var needsNet = false
    /// Whether nothing happened but pushes, dispatches, re-runs and the schedule.
    var isCalm = false
  }

  let world: World
  let repository: RandomRepository
  var random: SplitMix
  /// Whether nothing happens that a run cannot make up for.
  let isCalm: Bool
  /// What happened, in order, for who looks into a failure.
  var log: [String] = []
  /// What happened that may leave something to do for the schedule.
  var faults: [String] = []
  /// The tags that were taken away, with how many builds there had been.
  var removed: [(reference: String, builds: Int)] = []
  /// The tag that the registry cannot read at the moment, and what it held.
  private var spoilt: (name: String, kept: String)?
  private var depth = 0

  private init(_ world: World, _ repository: RandomRepository, _ random: SplitMix) {
    self.world = world
    self.repository = repository
    self.random = random
    isCalm = self.random.chance(40)
  }

  /// Plays the episode of a seed; throws `Broken` when something that must hold at rest does not.
  static func play(seed: UInt64) async throws -> Report {
    var random = SplitMix(seed: seed)
    let repository = RandomRepository(using: &random)
    return try await World.with(repository: RandomRepository.name, assembles: true) { world in
      let episode = Episode(world, repository, random)
      do {
        return try await episode.play()
      } catch let broken as Broken {
        let log = episode.log.joined(separator: "\n")
        throw Broken("\(broken)\n\(repository.files["wfgen.yml"] ?? "")\n\(log)\n\(world.timeline)")
      }
    }
  }

  private func play() async throws -> Report {
    try await world.publishBase(RandomRepository.publicBase, mark: "1", tools: [])
    try world.take(repository.files)
    try await world.generate()
    try await world.push()
    world.github.machine.meanwhile = { try await self.interrupt() }
    var left = Int.random(in: 2...5, using: &random)
    try await goOn { running in
      guard left > 0, running.isEmpty || self.random.chance(20) else { return false }
      left -= 1
      try await self.happen()
      return true
    }
    try endTrouble()
    try await goOn { _ in false }
    return try await judge()
  }

  /// Lets jobs end in any order, until nothing is left to do.
  /// - Parameter first: is given what is running; when it does something, that is all for once.
  func goOn(_ first: ([RunningJob]) async throws -> Bool) async throws {
    while true {
      let running = try await world.github.running()
      if try await first(running) { continue }
      guard let job = running.randomElement(using: &random) else { return }
      try await world.github.end(job)
    }
  }

  /// Something happens between the second look at an image and its build: an event, or another job
  /// ends as a whole.
  private func interrupt() async throws {
    guard depth < 2, random.chance(25) else { return }
    depth += 1
    defer { depth -= 1 }
    log.append("  in the midst of a build:")
    if random.chance(40) { return try await happen() }
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      guard let job = try await world.github.running().randomElement(using: &random) else { return }
      try await world.github.end(job)
    }
  }

  /// All that stands in the way of runs ends.
  private func endTrouble() throws {
    try mendRegistry()
    world.github.machine.losses = [:]
    world.github.machine.hiccups = [:]
    world.github.machine.meanwhile = nil
  }

  // MARK: What may happen

  private enum Happening: CaseIterable {
    case push, dispatch, schedule, runAgain
    // From here on: what may leave something to do for the schedule.
    case failedJobsAgain, silentPush, cancel, removeTag, publicBase, foreignHand, unreadable, lose
    case hiccup

    static let calm: [Happening] = [.push, .push, .push, .push, .dispatch, .schedule, .runAgain]
    static let all: [Happening] =
      allCases + [.push, .push, .push, .push, .dispatch, .runAgain, .lose]
  }

  private func happen() async throws {
    if random.chance(60) { try mendRegistry() }
    let github = world.github
    switch random.pick(isCalm ? Happening.calm : Happening.all, or: .push) {
    case .push: try await push()
    case .silentPush: try await push(isSkipped: true)
    case .dispatch: try await dispatch()
    case .schedule:
      log.append("the schedule")
      try await github.schedule()
    case .runAgain:
      guard let run = some(github.runs.filter { $0.status == .completed }) else { return }
      log.append("run \(run.id) again")
      try github.rerun(run.id)
    case .failedJobsAgain:
      let red = github.runs.filter { [.failure, .cancelled].contains($0.conclusion) }
      guard let run = some(red) else { return }
      note("failed jobs of run \(run.id) again")
      try github.rerunFailedJobs(of: run.id)
    case .cancel:
      let open = github.runs.filter { $0.status != .completed && !$0.isInTheMidst }
      guard let run = some(open) else { return }
      note("run \(run.id) is cancelled")
      try github.cancel(run.id)
    case .removeTag:
      guard let name = someTag() else { return }
      note("\(name) is removed")
      removed.append((name, github.machine.builds.count))
      world.unpublish(name)
    case .publicBase:
      note("the public base moves")
      try await world.publishBase(
        RandomRepository.publicBase, mark: "\(log.count)", tools: [])
    case .foreignHand:
      guard let image = some(repository.images) else { return }
      note("\(image.name):latest is moved by hand")
      try await world.publishBase(
        "\(RandomRepository.name)/\(image.name):latest", mark: "\(log.count)", tools: [])
    case .unreadable:
      guard spoilt == nil, let name = someTag() else { return }
      note("\(name) cannot be read")
      spoilt = (name, try world.spoil(name))
    case .lose:
      guard let image = some(repository.images) else { return }
      let loss = random.pick(Machine.Loss.allCases, or: .beforePush)
      note("the next machine of \(image.name) is lost \(loss)")
      github.machine.losses[image.name] = loss
    case .hiccup:
      let action = random.pick(
        ["docker/build-push-action", "docker/login-action", "actions/checkout"], or: "")
      note("the next use of \(action) fails")
      github.machine.hiccups[action] = 1
    }
  }

  private func note(_ fault: String) {
    log.append(fault)
    faults.append(fault)
  }

  /// Changes a file or two. There are few texts, so that what was there comes back at times.
  private func push(isSkipped: Bool = false) async throws {
    let files = random.some(repository.sources, atMost: 2)
    for file in files {
      let text = random.chance(7) ? "fail" : "\(Int.random(in: 1...3, using: &random))"
      try world.clone.write(text, to: file)
      log.append("\(file) = \(text)")
    }
    isSkipped ? note("pushed with [skip ci]") : log.append("pushed")
    try await world.push(isSkipped: isSkipped)
  }

  private func dispatch() async throws {
    let tip = try await world.github.origin.tip(of: "main") ?? ""
    guard let workflow = some(try await world.github.workflows(at: tip)) else { return }
    let inputs = [
      "rebuild": random.chance(40) ? "all" : "stale",
      "parents": random.chance(30) ? "published" : "exact",
    ]
    log.append("\(workflow.file) by hand: \(inputs.values.sorted().joined(separator: ", "))")
    try await world.github.dispatch(workflow.file, inputs)
  }

  private func mendRegistry() throws {
    guard let (name, kept) = spoilt else { return }
    log.append("\(name) can be read again")
    try world.mend(name, kept)
    spoilt = nil
  }

  private func some<T>(_ list: [T]) -> T? { list.randomElement(using: &random) }

  /// A content tag that is there and can be read.
  private func someTag() -> String? {
    let names = world.github.machine.builds.map {
      String($0.reference.dropFirst(world.registry.host.count + 1))
    }
    return some(names.filter { world.holds($0) && $0 != spoilt?.name })
  }
}
