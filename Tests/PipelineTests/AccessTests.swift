import PipelineDriver
import Testing

@Suite("Every way to reach a registry", .enabled(if: canRunPipelines))
struct AccessTests {
  /// First build; nothing changed; base and leaf at once; no answer in the middle. The longer
  /// scenarios are run in each way by `make test-all`, which sets `WFGEN_ACCESS`.
  @Test(arguments: [Access.open, .basic, .bearer])
  func leadsToTheSameBuilds(_ access: Access) async throws {
    try await TwoTiers.with(access) { world, story in
      try await world.github.schedule()
      try await story.expect(Outcome(plansAtMost: 2, comparesPublic: true), "nothing changed")

      try world.clone.write("2", to: "base.txt")
      try await world.push("2", to: "leaf.txt")
      try await story.expect(Outcome(built: ["base", "leaf"]), "base and leaf")

      let base = try await world.contentReference(of: "base")
      let kept = try world.spoil(base)
      try await world.push("3", to: "leaf.txt")
      try await story.expect(Outcome(red: ["Base", "Leaf"], unreadable: true), "no answer")
      try world.mend(base, kept)
      try await world.github.schedule()
      try await story.expect(Outcome(built: ["leaf"]), "an answer again")

      // What was answered on the way, apart from what was asked for.
      let refusals = world.refusals
      if access == .bearer {
        for status in ["401", "404", "429", "500"] { #expect(refusals[status] ?? 0 > 0) }
        #expect(refusals["403"] == nil, "nobody asks without a name")
      } else {
        #expect(refusals.isEmpty)
      }
    }
  }
}
