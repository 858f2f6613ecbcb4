import PipelineDriver
import Testing

@Suite("A run that does not come to its end", .enabled(if: canRunPipelines))
struct LossTests {
  /// What comes after a run that was lost, and mends it.
  enum Remedy: CaseIterable, Sendable {
    case failedJobsAgain, allJobsAgain, nextPush, night
  }

  /// The registry knows nothing of the build, so whoever comes next does it, once.
  @Test(arguments: Remedy.allCases)
  func betweenBuildAndPushIsMadeUpForByWhatComesNext(_ remedy: Remedy) async throws {
    try await TwoTiers.with(assembles: true) { world, story in
      world.github.machine.losses = ["base": .beforePush]
      try await world.push("2", to: "base.txt")
      let lost = world.github.runs.count
      try await story.expect(
        Outcome(red: ["Base", "Leaf"], missing: ["base", "leaf"]), "a lost machine")
      try await mend(lost, remedy, world)
      try await story.expect(Outcome(built: ["base", "leaf"]), "then \(remedy)")
      try await world.github.schedule()
      try await story.expect(Outcome(), "a night without news")
    }
  }

  /// The image is there: its tags are moved, children are built on it, and no re-run builds it again.
  @Test(arguments: [Remedy.failedJobsAgain, .allJobsAgain])
  func afterThePushHasBuiltTheImageAllTheSame(_ remedy: Remedy) async throws {
    try await TwoTiers.with(assembles: true) { world, story in
      world.github.machine.losses = ["base": .afterPush]
      try await world.push("2", to: "base.txt")
      let lost = world.github.runs.count
      try await story.expect(
        Outcome(built: ["base", "leaf"], red: ["Base"]), "a machine lost after the push")
      try await mend(lost, remedy, world)
      try await story.expect(Outcome(), "then \(remedy)")
      #expect(world.github.runs[lost - 1].conclusion == .success)
    }
  }

  /// The leaf is lost and its base is not: nobody above builds anything again.
  @Test func ofALeafLeavesItsBaseAlone() async throws {
    try await TwoTiers.with(assembles: true) { world, story in
      world.github.machine.losses = ["leaf": .beforePush]
      try await world.push("2", to: "base.txt")
      try await story.expect(
        Outcome(built: ["base"], red: ["Leaf"], missing: ["leaf"]), "a lost leaf")
      try await world.github.schedule()
      try await story.expect(Outcome(built: ["leaf"]), "the night")
    }
  }

  /// A cancelled run starts what follows it, which says that the base will not come.
  @Test func thatAPersonCancelsIsNotForgotten() async throws {
    try await TwoTiers.with(assembles: true) { world, story in
      try await world.push("2", to: "base.txt")
      let cancelled = world.github.runs.count
      try await world.github.end(try #require(try await world.github.running().first))
      #expect(world.github.runs[cancelled - 1].jobs["plan"]?.result == .success)
      try world.github.cancel(cancelled)
      try await story.expect(
        Outcome(red: ["Leaf"], missing: ["base", "leaf"]), "cancelled before the build")
      #expect(world.github.runs[cancelled - 1].conclusion == .cancelled)
      try world.github.rerunFailedJobs(of: cancelled)
      try await story.expect(Outcome(built: ["base", "leaf"]), "its failed jobs again")
    }
  }

  private func mend(_ lost: Int, _ remedy: Remedy, _ world: World) async throws {
    switch remedy {
    case .failedJobsAgain: try world.github.rerunFailedJobs(of: lost)
    case .allJobsAgain: try world.github.rerun(lost)
    case .nextPush: try await world.push("2", to: "leaf.txt")
    case .night: try await world.github.schedule()
    }
  }
}
