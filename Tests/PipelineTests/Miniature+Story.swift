import PipelineDriver

extension Story {
  /// All that happens to the miniature; throws `Broken` at the first promise that is not kept.
  /// - Parameters:
  ///   - isNoted: whether it is one of the scenarios that the tests tell of in the end.
  ///   - first: what happens right after the first build; the rest follows.
  ///   - change: done to the generated files before they are pushed.
  static func ofMiniature(
    isNoted: Bool = false, first: Chapter = .night, _ change: (World) throws -> Void = { _ in }
  ) async throws {
    try await World.with(repository: "example/miniature") { world in
      let both = ["linux/amd64", "linux/arm64"]
      try await world.publishShell("1", both)
      try await world.publishBase("library/other:1", mark: "1", platforms: both)
      try world.take(Miniature.files)
      try await world.generate()
      try change(world)
      let story = Story(world, isNoted: isNoted)
      try await story.firstBuild(both)
      try await story.tell(first)
      for chapter in Chapter.allCases where chapter != first { try await story.tell(chapter) }
      try await story.missingPublicBase()
    }
  }

  /// What can happen in any order, because it leaves everything built and promoted.
  enum Chapter: CaseIterable {
    case night, late, rebuildAll, hiccupOfBase, hiccupOfLeaf, foreignHand, oldCheck
  }

  private func tell(_ chapter: Chapter) async throws {
    switch chapter {
    case .night: try await night()
    case .late: try await late()
    case .rebuildAll: try await rebuildAll()
    case .hiccupOfBase: try await hiccupOfBase()
    case .hiccupOfLeaf: try await hiccupOfLeaf()
    case .foreignHand: try await foreignHand()
    case .oldCheck: try await oldCheck()
    }
  }

  /// Jobs end in the other order, every first sign-in fails, and a public base moves between the
  /// second look and the build.
  private func firstBuild(_ platforms: [String]) async throws {
    let github = world.github
    github.order = .newest
    github.machine.unsteady = ["docker/login-action"]
    let world = world
    github.machine.beforeBuild["base"] = {
      try await world.publishShell("2", platforms)
    }
    try await world.push()
    try await expect(
      Outcome(
        built: ["base", "odd", "leaf", "side"], ran: ["check"], said: "first words"),
      "first build")
    github.order = .first
    github.machine.unsteady = []
  }

  /// By night, public bases that have moved are noticed.
  private func night() async throws {
    try await world.publishShell("3", ["linux/amd64", "linux/arm64"])
    try await world.publishBase("library/other:1", mark: "2", platforms: ["linux/arm64"])
    try await world.github.schedule()
    try await expect(
      Outcome(
        built: ["base", "odd", "leaf", "side"], ran: ["check"], comparesPublic: true), "night")
  }

  /// The branch has moved on when the runs of a push begin, and nothing says so.
  private func late() async throws {
    func change(_ path: String, _ outcome: Outcome) async throws {
      for text in ["before", "after"] {
        try world.clone.write(text, to: path)
        try await world.push(isSkipped: text == "after")
      }
      try await expect(outcome, "\(path) changes twice")
    }
    try await change("leaf/plain.txt", Outcome(built: ["leaf"]))
    try await change("side.txt", Outcome(built: ["side"]))
    try await change("odd.txt", Outcome(built: ["odd"]))
    try await change("checks/words", Outcome(ran: ["check"], said: "after"))
    try await change(
      "base/plain.txt", Outcome(built: ["base", "leaf"], ran: ["check"]))
  }

  /// A person wants everything new.
  private func rebuildAll() async throws {
    try await world.github.dispatch("wfgen-leaf.yml", ["rebuild": "all"])
    try await expect(Outcome(built: ["leaf", "side"]), "all of leaf")
    try await world.github.dispatch("wfgen-base.yml", ["rebuild": "all"])
    try await expect(Outcome(built: ["base", "odd", "leaf"], ran: ["check"]), "all of base")
  }

  /// Builds fail for nothing, in two runs. A person builds the leaf on the published base, and then
  /// runs the failed jobs of both again: the second finds what the first has built.
  private func hiccupOfBase() async throws {
    let failed = world.github.runs.count + 1
    for path in ["base/plain.txt", "odd.txt"] { try world.clone.write("hiccup", to: path) }
    world.github.machine.hiccups = ["docker/build-push-action": 4]
    try await world.push()
    try await world.github.dispatch("wfgen-base.yml")
    try await expect(
      Outcome(red: ["Base", "Leaf"], missing: ["base", "odd", "leaf"]), "the base fails")
    try await world.github.dispatch("wfgen-leaf.yml", ["parents": "published"])
    try await expect(
      Outcome(built: ["leaf"], missing: ["base", "odd"], outdated: ["leaf"]),
      "on the published base")
    try await runAgain(failed, Outcome(built: ["base", "odd", "leaf"], ran: ["check"]))
  }

