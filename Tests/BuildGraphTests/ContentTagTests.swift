import BuildGraph
import RandomPipelines
import Testing

@Suite("Content tags")
struct ContentTagTests {
  private let tree = [
    TreeEntry(mode: "100644", id: "1111", path: Array("base/Dockerfile".utf8)),
    TreeEntry(mode: "100644", id: "2222", path: Array("base/ä".utf8)),
    TreeEntry(mode: "100755", id: "3333", path: Array("ci/run.sh".utf8)),
    TreeEntry(mode: "100644", id: "4444", path: Array("ci/Dockerfile".utf8)),
  ]
  private let data = PipelineData(
    repository: "o/r", branch: "main",
    files: [.init(paths: ["base"]), .init(paths: ["ci/run.sh"])],
    images: [
      .init(
        name: "base", stage: "s", level: 0, repository: "ghcr.io/o/r/base",
        dockerfile: "base/Dockerfile", arguments: ["B=2", "A=1"], files: [0]),
      .init(
        name: "ci", stage: "s", level: 1, repository: "ghcr.io/o/r/ci", dockerfile: "ci/Dockerfile",
        target: "test", files: [1], parents: [.init(.image("base"), as: .argument("BASE"))]),
    ])

  /// The figures come from `sha256sum` over the same texts.
  @Test func areWhatTheFormatSays() throws {
    let tags = try contentTags(of: data, in: tree)
    #expect(tags["base"] == ContentTag(rawValue: "src-faf5910a0766"))
    #expect(tags["ci"] == ContentTag(rawValue: "src-a0698ff4e5f4"))
  }

