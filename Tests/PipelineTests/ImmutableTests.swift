import PipelineDriver
import Testing

@Suite("Where no tag can be moved", .enabled(if: canRunPipelines))
struct ImmutableTests {
  /// What is built anew gets a counter; what is built on it is built anew on that, once; no tag
  /// follows the branch.
  @Test func aRebuiltImageGetsACounter() async throws {
    try await World.with(repository: "example/two", access: .immutable) { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(TwoTiers.files)
      try await world.generate()
      try await world.push()
      try await settle(world, ["base", "leaf"])
      let tags = try await world.contentTags()
      let (base, leaf) = (tags["base"] ?? "", tags["leaf"] ?? "")
      try await expectTags(world, [base], [leaf])

      try await world.github.dispatch("wfgen-base.yml", ["rebuild": "all"])
      try await settle(world, ["base", "leaf"])
      try await expectTags(world, [base, base + ".2"], [leaf, leaf + ".2"])

      try await world.github.schedule()
      try await settle(world, [])

      try await world.publishBase("library/shell:1", mark: "2")
      try await world.github.schedule()
      try await settle(world, ["base", "leaf"])
      let all = ["", ".2", ".3"]
      try await expectTags(world, all.map { base + $0 }, all.map { leaf + $0 })

      // A new leaf is built on the highest of the base, and says so.
      try await world.push("2", to: "leaf.txt")
      try await settle(world, ["leaf"])
      let new = try await world.contentTags()["leaf"] ?? ""
      try await expectTags(world, all.map { base + $0 }, all.map { leaf + $0 } + [new])
      let host = world.registry.host
      let built = try await world.registry.manifest("\(host)/example/two/leaf:\(new)")
      let highest = try await world.registry.manifest("\(host)/example/two/base:\(base).3")
      let recorded = built?.body["annotations"]["dev.wfgen.bases"].text ?? ""
      #expect(recorded == #"{"\#(host)/example/two/base:\#(base)":"\#(highest?.digest ?? "")"}"#)
    }
  }

  /// Lets GitHub go on until it is idle: all runs end green, and these images were built.
  private func settle(_ world: World, _ images: [String]) async throws {
    let (runs, builds) = (world.github.runs.count, world.github.machine.builds.count)
    // What a push or a dispatch has queued belongs to it.
    let first = world.github.runs.firstIndex { $0.conclusion == nil } ?? runs
    try await world.github.settle()
    for run in world.github.runs[first...] where run.conclusion == .failure {
      Issue.record("\(run.workflow.name): \(run.legs.flatMap(\.steps).map(\.log))")
    }
    #expect(world.github.machine.builds.dropFirst(builds).map(\.image).sorted() == images)
  }

  private func expectTags(_ world: World, _ base: [String], _ leaf: [String]) async throws {
    #expect(try await world.registry.tags(of: "example/two/base") == base.sorted())
    #expect(try await world.registry.tags(of: "example/two/leaf") == leaf.sorted())
  }
}