  /// Leaves fail for nothing, in two runs.
  private func hiccupOfLeaf() async throws {
    let failed = world.github.runs.count + 1
    for path in ["leaf/plain.txt", "side.txt"] { try world.clone.write("hiccup", to: path) }
    // The end of the base's run, which has nothing to do, would mend a single failure.
    world.github.machine.hiccups = ["docker/build-push-action": 4]
    try await world.push()
    try await expect(Outcome(red: ["Leaf"], missing: ["leaf", "side"]), "the leaves fail")
    try await runAgain(failed, Outcome(built: ["leaf", "side"]))
  }

  /// Runs the failed jobs of the runs that failed in a build again: the first builds, and the
  /// second has nothing left to do.
  private func runAgain(_ first: Int, _ outcome: Outcome) async throws {
    let failed = world.github.runs.dropFirst(first - 1).filter { run in
      run.legs.contains { $0.steps.contains { $0.isBuild && $0.conclusion == .failure } }
    }
    guard failed.count == 2 else { throw Broken("\(failed.count) runs failed in a build") }
    for (run, outcome) in zip(failed, [outcome, Outcome()]) {
      try world.github.rerunFailedJobs(of: run.id)
      try await expect(outcome, "the failed jobs of run \(run.id) again")
    }
  }

  /// Somebody moves the tag of the base by hand: a leaf is built on the exact base all the same,
  /// and the base's next run moves the tag back.
  private func foreignHand() async throws {
    try await world.publishBase(
      "example/miniature/base:latest", mark: "by hand", platforms: ["linux/amd64", "linux/arm64"])
    try world.clone.write("exact", to: "leaf/plain.txt")
    world.github.order = .last("Base")
    try await world.push()
    try await expect(Outcome(built: ["leaf"]), "a tag is moved by hand")
    world.github.order = .first
  }

  /// A check fails. Run again on the same commit it fails again; run again when the branch has moved
  /// on it is refused, and says why.
  private func oldCheck() async throws {
    let words = world.clone.read("checks/words")
    try await world.git("rm", "--quiet", "checks/words")
    try await world.push()
    try await expect(Outcome(ran: ["check"], red: ["Check"]), "a check fails")
    guard let failed = world.github.runs.last(where: { $0.conclusion == .failure }) else { return }
    let first = try await again(failed.id)
    guard first.contains("checks/words") else { throw Broken("no check, but \(first)") }
    try world.clone.write(words, to: "checks/words")
    try await world.push()
    try await expect(Outcome(ran: ["check"], said: words), "the words are back")
    let new = world.github.runs.last?.sha ?? ""
    let second = try await again(failed.id)
    guard second.contains(failed.sha), second.contains(new) else {
      throw Broken("an old check is not refused: \(second)")
    }
  }

  /// What the failed steps say when the failed jobs of a run are run again.
  private func again(_ id: Int) async throws -> String {
    world.github.watch = { _, _ in }
    try world.github.rerunFailedJobs(of: id)
    try await world.github.settle()
    guard let leg = world.github.runs[id - 1].legs.last else { return "" }
    if leg.leavesToken { throw Broken("\(leg.job) leaves its token in the workspace") }
    return leg.failures
  }

  /// What builds on a public base that is gone fails, and the others are built and promoted.
  private func missingPublicBase() async throws {
    world.unpublish("library/other:1")
    for (file, workflow, built) in [
      ("wfgen-leaf.yml", "Leaf", ["leaf"]), ("wfgen-base.yml", "Base", ["base", "leaf"]),
    ] {
      try await world.github.dispatch(file, ["rebuild": "all"])
      try await expect(
        Outcome(
          built: built, ran: workflow == "Base" ? ["check"] : [], red: [workflow]),
        "a public base is gone from \(workflow)")
    }
  }
}

extension World {
  /// Publishes the base with a shell, and git for the tasks that run in it.
  fileprivate func publishShell(_ mark: String, _ platforms: [String]) async throws {
    try await publishBase(
      "library/shell:1", mark: mark, platforms: platforms, tools: ["sh", "cat", "git"])
  }
}