  @Test func nameAMissingDockerfile() {
    #expect(throws: ContentError.missingDockerfile(path: "ci/Dockerfile", image: "ci")) {
      try contentTags(of: data, in: Array(tree.dropLast()))
    }
  }

  @Test func refuseParentsThatComeLater() {
    var data = data
    data.images.reverse()
    #expect(throws: ContentError.misplacedParent(name: "base", image: "ci")) {
      try contentTags(of: data, in: tree)
    }
  }

  @Test func refuseFileSetsThatDoNotExist() {
    var data = data
    data.images[0].files = [2]
    #expect(throws: ContentError.unknownFileSet(index: 2, image: "base")) {
      try contentTags(of: data, in: tree)
    }
  }

  @Test func keepArgumentsApart() {
    let one = contentRecipe(target: "", platforms: "p", arguments: ["A=1\narg B=2"])
    let two = contentRecipe(target: "", platforms: "p", arguments: ["A=1", "B=2"])
    #expect(one == ["target ", "platform p", #"arg A=1\narg B=2"#])
    #expect(two == ["target ", "platform p", "arg A=1", "arg B=2"])
    #expect(
      contentRecipe(target: "", platforms: "p", arguments: [#"A=1\narg B=2"#]).last
        == #"arg A=1\\narg B=2"#)
  }
}

@Suite("What content tags depend on")
struct ContentPropertyTests {
  private static let seeds = Array(UInt64(1)...150)

  private struct Case {
    var random: SplitMix
    var tree: [TreeEntry]
    var data: PipelineData
    var tags: [String: ContentTag]

    init?(seed: UInt64) {
      random = SplitMix(seed: seed)
      tree = RandomTree.make(using: &random)
      data = RandomPipeline.make(for: tree, using: &random)
      guard let tags = try? contentTags(of: data, in: tree) else { return nil }
      self.tags = tags
    }

    /// The images whose tags are not what they were.
    func changed(in tree: [TreeEntry]) throws -> Set<String> {
      let now = try contentTags(of: data, in: tree)
      return Set(tags.keys.filter { tags[$0] != now[$0] })
    }

    /// The images that read a path themselves, and all that are built on them.
    func readers(of path: [UInt8]) -> Set<String> {
      var readers: Set<String> = []
      for image in data.images {
        let reads = image.files.contains { isMember(path, of: data.files[$0]) }
        if reads || Array(image.dockerfile.utf8) == path
          || image.parents.contains(where: { readers.contains($0.image ?? "") })
        {
          readers.insert(image.name)
        }
      }
      return readers
    }

    private func isMember(_ path: [UInt8], of set: PipelineData.FileSet) -> Bool {
      let slash = UInt8(ascii: "/")
      let isNamed = set.paths.contains {
        $0.isEmpty || path == $0 || path.starts(with: $0 + [slash])
      }
      // What stands where a directory should be.
      let isAbove = (set.paths + set.globs.map { $0.directory + [slash] }).contains {
        $0.starts(with: path + [slash])
      }
      guard isNamed || isAbove || set.globs.contains(where: { $0.matches(path) }) else {
        return false
      }
      for rules in set.ignore {
        var isIn = true
        for rule in rules where rule.pattern.matches(path) { isIn = !rule.excludes }
        if !isIn { return false }
      }
      return true
    }
  }

  @Test(arguments: seeds) func aFileChangesItsReadersAndTheirDescendantsOnly(_ seed: UInt64) throws
  {
    guard let one = Case(seed: seed) else { return }
    for index in one.tree.indices {
      var tree = one.tree
      tree[index].id = String(tree[index].id.reversed()) + "0"
      #expect(try one.changed(in: tree) == one.readers(of: tree[index].path), "file \(index)")
      // A mode counts as content, but the Dockerfile is known by its id alone.
      tree = one.tree
      tree[index].mode = "100600"
      let changed = try one.changed(in: tree)
      #expect(changed.isSubset(of: one.readers(of: tree[index].path)), "mode of file \(index)")
    }
  }

  @Test(arguments: seeds) func aNewFileChangesItsReadersOnly(_ seed: UInt64) throws {
    guard var one = Case(seed: seed) else { return }
    let directory = one.random.pick(RandomTree.directories(of: one.tree) + [[]], or: [])
    let path = directory + (directory.isEmpty ? [] : [UInt8(ascii: "/")]) + Array("new.txt".utf8)
    let tree = one.tree + [TreeEntry(mode: "100644", id: "f00d", path: path)]
    #expect(try one.changed(in: tree) == one.readers(of: path))
  }

  @Test(arguments: seeds) func theOrderOfListsDoesNotMatter(_ seed: UInt64) throws {
    guard var one = Case(seed: seed) else { return }
    for index in one.data.images.indices {
      one.data.images[index].files.shuffle(using: &one.random)
      one.data.images[index].parents.shuffle(using: &one.random)
      one.data.images[index].recipe = contentRecipe(
        target: one.data.images[index].target, platforms: one.data.images[index].platforms,
        arguments: one.data.images[index].arguments.shuffled(using: &one.random))
    }
    for index in one.data.files.indices {
      one.data.files[index].paths.shuffle(using: &one.random)
      one.data.files[index].globs.shuffle(using: &one.random)
      one.data.files[index].ignore.shuffle(using: &one.random)
    }
    #expect(try one.changed(in: one.tree.shuffled(using: &one.random)) == [])
  }

  @Test(arguments: seeds) func whereAnImageIsPublishedDoesNotMatter(_ seed: UInt64) throws {
    guard var one = Case(seed: seed) else { return }
    for index in one.data.images.indices {
      one.data.images[index].repository += "/elsewhere"
      one.data.images[index].tags = ["other"]
      one.data.images[index].stage = "one"
      one.data.images[index].volatile = ["VERSION"]
    }
    #expect(try one.changed(in: one.tree) == [])
  }

  @Test(arguments: seeds) func anArgumentChangesItsImageAndTheDescendants(_ seed: UInt64) throws {
    guard var one = Case(seed: seed) else { return }
    guard let index = one.data.images.indices.randomElement(using: &one.random) else { return }
    one.data.images[index].recipe.append("arg NEW=1")
    var expected: Set = [one.data.images[index].name]
    for image in one.data.images
    where image.parents.contains(where: { expected.contains($0.image ?? "") }) {
      expected.insert(image.name)
    }
    #expect(try one.changed(in: one.tree) == expected)
  }
}
