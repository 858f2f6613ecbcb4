import BuildGraph
import SourceText
import Testing

@Suite("Content tags of a commit made from files")
struct WorkTreeTests {
  /// Makes files, links, executables and a submodule as people do, and commits them.
  private static let commit = #"""
    set -e
    git init -q tree
    cd tree
    mkdir -p 'a b/ü' 'x[1]' docs node_modules/keep
    printf 'FROM scratch\n' >'a b/Docker"file'
    printf 1 >'a b/ü/n
    l'
    printf 2 >'x[1]/back\slash'
    printf 3 >docs/a.md
    printf 4 >node_modules/x
    printf 5 >node_modules/keep/y
    printf 6 >run.sh
    chmod +x run.sh
    ln -s run.sh link
    git add -A
    git update-index --add --cacheinfo 160000,1234567890123456789012345678901234567890,sub
    git commit -qm one
    git ls-tree -r -z --full-tree HEAD >../listing
    """#

  private let data = PipelineData(
    repository: "octo-org/chatbot", branch: "main",
    files: [
      .init(
        paths: [""],
        ignore: [
          [
            .init(excludes: true, .init("^node_modules(/.*)?$") { $0.starts(with: Self.modules) }),
            .init(
              excludes: false,
              .init("^node_modules/keep(/.*)?$") { $0.starts(with: Self.modules + Self.keep) }),
          ]
        ]),
      .init(paths: ["a b/ü", "x[1]", "sub"]),
    ],
    images: [
      .init(
        name: "base", stage: "base", level: 0, repository: "ghcr.io/octo-org/chatbot/base",
        dockerfile: "a b/Docker\"file", files: [0]),
      .init(
        name: "ci", stage: "base", level: 1, repository: "ghcr.io/octo-org/chatbot/ci",
        dockerfile: "a b/Docker\"file", files: [1],
        parents: [.init(.image("base"), as: .argument("BASE"))]),
    ])
  private static let modules = Array("node_modules".utf8)
  private static let keep = Array("/keep".utf8)

  @Test func areTheSameInBothLanguages() async throws {
    try await Workshop.with { shop in
      let made = try await shop.bash(Self.commit)
      try #require(made.status == 0, "\(made.errors)")
      let tree = try #require(TreeEntry.list(fromTree: shop.bytes(of: "listing")))
      #expect(Set(tree.map(\.mode)) == ["100644", "100755", "120000", "160000"])
      #expect(tree.count == 9)
      let tags = try contentTags(of: data, in: tree)

      try shop.write(data.json.document, to: "images.json")
      // Called from a folder beneath the root and under `if`, as a careless caller would.
      let result = try await shop.bash(
        #"""
        source "$SCRIPTS/content.sh"
        cd 'tree/docs'
        if content_tags ../../images.json HEAD >../../tags; then exit 0; else exit 1; fi
        """#)
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        shop.text(of: "tags") == "base\t\(tags["base"] ?? .init(rawValue: ""))\n"
          + "ci\t\(tags["ci"] ?? .init(rawValue: ""))\n")
    }
  }

  @Test func failsWhenTheCommitOrTheImageDoesNotExist() async throws {
    try await Workshop.with { shop in
      let made = try await shop.bash(Self.commit)
      try #require(made.status == 0, "\(made.errors)")
      try shop.write(data.json.document, to: "images.json")
      for call in ["nowhere", "HEAD other"] {
        let result = try await shop.bash(
          "source \"$SCRIPTS/content.sh\"\ncd tree\ncontent_tags ../images.json \(call) >../tags")
        #expect(result.status != 0)
        #expect(result.errors.contains(call == "nowhere" ? "nowhere" : "other"))
        #expect(shop.bytes(of: "tags") == [])
      }
    }
  }

  @Test(.enabled(if: Workshop.program("shellcheck") != nil))
  func shellcheckFindsNothing() async throws {
    try await Workshop.with { shop in
      let result = try await shop.bash("shellcheck \"$SCRIPTS/content.sh\" >&2")
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}
