import PipelineDriver
import Testing

@Suite("Every entry of a generated workflow is needed", .enabled(if: canRunPipelines))
struct MutationTests {
  /// Entries that may be missing without a change in what happens, each with the reason.
  private static let equivalent: [String: String] = [:]

  /// Without `WFGEN_FULL=1`, one entry in so many.
  private static let sampling = isFull ? 1 : 9
  private static let workers = 2

  @Test func withoutAnyOneOfThemAPromiseIsBroken() async throws {
    let mutations = try await Self.all()
    let chosen = mutations.indices.filter { ($0 + 4) % Self.sampling == 0 }
    var fates: [Int: String?] = [:]
    try await withThrowingTaskGroup(of: (Int, String?).self) { group in
      var next = chosen.makeIterator()
      func begin() {
        guard let index = next.next() else { return }
        let likely = Self.likely(mutations[index])
        group.addTask { (index, try await Self.fate(of: index, likely: likely)) }
      }
      for _ in 0..<Self.workers { begin() }
      while let (index, fate) = try await group.next() {
        fates[index] = fate
        print("\(mutations[index]): \(fate ?? "SURVIVES")")
        begin()
      }
    }
    let survivors = chosen.filter { fates[$0] == .some(nil) }.map { mutations[$0] }
    let killed = chosen.count - survivors.count
    print("mutations: \(mutations.count) known, \(chosen.count) tried, \(killed) noticed")
    #expect(survivors.filter { Self.equivalent[$0] == nil } == [])
    let unexpected = chosen.map { mutations[$0] }.filter {
      Self.equivalent[$0] != nil && !survivors.contains($0)
    }
    #expect(unexpected == [], "these are noticed after all")
  }

  @Test func withAllOfThemEveryPromiseIsKept() async throws {
    try await Story.ofMiniature(isNoted: true)
  }

  /// The labels of all entries.
  private static func all() async throws -> [String] {
    try await World.with(repository: "example/miniature") { world in
      try world.take(Miniature.files)
      try await world.generate()
      // Every world's registry has a port of its own.
      return try world.mutations().map {
        $0.label.replacing(world.registry.host, with: "the registry")
      }
    }
  }

  /// What is likely to notice that an entry is missing; where this is wrong, it only takes longer.
  private static func likely(_ label: String) -> Story.Chapter {
    switch label.split(separator: " ").last {
    case "REBUILD", "SEEN": .rebuildAll
    case "PARENTS": .hiccupOfBase
    case "SHA": label.contains("leaf") ? .hiccupOfLeaf : .hiccupOfBase
    case "PLANNED", "TIP": .oldCheck
    case "ref" where label.contains("See where"): .oldCheck
    case "persist-credentials" where label.contains("See where"): .oldCheck
    case "ref", "context": .late
    case "build-contexts": .foreignHand
    case "BUILD": .hiccupOfLeaf
    default: .night
    }
  }

  /// What notices that an entry is missing; `nil` when nothing does.
  /// - Parameters:
  ///   - index: which entry, among those of `all()`.
  ///   - likely: the chapter to begin with.
  private static func fate(of index: Int, likely: Story.Chapter) async throws -> String? {
    do {
      try await Story.ofMiniature(first: likely) { world in
        let mutation = try world.mutations()[index]
        try world.clone.write(mutation.text, to: ".github/workflows/\(mutation.file)")
      }
      return nil
    } catch let broken as Broken {
      return broken.description.split(separator: "\n").prefix(2).joined(separator: " ")
    }
  }
}

extension World {
  /// All entries that could be missing in the clone's workflows.
  fileprivate func mutations() throws -> [Mutation] {
    let folder = clone.folder(".github/workflows")
    return try folder.files().flatMap { Mutation.all(of: folder.read($0), file: $0) }
  }
}
