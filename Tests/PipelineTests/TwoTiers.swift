import PipelineDriver

/// A base, a leaf on it, and a public image below both, in two workflows.
enum TwoTiers {
  /// What is in the repository; `REGISTRY` stands for the registry.
  static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/two
    registry: ghcr.io/example/two
    tiers: {base: {}, leaf: {}}
    images:
      base: {dockerfile: base.Dockerfile, tier: base}
      leaf: {dockerfile: leaf.Dockerfile, tier: leaf}
    """,
    "base.Dockerfile": "FROM REGISTRY/library/shell:1\nCOPY base.txt /\n",
    "leaf.Dockerfile": "FROM ghcr.io/example/two/base:latest\nCOPY leaf.txt /\n",
    "base.txt": "1", "leaf.txt": "1",
  ]

  /// The two images, after their first build.
  /// - Parameters:
  ///   - access: how the registry wants to be reached.
  ///   - assembles: whether images are only put together, which is enough where nothing of them is
  ///     looked at but what they were built on.
  static func with(
    _ access: Access = .current, assembles: Bool = false,
    _ body: (World, Story) async throws -> Void
  ) async throws {
    try await World.with(repository: "example/two", access: access, assembles: assembles) { world in
      try await world.publishBase("library/shell:1", mark: "1")
      try world.take(files)
      try await world.generate()
      let story = Story(world)
      try await world.push()
      try await story.expect(Outcome(built: ["base", "leaf"]), "first build")
      try await body(world, story)
    }
  }
}

extension World {
  /// Changes a file and pushes it.
  func push(_ text: String, to path: String) async throws {
    try clone.write(text, to: path)
    try await push()
  }

  /// The content tag of an image at the clone's commit, with its repository's path.
  func contentReference(of image: String) async throws -> String {
    "example/two/\(image):\(try await contentTags()[image] ?? "")"
  }
}
