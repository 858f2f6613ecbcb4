import BuildGraph
import Testing

@Suite("Content tags and what stands in place of a directory")
struct LinkTagTests {
  private let dockerfile = TreeEntry(mode: "100644", id: "1111", path: Array("Dockerfile".utf8))
  private static let way = Array("way".utf8)

  private func data(_ set: PipelineData.FileSet) -> PipelineData {
    PipelineData(
      repository: "o/r", branch: "main", files: [set],
      images: [
        .init(
          name: "app", stage: "s", level: 0, repository: "ghcr.io/o/r/app",
          dockerfile: "Dockerfile", files: [0])
      ])
  }

  private func tree(_ mode: String) -> [TreeEntry] {
    [dockerfile, TreeEntry(mode: mode, id: "7777", path: Self.way)]
  }

  private static let sources: [PipelineData.FileSet] = [
    .init(paths: ["way"]), .init(paths: ["way/deep/file"]),
    .init(globs: [.init("^way/[^/]*x$", in: way) { _ in false }]),
    .init(globs: [.init("^w(.*)$") { $0.first == UInt8(ascii: "w") }]),
  ]

  @Test(arguments: sources.indices, ["120000", "160000"])
  func moveWithIt(_ source: Int, _ mode: String) throws {
    let data = data(Self.sources[source])
    let before = try contentTags(of: data, in: [dockerfile])
    #expect(try contentTags(of: data, in: tree(mode)) != before)
    // A submodule has content of its own, a link only points at some.
    #expect(
      unknownLinks(of: data, in: tree(mode)) == (mode == "120000" ? ["app": Self.way] : [:]))
  }

  @Test(arguments: [
    (PipelineData.FileSet(paths: [way], links: [way: "7777"]), "120000", true),
    (.init(paths: [way], links: [way: "8888"]), "120000", false),
    // A file in place of the link is what the source says now.
    (.init(paths: [way], links: [way: "8888"]), "100644", true),
    (.init(paths: [way], followsLinks: false), "120000", true),
    (.init(paths: [way + Array("/file".utf8)], followsLinks: false), "120000", false),
    // A copy of everything copies links as links.
    (.init(paths: [[]]), "120000", true),
    (.init(globs: [.init("^.*$") { _ in true }]), "120000", true),
  ])
  func areRefusedOnlyWhenALinkIsFollowedThatNobodyKnows(
    _ set: PipelineData.FileSet, _ mode: String, _ isKnown: Bool
  ) {
    #expect(unknownLinks(of: data(set), in: tree(mode)).isEmpty == isKnown)
  }

  @Test func idsOfBlobsAreThoseOfGit() {
    // printf top.txt | git hash-object --stdin
    let id = TreeEntry.id(ofBlob: Array("top.txt".utf8))
    #expect(id == "84de2b3aebc02bf40694e7187d19864ac8ed1917")
  }
}
