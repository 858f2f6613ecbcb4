import Testing

/// The law of content tags: what changes a file changes the tag of an image if and only if it
/// changes the image's layers, or would with another parent's: descendants count.
///
/// Every tracked file of a fixture is changed in its content and in its executable bit; besides,
/// in every directory a file is added and deleted, a symbolic link gets another target, and a file
/// that `.dockerignore` excludes is changed and added. An image whose tag a change moves is built
/// with that change alone. An image whose tag stays is built once with all the changes together
/// that do not move it, and none of them may have reached its layers.
///
/// One exception is wanted: a Dockerfile and a parent count as a whole. Which of a Dockerfile's words
/// end up in layers is known to the builder alone, so a comment moves the tag although no layer
/// changes; so does a change of what `COPY --from` leaves behind in a parent or `--chmod` overrides.
/// A needless build is cheap, a tag that stays when an image changes would be a lie. Hence a
/// Dockerfile's content is changed here by an instruction that makes a file.
///
/// Of the fixtures 001 is always looked at; 000, 002 and all ways to copy with `WFGEN_FULL=1` alone,
/// because their hundreds of builds take many minutes.
@Suite("Content tags and layers change together", .serialized, .enabled(if: Workshop.isEquipped))
struct LayerLawTests {
  private static let repositories: [ImageTree.Original] =
    [.fixture("001-workflow-chain")]
    + (Workshop.isFullRun
      ? [.waysToCopy, .fixture("000-async-propagation"), .fixture("002-image-tiers")] : [])

  /// The images that some files are in, written by hand: a law about two things that never change
  /// would be kept as well.
  private static let readers: [ImageTree.Original: [String: [String]]] = [
    .fixture("001-workflow-chain"): [
      "torch.requirements.txt": ["base", "ci", "production"],
      "requirements.txt": ["ci", "production"],
      "requirements-dev.txt": ["ci"],
      "src/bot.py": ["production"],
      "tests/test_bot.py": [],
      "docker/Dockerfile.base": ["base", "ci", "production"],
      "docker/Dockerfile.ci": ["ci"],
    ],
    .waysToCopy: [
      "docs/kept.md": ["everything"],
      "linked/deep/l.txt": ["everything", "links"],
      "links/elsewhere/two.py": ["everything"],
      "shared/s.txt": ["everything", "links", "patterns", "stages"],
      "other/deep/d.txt": ["everything"],
      "other/o.txt": ["everything", "own"],
      "part/data/d.txt": ["everything", "part", "stages"],
      "part/data/e.tmp": ["everything"],
      "src/a.txt": ["everything", "links", "patterns", "stages"],
      "src/ab.txt": ["everything", "links"],
      "src/lib/.hidden": ["everything", "patterns", "stages"],
      "src/lib/y.log": [],
    ],
  ]

  @Test(arguments: repositories)
  func aTagMovesIfAndOnlyIfALayerChanges(_ original: ImageTree.Original) async throws {
    try await Workshop.with { workshop in
      let tree = try await ImageTree(original, in: workshop)
      var quiet: [String: [Change]] = [:]
      for change in tree.changes {
        try change.apply(in: workshop.repository)
        let tags = try await tree.tagsNow()
        try await workshop.git("add", "--all", "--force")
        if change.kind == .addition {
          #expect(try await tree.tagsNow() == tags, "\(change): git knows it now, and it differs")
        }
        let moved = tree.images.filter { tags[$0.name] != tree.tags[$0.name] }
        if change.kind == .content, let readers = Self.readers[original]?[change.path] {
          #expect(moved.map(\.name) == readers, "\(change)")
        }
        let built = try await tree.build(moved)
        for image in moved {
          #expect(
            built[image.name]?.layers != tree.built[image.name]?.layers,
            "\(change) moves the tag of \(image.name), but changes no layer")
        }
        for image in tree.images where tags[image.name] == tree.tags[image.name] {
          quiet[image.name, default: []].append(change)
        }
        try await tree.restore()
      }
      for image in tree.images {
        try await expectNothing(of: quiet[image.name] ?? [], in: image, tree)
      }
    }
  }

  /// Builds an image with all of the changes, and one by one when that is not what it was.
  private func expectNothing(
    of changes: [Change], in image: ImageTree.Image, _ tree: ImageTree
  ) async throws {
    #expect(!changes.isEmpty)
    for change in changes { try change.apply(in: tree.workshop.repository) }
    #expect(try await tree.tagsNow()[image.name] == tree.tags[image.name])
    let result = try await tree.build([image])[image.name]
    try await tree.restore()
    guard result != tree.built[image.name] else { return }
    Issue.record("\(image.name) has other layers under the same tag")
    for change in changes {
      try change.apply(in: tree.workshop.repository)
      let alone = try await tree.build([image])[image.name]
      try await tree.restore()
      #expect(alone == tree.built[image.name], "\(change) changes \(image.name), not its tag")
    }
  }

  @Test func aCommentInADockerfileCountsAlthoughItMakesNoLayer() async throws {
    try await Workshop.with { workshop in
      let tree = try await ImageTree(.fixture("001-workflow-chain"), in: workshop)
      let change = Change(kind: .comment, path: "docker/Dockerfile.base")
      try change.apply(in: workshop.repository)
      let tags = try await tree.tagsNow()
      #expect(tree.images.allSatisfy { tags[$0.name] != tree.tags[$0.name] })
      #expect(try await tree.build(tree.images) == tree.built)
    }
  }
}
